import type { AttributionMethod } from './attribution.ts'
import type { DayGrid } from './day-grid.ts'
import { BASIS, basisOf, imputedFee, shareOut } from './direct-pair.ts'
import type { DirectPairs } from './direct-pairs.ts'
import type { FillColumns } from './fill-columns.ts'
import { FEES, legSharesOf, SIZING, SLIPPAGE, TIMING, type LegShares } from './leg-share.ts'

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
  const shares = legSharesOf(input.method)
  for (let from = 0; from < pairs.live.length; from += PAIRS_A_STEP) {
    const to = Math.min(pairs.live.length, from + PAIRS_A_STEP)
    sumRange(input, from, to, shares, sums)
    yield to / pairs.live.length
  }
  return sums
}

function sumRange(input: DirectInput, from: number, to: number, shares: LegShares, sums: DirectSums): void {
  const { fills, pairs, grid, marks, scale } = input
  const causes = new Float64Array(4)
  for (let place = from; place < to; place++) {
    const live = pairs.live[place]!
    const backtest = pairs.backtest[place]!
    const day = fills.day[live]! - grid.firstDay
    const cell = day * grid.instruments + fills.instrument[live]!
    addPosition(fills, live, backtest, scale, cell, sums.positions)
    addImputed(fills, live, backtest, scale, day, sums.imputedFees)
    if (grid.evaluated[day] !== 1) continue
    const basis = basisOf(fills, live, backtest)
    shareOut(fills, live, backtest, scale, marks[cell]!, shares, causes)
    addCauses(sums.byDay, day * COUNT, basis === BASIS.none, causes)
    addCare(fills, live, backtest, basis, sums.care)
  }
}

function addPosition(
  { side, qty, feeBase }: FillColumns,
  live: number,
  backtest: number,
  scale: number,
  cell: number,
  positions: Float64Array,
): void {
  positions[2 * cell]! += side[live]! * (qty[live]! - qty[backtest]! * scale)
  positions[2 * cell + 1]! += feeBase[backtest]! * scale - feeBase[live]!
}

function addImputed(
  fills: FillColumns,
  live: number,
  backtest: number,
  scale: number,
  day: number,
  imputedFees: Float64Array,
): void {
  if (Number.isNaN(fills.fee[live]!)) imputedFees[2 * day]! += imputedFee(fills, live, backtest)
  if (Number.isNaN(fills.fee[backtest]!)) imputedFees[2 * day + 1]! += scale * imputedFee(fills, backtest, live)
}

function addCauses(byDay: Float64Array, first: number, isOne: boolean, causes: Float64Array): void {
  byDay[first]! += causes[SIZING]!
  if (isOne) byDay[first + 4]! += causes[TIMING]!
  else byDay[first + 1]! += causes[TIMING]!
  byDay[first + 2]! += causes[SLIPPAGE]!
  byDay[first + 3]! += causes[FEES]!
}

function addCare({ fee, price }: FillColumns, live: number, backtest: number, basis: number, care: CareCounts): void {
  if (Number.isNaN(fee[live]!)) care.unknownFees++
  if (Number.isNaN(fee[backtest]!)) care.unknownFees++
  if (price[live] === 0) care.zeroPrices++
  if (price[backtest] === 0) care.zeroPrices++
  if (basis === BASIS.sent) care.sentPairs++
  if (basis === BASIS.none) care.pricePairs++
}
