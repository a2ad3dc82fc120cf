import { roundTo } from './instruments.ts'
import type { Side } from './records.ts'

/** Decimals fees are charged and printed to. */
export const FEE_DIGITS = 6

/** Returns the fee of a fill, positive = charged: rate in bps times notional, rounded to {@link FEE_DIGITS}. */
export function chargeFee(rateBps: number, qty: number, price: number): number {
  return roundTo((rateBps / 1e4) * qty * price, FEE_DIGITS)
}

/** Returns `mid` moved against `side` by `slippageBps`, on the tick grid. */
export function worsenPrice(mid: number, side: Side, slippageBps: number, digits: number): number {
  return roundTo(mid * (1 + (side * slippageBps) / 1e4), digits)
}
