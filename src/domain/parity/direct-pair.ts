import type { FillColumns } from './fill-columns.ts'
import { FEES, TIMING, SIZING, SLIPPAGE, type LegShare } from './leg-share.ts'

/** Which mids both sides of a pair are priced against: those at the fill, those when the order was sent, or none. */
export const BASIS = { fill: 0, sent: 1, none: 2 } as const

/** One direct pair as the attribution reads it; backtest quantities and fees are scaled. One object is filled again and again. */
export interface DirectPair {
  side: number
  liveQty: number
  backtestQty: number
  livePrice: number
  backtestPrice: number
  /** Units of the base currency that fees took. */
  liveFeeBase: number
  backtestFeeBase: number
  /** Fee rates are per unit of quantity, because a price is zero; else per notional. */
  isPerUnit: boolean
  liveRate: number
  backtestRate: number
  isLiveFeeKnown: boolean
  isBacktestFeeKnown: boolean
  basis: number
  /** Live's deviation from its mid less the backtest's, in price; 0 without mids. */
  deviationGap: number
}

/** Returns a pair to be filled by {@link readPair}. Its numbers are fractions from the start, so that they are stored as such in a loop over millions. */
export function blankPair(): DirectPair {
  return {
    ...{ side: 1, liveQty: 0.5, backtestQty: 0.5, livePrice: 0.5, backtestPrice: 0.5 },
    ...{ liveFeeBase: 0.5, backtestFeeBase: 0.5, isPerUnit: false, liveRate: 0.5, backtestRate: 0.5 },
    ...{ isLiveFeeKnown: true, isBacktestFeeKnown: true, basis: BASIS.fill, deviationGap: 0.5 },
  }
}

/** Reads the pair of the fills `live` and `backtest`. An unknown fee has the other side's rate, 0 where neither is known. */
export function readPair(fills: FillColumns, live: number, backtest: number, scale: number, pair: DirectPair): void {
  pair.side = fills.side[live]!
  pair.liveQty = fills.qty[live]!
  pair.backtestQty = fills.qty[backtest]! * scale
  pair.livePrice = fills.price[live]!
  pair.backtestPrice = fills.price[backtest]!
  pair.liveFeeBase = fills.feeBase[live]!
  pair.backtestFeeBase = fills.feeBase[backtest]! * scale
  pair.isPerUnit = pair.livePrice === 0 || pair.backtestPrice === 0
  const liveRate = fills.fee[live]! / (pair.liveQty * unitOf(pair.livePrice, pair.isPerUnit))
  const backtestRate = (fills.fee[backtest]! * scale) / (pair.backtestQty * unitOf(pair.backtestPrice, pair.isPerUnit))
  pair.isLiveFeeKnown = !Number.isNaN(liveRate)
  pair.isBacktestFeeKnown = !Number.isNaN(backtestRate)
  pair.liveRate = pair.isLiveFeeKnown ? liveRate : pair.isBacktestFeeKnown ? backtestRate : 0
  pair.backtestRate = pair.isBacktestFeeKnown ? backtestRate : pair.liveRate
  readDeviations(fills, live, backtest, pair)
}

function readDeviations(fills: FillColumns, live: number, backtest: number, pair: DirectPair): void {
  const priceGap = pair.livePrice - pair.backtestPrice
  const midGap = fills.mid[live]! - fills.mid[backtest]!
  const sentGap = fills.arrivalMid[live]! - fills.arrivalMid[backtest]!
  if (!Number.isNaN(midGap)) {
    pair.basis = BASIS.fill
    pair.deviationGap = priceGap - midGap
  } else if (!Number.isNaN(sentGap)) {
    pair.basis = BASIS.sent
    pair.deviationGap = priceGap - sentGap
  } else {
    pair.basis = BASIS.none
    pair.deviationGap = 0
  }
}

/** Returns live's fee of a pair by its rate, in money. */
export function liveFee(pair: DirectPair): number {
  return pair.liveRate * pair.liveQty * unitOf(pair.livePrice, pair.isPerUnit)
}

/** Returns the backtest's fee of a pair by its rate, in money. */
export function backtestFee(pair: DirectPair): number {
  return pair.backtestRate * pair.backtestQty * unitOf(pair.backtestPrice, pair.isPerUnit)
}

/** Puts the causes of a pair's P&L difference on the day of its fills into `causes`, by the places of leg-share; fees taken from the position go with fees. */
export function shareOut(pair: DirectPair, mark: number, share: LegShare, causes: Float64Array): void {
  const { side, liveQty, backtestQty, livePrice, backtestPrice, isPerUnit, liveRate, backtestRate } = pair
  const liveCrossed = livePrice - pair.deviationGap
  const backtestCrossed = backtestPrice + pair.deviationGap
  causes[SIZING] = causes[TIMING] = causes[SLIPPAGE] = 0
  causes[FEES] = pair.backtestFeeBase * (mark - backtestPrice) - pair.liveFeeBase * (mark - livePrice)
  share(
    true,
    liveQty,
    backtestQty,
    side * (mark - livePrice),
    side * (mark - liveCrossed),
    unitOf(livePrice, isPerUnit),
    unitOf(liveCrossed, isPerUnit),
    liveRate,
    backtestRate,
    causes,
  )
  share(
    false,
    liveQty,
    backtestQty,
    side * (mark - backtestCrossed),
    side * (mark - backtestPrice),
    unitOf(backtestCrossed, isPerUnit),
    unitOf(backtestPrice, isPerUnit),
    liveRate,
    backtestRate,
    causes,
  )
}

function unitOf(price: number, isPerUnit: boolean): number {
  return isPerUnit ? 1 : Math.abs(price)
}
