import { selectRank } from '#domain/stats/order-statistics.ts'
import type { DayGrid } from './day-grid.ts'
import type { DirectPairs } from './direct-pairs.ts'
import type { FillColumns } from './fill-columns.ts'

/** Pairs that are not direct, with fills on the evaluated days. kind: 0 matched, 1 live only, 2 backtest only; NaN = not both sides. */
export interface LoosePairColumns {
  readonly kind: Float64Array
  /** Money, 0 without a live side. */
  readonly live_notional: Float64Array
  /** Live minus backtest, ms. */
  readonly dt_ms: Float64Array
  /** Live over backtest quantity, unscaled. */
  readonly quantity_ratio: Float64Array
}

/** How the orders of the evaluated days match; shares null where live has none, medians over matched pairs. */
export interface MatchingCounts {
  readonly matched: number
  readonly live_only: number
  readonly backtest_only: number
  readonly matched_share_count: number | null
  readonly matched_share_notional: number | null
  readonly median_dt_ms: number | null
  readonly median_quantity_ratio: number | null
}

/** Counts the pairs of the evaluated days, direct and other. */
export function summariseMatching(
  fills: FillColumns,
  direct: DirectPairs,
  grid: DayGrid,
  loose: LoosePairColumns,
): MatchingCounts {
  const pairs = evaluatedPairs(fills, direct, grid)
  const counts = [pairs.live.length, 0, 0]
  let matched = 0
  for (const live of pairs.live) matched += fills.qty[live]! * Math.abs(fills.price[live]!)
  let notional = matched
  loose.kind.forEach((kind, index) => {
    counts[kind]!++
    notional += loose.live_notional[index]!
    if (kind === 0) matched += loose.live_notional[index]!
  })
  const live = counts[0]! + counts[1]!
  return {
    matched: counts[0]!,
    live_only: counts[1]!,
    backtest_only: counts[2]!,
    matched_share_count: live === 0 ? null : counts[0]! / live,
    matched_share_notional: notional === 0 ? null : matched / notional,
    median_dt_ms: medianWith(pairs, (l, b) => (fills.t[l]! - fills.t[b]!) / 1e3, loose.dt_ms),
    median_quantity_ratio: medianWith(pairs, ratioOf(fills), loose.quantity_ratio),
  }
}

/** Returns the median of live over backtest quantity of the direct pairs of evaluated days and of `others`; null for none. */
export function medianSizeRatio(
  fills: FillColumns,
  direct: DirectPairs,
  grid: DayGrid,
  others: Float64Array,
): number | null {
  return medianWith(evaluatedPairs(fills, direct, grid), ratioOf(fills), others)
}

type Pairs = Pick<DirectPairs, 'live' | 'backtest'>

function evaluatedPairs({ day }: FillColumns, { live, backtest }: DirectPairs, grid: DayGrid): Pairs {
  const kept = { live: new Int32Array(live.length), backtest: new Int32Array(live.length) }
  let count = 0
  for (let pair = 0; pair < live.length; pair++) {
    if (grid.evaluated[day[live[pair]!]! - grid.firstDay] !== 1) continue
    kept.live[count] = live[pair]!
    kept.backtest[count++] = backtest[pair]!
  }
  return { live: kept.live.subarray(0, count), backtest: kept.backtest.subarray(0, count) }
}

function ratioOf({ qty }: FillColumns): (live: number, backtest: number) => number {
  return (live, backtest) => (qty[backtest]! > 0 ? qty[live]! / qty[backtest]! : NaN)
}

/** The median of a value of each pair and of others, those that are NaN left out; null for none. */
function medianWith({ live, backtest }: Pairs, valueOf: (l: number, b: number) => number, others: Float64Array) {
  const values = new Float64Array(live.length + others.length)
  let count = 0
  for (let pair = 0; pair < live.length; pair++) {
    const value = valueOf(live[pair]!, backtest[pair]!)
    if (!Number.isNaN(value)) values[count++] = value
  }
  for (const value of others) if (!Number.isNaN(value)) values[count++] = value
  return medianInPlace(values.subarray(0, count))
}

function medianInPlace(values: Float64Array): number | null {
  if (values.length === 0) return null
  const middle = values.length >> 1
  const upper = selectRank(values, middle)
  if (values.length % 2 === 1) return upper
  return (values.subarray(0, middle).reduce((most, value) => Math.max(most, value), -Infinity) + upper) / 2
}
