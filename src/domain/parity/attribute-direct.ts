import type { AttributionMethod } from './attribution.ts'
import type { DayGrid } from './day-grid.ts'
import { backtestFee, BASIS, blankPair, liveFee, readPair, shareOut, type DirectPair } from './direct-pair.ts'
import type { DirectPairs } from './direct-pairs.ts'
import type { FillColumns } from './fill-columns.ts'
import { FEES, legShareOf, SIZING, SLIPPAGE, TIMING, type LegShare } from './leg-share.ts'

/** Direct pairs, and what attributing them needs. */
export interface DirectInput {
  readonly fills: FillColumns
  readonly pairs: DirectPairs
  readonly grid: DayGrid
  /** By cell of the grid: the mark of an evaluated day, NaN elsewhere. */
  readonly marks: Float64Array
  readonly method: AttributionMethod
  /** What backtest quantities and fees are multiplied by. */
  readonly scale: number
}

/** Causes a direct pair can have, in the order of {@link DirectSums.byDay}; `price` where timing and slippage are one. */
export const DIRECT_CAUSES = ['sizing', 'timing', 'slippage', 'fees', 'price'] as const
const COUNT = DIRECT_CAUSES.length

/** How much of the pairs of evaluated days must be read with care: fills without a fee or at a price of zero, pairs without mids at the fill. */
export interface CareCounts {
  unknownFees: number
  zeroPrices: number
  pricePairs: number
  sentPairs: number
}

/** What direct pairs come to by day and cell of the grid. */
export interface DirectSums {
  /** {@link DIRECT_CAUSES} of live minus backtest P&L of each day's fills, in money. */
  readonly byDay: Float64Array
  /** Live minus backtest position change of each cell by sizing, then by fees, in units; days before the evaluated ones included. */
  readonly positions: Float64Array
  /** What unknown fees of each day were taken for: live's, then the backtest's, in money. */
  readonly imputedFees: Float64Array
  readonly care: CareCounts
}

const PAIRS_A_STEP = 65_536

/**
 * Attributes direct pairs (1-parity section 6) and sums them: each side is one leg of the same day, so nothing is summed over
 * a schedule. Yields the share done.
 */
export function* sumDirectPairs(input: DirectInput): Generator<number, DirectSums> {
  const { grid, pairs, marks } = input
  const sums: DirectSums = {
    byDay: new Float64Array(grid.days * COUNT),
    positions: new Float64Array(marks.length * 2),
    imputedFees: new Float64Array(grid.days * 2),
    care: { unknownFees: 0, zeroPrices: 0, pricePairs: 0, sentPairs: 0 },
  }
  const share = legShareOf(input.method)
  for (let from = 0; from < pairs.live.length; from += PAIRS_A_STEP) {
    const to = Math.min(pairs.live.length, from + PAIRS_A_STEP)
    sumRange(input, from, to, share, sums)
    yield to / pairs.live.length
  }
  return sums
}

function sumRange(input: DirectInput, from: number, to: number, share: LegShare, sums: DirectSums): void {
  const { fills, pairs, grid, marks, scale } = input
  const pair = blankPair()
  const causes = new Float64Array(4)
  for (let place = from; place < to; place++) {
    const live = pairs.live[place]!
    const day = fills.day[live]! - grid.firstDay
    const cell = day * grid.instruments + fills.instrument[live]!
    readPair(fills, live, pairs.backtest[place]!, scale, pair)
    addPosition(sums, pair, day, cell)
    if (grid.evaluated[day] !== 1) continue
    shareOut(pair, marks[cell]!, share, causes)
    addCauses(sums.byDay, day * COUNT, pair, causes)
    addCare(sums.care, pair)
  }
}

function addPosition({ positions, imputedFees }: DirectSums, pair: DirectPair, day: number, cell: number): void {
  positions[2 * cell]! += pair.side * (pair.liveQty - pair.backtestQty)
  positions[2 * cell + 1]! += pair.backtestFeeBase - pair.liveFeeBase
  if (!pair.isLiveFeeKnown) imputedFees[2 * day]! += liveFee(pair)
  if (!pair.isBacktestFeeKnown) imputedFees[2 * day + 1]! += backtestFee(pair)
}

function addCauses(byDay: Float64Array, first: number, pair: DirectPair, causes: Float64Array): void {
  const isOne = pair.basis === BASIS.none
  byDay[first]! += causes[SIZING]!
  if (isOne) byDay[first + 4]! += causes[TIMING]!
  else byDay[first + 1]! += causes[TIMING]!
  byDay[first + 2]! += causes[SLIPPAGE]!
  byDay[first + 3]! += causes[FEES]!
}

function addCare(care: CareCounts, pair: DirectPair): void {
  if (!pair.isLiveFeeKnown) care.unknownFees++
  if (!pair.isBacktestFeeKnown) care.unknownFees++
  if (pair.livePrice === 0) care.zeroPrices++
  if (pair.backtestPrice === 0) care.zeroPrices++
  if (pair.basis === BASIS.sent) care.sentPairs++
  if (pair.basis === BASIS.none) care.pricePairs++
}
