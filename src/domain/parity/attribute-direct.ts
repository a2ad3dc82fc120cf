import type { AttributionMethod } from './attribution.ts'
import type { DayGrid } from './day-grid.ts'
import { backtestFee, BASIS, blankPair, liveFee, readPair, shareOut, type DirectPair } from './direct-pair.ts'
import type { DirectPairs } from './direct-pairs.ts'
import type { FillColumns } from './fill-columns.ts'
import { FEES, legShareOf, SIZING, SLIPPAGE, TIMING, type LegShare } from './leg-share.ts'

/** Causes a direct pair can have, in the order of {@link DirectAttribution.byDay}; `price` where timing and slippage are one. */
export const DIRECT_CAUSES = ['sizing', 'timing', 'slippage', 'fees', 'price'] as const
const COUNT = DIRECT_CAUSES.length

/** Direct pairs of evaluated days, one place each in all columns: live minus backtest P&L of the pair's day by cause, in money. */
export interface DirectCauses {
  /** Rows of the fills in the database; live's is the id of the pair. */
  readonly pair_id: Uint32Array<ArrayBuffer>
  readonly backtest_row: Uint32Array<ArrayBuffer>
  /** Days since 1970-01-01. */
  readonly day: Int32Array<ArrayBuffer>
  readonly instrument: Uint32Array<ArrayBuffer>
  readonly side: Int8Array<ArrayBuffer>
  /** UTC microseconds of the live fill. */
  readonly live_t: Float64Array<ArrayBuffer>
  /** Of the larger side. */
  readonly notional: Float64Array<ArrayBuffer>
  readonly sizing: Float64Array<ArrayBuffer>
  readonly timing: Float64Array<ArrayBuffer>
  readonly slippage: Float64Array<ArrayBuffer>
  readonly fees: Float64Array<ArrayBuffer>
  readonly price: Float64Array<ArrayBuffer>
}

/** How much of the pairs of evaluated days must be read with care: fills without a fee or at a price of zero, pairs without mids at the fill. */
export interface CareCounts {
  unknownFees: number
  zeroPrices: number
  pricePairs: number
  sentPairs: number
}

/** The direct pairs attributed, and their sums by day and cell of the grid. */
export interface DirectAttribution {
  readonly causes: DirectCauses
  /** {@link DIRECT_CAUSES} of each day, in money. */
  readonly byDay: Float64Array
  /** Live minus backtest position change of each cell by sizing, then by fees, in units; days before the evaluated ones included. */
  readonly positions: Float64Array
  /** What unknown fees of each day were taken for: live's, then the backtest's, in money. */
  readonly imputedFees: Float64Array
  readonly care: CareCounts
}

/** Where pairs are summed: the days and instruments, and by cell of the grid the mark of an evaluated day (NaN: none needed). */
export interface Marks {
  readonly grid: DayGrid
  readonly price: Float64Array
}

/** The method of splitting, and what backtest quantities and fees are multiplied by. */
export interface AttributionChoice {
  readonly method: AttributionMethod
  readonly scale: number
}

const PAIRS_A_STEP = 65_536

/**
 * Attributes direct pairs (1-parity section 6): each side is one leg of the same day, so nothing is summed over a schedule.
 * Yields the share done.
 */
export function* attributeDirectPairs(
  fills: FillColumns,
  pairs: DirectPairs,
  marks: Marks,
  { method, scale }: AttributionChoice,
): Generator<number, DirectAttribution> {
  const count = pairs.live.length
  const into = emptyAttribution(count, marks)
  const share = legShareOf(method)
  let kept = 0
  for (let from = 0; from < count; from += PAIRS_A_STEP) {
    const to = Math.min(count, from + PAIRS_A_STEP)
    kept = attributeRange(fills, pairs, [from, to], marks, scale, share, into, kept)
    yield to / count
  }
  return { ...into, causes: firstPlaces(into.causes, kept) }
}

/** Attributes the pairs of a range; `kept` places of the causes are taken before, and those taken after are returned. */
function attributeRange(
  fills: FillColumns,
  pairs: DirectPairs,
  [from, to]: readonly [number, number],
  marks: Marks,
  scale: number,
  share: LegShare,
  into: DirectAttribution,
  kept: number,
): number {
  const pair = blankPair()
  const causes = new Float64Array(4)
  let place = kept
  for (let index = from; index < to; index++) {
    const live = pairs.live[index]!
    const backtest = pairs.backtest[index]!
    const day = fills.day[live]! - marks.grid.firstDay
    const cell = day * marks.grid.instruments + fills.instrument[live]!
    readPair(fills, live, backtest, scale, pair)
    addPosition(into, pair, day, cell)
    if (marks.grid.evaluated[day] !== 1) continue
    shareOut(pair, marks.price[cell]!, share, causes)
    addCare(into.care, pair)
    addCauses(into, pair, day, causes, place)
    nameFills(into.causes, fills, live, backtest, place++)
  }
  return place
}

function emptyAttribution(count: number, marks: Marks): DirectAttribution {
  const column = () => new Float64Array(count)
  return {
    causes: {
      ...{ pair_id: new Uint32Array(count), backtest_row: new Uint32Array(count), day: new Int32Array(count) },
      ...{ instrument: new Uint32Array(count), side: new Int8Array(count), live_t: column() },
      ...{
        notional: column(),
        sizing: column(),
        timing: column(),
        slippage: column(),
        fees: column(),
        price: column(),
      },
    },
    byDay: new Float64Array(marks.grid.days * COUNT),
    positions: new Float64Array(marks.price.length * 2),
    imputedFees: new Float64Array(marks.grid.days * 2),
    care: { unknownFees: 0, zeroPrices: 0, pricePairs: 0, sentPairs: 0 },
  }
}

function addPosition({ positions, imputedFees }: DirectAttribution, pair: DirectPair, day: number, cell: number): void {
  positions[2 * cell]! += pair.side * (pair.liveQty - pair.backtestQty)
  positions[2 * cell + 1]! += pair.backtestFeeBase - pair.liveFeeBase
  if (!pair.isLiveFeeKnown) imputedFees[2 * day]! += liveFee(pair)
  if (!pair.isBacktestFeeKnown) imputedFees[2 * day + 1]! += backtestFee(pair)
}

function addCare(care: CareCounts, pair: DirectPair): void {
  if (!pair.isLiveFeeKnown) care.unknownFees++
  if (!pair.isBacktestFeeKnown) care.unknownFees++
  if (pair.livePrice === 0) care.zeroPrices++
  if (pair.backtestPrice === 0) care.zeroPrices++
  if (pair.basis === BASIS.sent) care.sentPairs++
  if (pair.basis === BASIS.none) care.pricePairs++
}

function addCauses(into: DirectAttribution, pair: DirectPair, day: number, causes: Float64Array, place: number): void {
  const { byDay, causes: columns } = into
  const first = day * COUNT
  const isOne = pair.basis === BASIS.none
  byDay[first]! += columns.sizing[place] = causes[SIZING]!
  byDay[first + 1]! += columns.timing[place] = isOne ? 0 : causes[TIMING]!
  byDay[first + 2]! += columns.slippage[place] = causes[SLIPPAGE]!
  byDay[first + 3]! += columns.fees[place] = causes[FEES]!
  byDay[first + 4]! += columns.price[place] = isOne ? causes[TIMING]! : 0
  columns.notional[place] = Math.max(liveNotional(pair), backtestNotional(pair))
}

function nameFills(causes: DirectCauses, fills: FillColumns, live: number, backtest: number, place: number): void {
  causes.pair_id[place] = fills.row[live]!
  causes.backtest_row[place] = fills.row[backtest]!
  causes.day[place] = fills.day[live]!
  causes.instrument[place] = fills.instrument[live]!
  causes.side[place] = fills.side[live]!
  causes.live_t[place] = fills.t[live]!
}

function liveNotional(pair: DirectPair): number {
  return pair.liveQty * Math.abs(pair.livePrice)
}

function backtestNotional(pair: DirectPair): number {
  return pair.backtestQty * Math.abs(pair.backtestPrice)
}

function firstPlaces(causes: DirectCauses, count: number): DirectCauses {
  const first = <Column extends DirectCauses[keyof DirectCauses]>(column: Column) => column.subarray(0, count) as Column
  return {
    ...{ pair_id: first(causes.pair_id), backtest_row: first(causes.backtest_row), day: first(causes.day) },
    ...{ instrument: first(causes.instrument), side: first(causes.side), live_t: first(causes.live_t) },
    ...{ notional: first(causes.notional), sizing: first(causes.sizing), timing: first(causes.timing) },
    ...{ slippage: first(causes.slippage), fees: first(causes.fees), price: first(causes.price) },
  }
}
