import { join } from 'node:path'
import { evaluateDays } from '#domain/parity/daily-series.ts'
import { attributeDays } from '#engine/attribute-days.ts'
import { compareSides, matchFills, type Matched } from '#engine/compare-sides.ts'
import { importFiles } from '#engine/import-files.ts'
import { reviewParity } from '#engine/review-parity.ts'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import { comparePeers, growthExponent, type Bench, type BenchContext, type Line } from './bench.ts'
import { fillsFile } from './fills.ts'

const TARGET = 12
const GROWTH_TARGET = 1.1
const BENCH_PAIR = `CREATE OR REPLACE TABLE bench_pair AS
  SELECT l.day, l.qty a, b.qty b, l.price c, b.price d, l.fill_mid e, b.fill_mid f, l.fee_money g, b.fee_money h
  FROM review_fill l JOIN review_fill b USING (key) WHERE l.origin = 'live' AND b.origin = 'backtest'`
const REQUEST = { capital: 1e8 } as const
const TASK = { signal: new AbortController().signal, report: () => undefined }

/**
 * Matching by id, daily P&L, tracking error and Shapley attribution of as many live as backtest fills, against one scan of a
 * table of as many pairs in the same project: eight sums by day. The fills are loaded, and for the line with the target also
 * selected and converted to the reporting currency; the other lines say what that and the whole review cost.
 */
export const bench: Bench = {
  name: 'match',
  async run(context) {
    const lines: Line[] = []
    const points: { rows: number; ms: number }[] = []
    for (const rows of context.large ? [1_000_000, 3_000_000, 10_000_000] : [1_000_000]) {
      const workbench = await loadedProject(context, rows)
      try {
        const [first, ...rest] = await compareAtSize(context, workbench, `${rows / 1e6} M x ${rows / 1e6} M`)
        points.push({ rows, ms: first.oursMs })
        lines.push(first, ...rest)
      } finally {
        await workbench.close()
      }
    }
    if (points.length > 1)
      lines.push({
        what: 'match + attribution cost growth exponent',
        ours: '',
        peer: null,
        ratio: growthExponent(points),
        cpuRatio: null,
        target: GROWTH_TARGET,
      })
    return lines
  },
}

async function loadedProject(context: BenchContext, rows: number): Promise<Workbench> {
  const workbench = await openWorkbench(join(context.folder, `match-${rows}.duckdb`))
  for (const role of ['live', 'backtest'] as const) {
    const path = await fillsFile(context.folder, { origin: role, rows, badEvery: 0 })
    await importFiles(workbench, [{ path, role, answers: {} }], TASK)
  }
  return workbench
}

async function compareAtSize(context: BenchContext, workbench: Workbench, size: string) {
  const { store } = workbench
  const compared = await compareSides(store, REQUEST, TASK)
  if (compared.reason !== null) throw new Error(compared.reason)
  await store.runText(BENCH_PAIR)
  await store.runText('CHECKPOINT')
  const scan = () =>
    store.runText(
      'SELECT day, sum(a), sum(b), sum(c), sum(d), sum(e), sum(f), sum(g), sum(h) FROM bench_pair GROUP BY day',
    )
  const matchAndAttribute = async () => {
    await evaluate(workbench, await matchFills(store, compared.settings, compared.fills, REQUEST, TASK))
  }
  const compareAndAttribute = async () => {
    const comparison = await compareSides(store, REQUEST, TASK)
    if (comparison.reason === null) await evaluate(workbench, comparison)
  }
  const first = await comparePeers(context, `match + attribution, ${size} fills`, TARGET, matchAndAttribute, scan, scan)
  return [
    first,
    await comparePeers(context, `the same and selecting the fills, ${size}`, null, compareAndAttribute, scan, scan),
    await comparePeers(
      context,
      `the whole review, ${size}`,
      null,
      () => reviewParity(workbench, REQUEST, TASK),
      scan,
      scan,
    ),
  ] as const
}

async function evaluate({ store }: Workbench, { settings, fills }: Matched): Promise<void> {
  const days = await attributeDays(store, settings, fills, TASK)
  evaluateDays({ days, capitalByDay: days.map(() => REQUEST.capital), settings })
}
