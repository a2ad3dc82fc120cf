import { COST_COMPONENTS, type Distribution, type SimulateDocument } from '#shared/simulate/document.ts'
import { capitalised, counted, money, percent, plain } from '#domain/report/number-text.ts'

type ScenarioResult = SimulateDocument['scenarios'][number]

/** Returns simulated scenarios as lines for a terminal: figures, difference to the baseline, and what is left against live. */
export function simulateText(document: SimulateDocument, written: readonly string[]): string {
  const [first] = document.scenarios
  const lines = [
    ...document.inputs,
    ...(document.inputs.length > 0 ? [''] : []),
    `${counted(document.scenarios.length, 'scenario')} over ${counted(first?.days.length ?? 0, 'day')}, ${counted(first?.draws ?? 0, 'draw')}, seed ${first?.seed ?? 0}`,
    '',
    ...document.scenarios.flatMap((scenario) => [...scenarioLines(scenario), '']),
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function scenarioLines(scenario: ScenarioResult): string[] {
  const { name, version, days, total, against_baseline: base, against_live: left } = scenario
  const [only = null] = days.length === 1 ? days : []
  const { latency_ms: latency } = total
  const costs = COST_COMPONENTS.filter((one) => Math.abs(total.cost_bps[one]?.mean ?? 0) >= 0.005)
  return [
    `${capitalised(name)}${version > 1 ? ` (version ${version})` : ''}`,
    line('tracking error', only === null ? total.te_rms_bps : only.te_day_bps, ' bps a year', base?.te_rms_bps ?? null),
    line('P&L', total.pnl, '', base?.pnl ?? null),
    line('cost', total.cost_bps.total, ' bps', base?.cost_bps ?? null),
    `  of which        ${costs.map((one) => `${one} ${plain(total.cost_bps[one]?.mean ?? null, 2)}`).join(', ') || 'nothing'}`,
    `  filled          ${percent(total.fill_ratio?.mean ?? null)}, maker ${percent(total.maker_share?.mean ?? null)}`,
    ...(latency === null
      ? []
      : [`  latency         ${plain(latency.p50, 1)} ms, P95 ${plain(latency.p95, 1)}, P99 ${plain(latency.p99, 1)}`]),
    ...(left === null ? [] : [`  ${left.sentence}`]),
  ]
}

function line(name: string, value: Distribution | null, unit: string, difference: Distribution | null): string {
  if (value === null) return `  ${name.padEnd(16)}–`
  const range = `${plain(value.mean, 2)}${unit} (P5 ${plain(value.p5, 2)}, P95 ${plain(value.p95, 2)})`
  const error = difference?.se == null ? '' : ` ± ${plain(difference.se, 2)}`
  return `  ${name.padEnd(16)}${range}${difference === null ? '' : `, ${money(difference.mean)}${error} to the baseline`}`
}
