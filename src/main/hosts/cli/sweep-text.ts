import { plain } from '#domain/report/number-text.ts'
import type { SweepDocument } from '#shared/simulate/sweep-document.ts'

const SHOWN = 200

/** Returns a sweep as a table for a terminal; points whose tracking error is within the limit are marked. */
export function sweepText(
  { rows, axes, limit_bps: limit, base, inputs }: SweepDocument,
  written: readonly string[],
): string {
  const names = axes.map(({ name }) => name)
  const header = [...names, 'te_rms_bps', 'td_bps', 'pnl', 'cost_bps', '']
  const cells = rows.slice(0, SHOWN).map(({ values, figures }) => {
    const error = figures.te_rms_bps?.mean ?? null
    return [
      ...names.map((name) => String(Number((values[name] ?? 0).toPrecision(6)))),
      ...[error, figures.td_bps?.mean ?? null, figures.pnl?.mean ?? null, figures.cost_bps?.mean ?? null].map((value) =>
        plain(value, 2),
      ),
      error !== null && error <= limit ? `within ${limit}` : '',
    ]
  })
  const widths = header.map((name, k) => Math.max(name.length, ...cells.map((row) => row[k]?.length ?? 0)))
  const table = [header, ...cells].map((row) =>
    row
      .map((cell, k) => cell.padStart(widths[k] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const rest = rows.length > SHOWN ? [`… and ${rows.length - SHOWN} more points; --json gives all`] : []
  const head = `${rows.length} points of "${base.name}", ${base.draws} draws each, seed ${base.seed}`
  return `${[...inputs, head, '', ...table, ...rest, ...written.map((path) => `written: ${path}`)].join('\n')}\n`
}
