import { join } from 'node:path'
import { queries } from '#adapters/duckdb/queries.ts'
import { readCube } from '#engine/methods/attribution.ts'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import type { SliceFilter } from '#shared/contract.ts'
import { cubeOf, groupBy, ROW_CAUSES, type Cube } from '../../src/renderer/features/attribution/cube.ts'
import { comparePeers, inMs, measure, median, type Bench, type Line } from './bench.ts'

const PAIRS = 10_000_000
const DAYS = 250
const TARGET_RATIO = 1 / 50
const TARGET_MS = 5
const BRUSHES = 50
const TASK = { signal: new AbortController().signal, report: () => undefined }
const FACETS = ['hour', 'side', 'order_type', 'liquidity', 'version'] as const

/**
 * What the Attribution screen sums for each brush over days and each click on a value, at ten million pairs, against one scan
 * of ten million rows that gives one of its tables. The pairs are generated where a review leaves them; what follows is the
 * product's own: the engine builds the cube, the page's code filters it.
 */
export const bench: Bench = {
  name: 'brush',
  async run(context) {
    const workbench = await openWorkbench(join(context.folder, 'brush.duckdb'))
    try {
      const began = performance.now()
      await generatePairs(workbench)
      const cube = await buildCube(workbench)
      context.say(`brush: ${cube.rows} cells of ${PAIRS} pairs in ${inMs(performance.now() - began)}`)
      // A screen that is shown has summed everything once.
      const opening = await measure(() => Promise.resolve(sumScreen(cube, {})))
      let brush = 0
      const brushes = () => {
        for (let turn = 0; turn < BRUSHES; turn++) sumScreen(cube, brushed(brush++))
        return Promise.resolve()
      }
      const line = await comparePeers(context, `brush over days, ${PAIRS / 1e6} M pairs`, null, brushes, () =>
        scan(workbench),
      )
      const brushMs = line.oursMs / BRUSHES
      return [
        { ...line, ours: inMs(brushMs), ratio: line.ratio / BRUSHES, cpuRatio: null, target: TARGET_RATIO },
        alone('brush over days: sums of the whole screen, ms', brushMs, TARGET_MS),
        alone('click on a value never chosen before, ms', clickMs(cube), null),
        alone('the first sums of a screen, ms', opening.ms, null),
      ]
    } finally {
      await workbench.close()
    }
  },
}

function alone(what: string, ms: number, target: number | null): Line {
  return { what, ours: inMs(ms), peer: null, ratio: ms, cpuRatio: null, target }
}

/** Pairs over 250 days, 20 symbols, 24 hours, two sides, two order types, both liquidities, two versions; rows are hashes of their number. */
async function generatePairs({ store }: Workbench): Promise<void> {
  const digit = (salt: number, values: number) => `(hash(i * 8 + ${salt}) % ${values})`
  await store.runText(`CREATE OR REPLACE TEMP TABLE direct_attribute AS
    SELECT i AS pair_id, DATE '2025-01-01' + ${digit(1, DAYS)}::INTEGER AS day, 100.0::DOUBLE AS notional,
      0.0::DOUBLE AS sizing, ${digit(3, 1000)} / -2e3 AS timing, ${digit(4, 1000)} / -1e3 AS slippage, -0.05::DOUBLE AS fees, 0.0::DOUBLE AS price,
      'S' || lpad(${digit(5, 20)}::VARCHAR, 2, '0') || '-USDT' AS instrument, ${digit(6, 24)}::BIGINT * 3600000000 AS t,
      CASE i % 2 WHEN 0 THEN 1 ELSE -1 END AS side,
      CASE (i // 2) % 2 WHEN 0 THEN 'market' ELSE 'limit' END AS order_type,
      CASE (i // 4) % 2 WHEN 0 THEN 'taker' ELSE 'maker' END AS liquidity,
      CASE (i // 8) % 2 WHEN 0 THEN 'v1' ELSE 'v2' END AS version,
      1.0::DOUBLE AS live_spread_bps, 1.0::DOUBLE AS backtest_spread_bps
    FROM range(${PAIRS}) t(i)`)
  await store.runText('CREATE OR REPLACE TEMP TABLE loose_attribute AS FROM direct_attribute LIMIT 0')
  await store.runText(
    'CREATE OR REPLACE TEMP TABLE loose_pair_day AS SELECT *, 0.0::DOUBLE AS alpha FROM direct_attribute LIMIT 0',
  )
  await store.runText(
    'CREATE OR REPLACE TABLE bench_row AS SELECT *, 0.0::DOUBLE AS alpha, instrument AS symbol FROM direct_attribute',
  )
}

async function buildCube({ store }: Workbench): Promise<Cube> {
  await store.run(queries.sliceDay, {})
  return cubeOf(await readCube(store, TASK))
}

/** The table of symbols over a range of days, by one pass over a flat table of all rows: a tenth of what a brush changes. */
async function scan({ store }: Workbench): Promise<void> {
  await store.runText(`SELECT symbol, count(*), sum(notional), sum(alpha), sum(sizing), sum(timing), sum(slippage), sum(fees), sum(price)
    FROM bench_row WHERE day BETWEEN DATE '2025-02-01' AND DATE '2025-07-01' GROUP BY symbol`)
}

/** Everything the screen sums when its filter changes: days by cause, the facets, the table of symbols. */
function sumScreen(cube: Cube, days: SliceFilter, rows: SliceFilter = {}): number {
  const filter = { ...days, ...rows }
  const groups = [
    groupBy(cube, 'day', filter, { names: ROW_CAUSES }),
    groupBy(cube, 'day', rows, { names: ROW_CAUSES }),
    ...FACETS.map((by) => groupBy(cube, by, filter, { ignoreOwn: true, names: ['active', 'pairs'] })),
    groupBy(cube, 'symbol', filter),
  ]
  return groups.reduce((total, { length }) => total + length, 0)
}

/** A range of days that differs from turn to turn, as under a pointer that moves. */
function brushed(turn: number): SliceFilter {
  const day = (number: number) => new Date(Date.UTC(2025, 0, 1 + number)).toISOString().slice(0, 10)
  return { from: day(turn % 100), to: day(100 + ((turn * 7) % 149)) }
}

function clickMs(cube: Cube): number {
  const clicks = [9, 14, 17, 20, 23].map((hour) => {
    const began = performance.now()
    sumScreen(cube, {}, { hour: [hour], side: ['buy'] })
    return performance.now() - began
  })
  return median(clicks)
}
