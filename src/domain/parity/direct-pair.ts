import type { FillColumns } from './fill-columns.ts'
import { FEES, SIZING, SLIPPAGE, TIMING, type LegShares } from './leg-share.ts'

/** Which mids both sides of a pair are priced against: those at the fill, those when the order was sent, or none. */
export const BASIS = { fill: 0, sent: 1, none: 2 } as const

/** Returns the basis of the pair of the fills `live` and `backtest`. */
export function basisOf({ mid, arrivalMid }: FillColumns, live: number, backtest: number): number {
  if (!Number.isNaN(mid[live]! + mid[backtest]!)) return BASIS.fill
  return Number.isNaN(arrivalMid[live]! + arrivalMid[backtest]!) ? BASIS.none : BASIS.sent
}

/** Returns live's deviation from its mid less the backtest's from its own, in price; 0 where a side has no mid. */
function deviationGap({ price, mid, arrivalMid }: FillColumns, live: number, backtest: number): number {
  const gap = price[live]! - price[backtest]!
  const atFill = mid[live]! - mid[backtest]!
  if (!Number.isNaN(atFill)) return gap - atFill
  const whenSent = arrivalMid[live]! - arrivalMid[backtest]!
  return Number.isNaN(whenSent) ? 0 : gap - whenSent
}

/**
 * Puts the causes of a pair's P&L difference on the day of its fills into `causes`, in money, by the places of leg-share.
 * Backtest quantities and fees are times `scale`. Fee rates are per notional, or per unit where a price is zero; an unknown one
 * is the other side's, 0 where neither is known. Fees taken from the position go with fees.
 */
export function shareOut(
  fills: FillColumns,
  live: number,
  backtest: number,
  scale: number,
  mark: number,
  shares: LegShares,
  causes: Float64Array,
): void {
  const { price, qty, fee, feeBase } = fills
  const side = fills.side[live]!
  const livePrice = price[live]!
  const backtestPrice = price[backtest]!
  const gap = deviationGap(fills, live, backtest)
  const liveCrossed = livePrice - gap
  const backtestCrossed = backtestPrice + gap
  const isPerUnit = livePrice === 0 || backtestPrice === 0
  const liveUnit = isPerUnit ? 1 : Math.abs(livePrice)
  const backtestUnit = isPerUnit ? 1 : Math.abs(backtestPrice)
  const liveCrossedUnit = isPerUnit ? 1 : Math.abs(liveCrossed)
  const backtestCrossedUnit = isPerUnit ? 1 : Math.abs(backtestCrossed)
  const liveQty = qty[live]!
  const backtestQty = qty[backtest]! * scale
  const liveKnown = fee[live]! / (liveQty * liveUnit)
  const backtestKnown = (fee[backtest]! * scale) / (backtestQty * backtestUnit)
  const liveRate = firstKnown(liveKnown, backtestKnown)
  const backtestRate = firstKnown(backtestKnown, liveKnown)
  const liveGain = side * (mark - livePrice)
  const backtestGain = side * (mark - backtestPrice)
  const liveCrossedGain = side * (mark - liveCrossed)
  const backtestCrossedGain = side * (mark - backtestCrossed)
  causes[SIZING] = causes[TIMING] = causes[SLIPPAGE] = 0
  causes[FEES] = feeBase[backtest]! * scale * (mark - backtestPrice) - feeBase[live]! * (mark - livePrice)
  shares.live(
    liveQty,
    backtestQty,
    liveGain,
    liveCrossedGain,
    liveUnit,
    liveCrossedUnit,
    liveRate,
    backtestRate,
    causes,
  )
  shares.backtest(
    liveQty,
    backtestQty,
    backtestCrossedGain,
    backtestGain,
    backtestCrossedUnit,
    backtestUnit,
    liveRate,
    backtestRate,
    causes,
  )
}

/** Returns what the unknown fee of one fill of a pair is taken for, in money: the rate of the other's, 0 where that is unknown too; unscaled. */
export function imputedFee({ price, qty, fee }: FillColumns, unknown: number, other: number): number {
  const isPerUnit = price[unknown] === 0 || price[other] === 0
  const unitOf = (fill: number) => (isPerUnit ? 1 : Math.abs(price[fill]!))
  const rate = firstKnown(fee[other]! / (qty[other]! * unitOf(other)), 0)
  return rate * qty[unknown]! * unitOf(unknown)
}

function firstKnown(one: number, other: number): number {
  if (!Number.isNaN(one)) return one
  return Number.isNaN(other) ? 0 : other
}
