import type { AttributionMethod } from './attribution.ts'

/** Places of the four causes in the sums of {@link LegShare}. */
export const SIZING = 0
export const TIMING = 1
export const SLIPPAGE = 2
export const FEES = 3

/**
 * Adds to `sums` (by the places above, in money) what one leg of a matched pair is of each cause. A leg's P&L per unit of the
 * pair's quantity is gain - rate * unit: gain before fees and unit, what a fee rate is charged on, by whose deviation they
 * have; rate by whose it is. A leg of the live schedule counts where timing is live's, one of the backtest's where it is not.
 */
export type LegShare = (
  isLive: boolean,
  liveQty: number,
  backtestQty: number,
  liveGain: number,
  backtestGain: number,
  liveUnit: number,
  backtestUnit: number,
  liveRate: number,
  backtestRate: number,
  sums: Float64Array,
) => void

/** Returns the share of a leg by the method asked for. */
export function legShareOf(method: AttributionMethod): LegShare {
  return method === 'ladder' ? ladderShare : shapleyShare
}

/** The Shapley value: the sums over the 16 coalitions (weights 1/4, 1/12, 1/12, 1/4), gathered by gain, unit and rate. */
const shapleyShare: LegShare = (isLive, l, b, gainL, gainB, unitL, unitB, rateL, rateB, sums) => {
  const gains = gainL + gainB - ((rateL + rateB) / 2) * (unitL + unitB)
  const netL = gainL - rateL * unitL
  const netB = gainB - rateB * unitB
  const timing = ((l + b) * gains + l * netL + b * netB) / 6
  sums[SIZING]! += ((l - b) * (gains + (isLive ? netL : netB))) / 6
  sums[TIMING]! += isLive ? timing : -timing
  const dGain = gainL - gainB
  const dUnit = unitL - unitB
  const dRate = rateB - rateL
  if (isLive) {
    sums[SLIPPAGE]! += (2 * (b + 2 * l) * dGain - ((b + l) * rateB + (b + 3 * l) * rateL) * dUnit) / 12
    sums[FEES]! += (dRate * ((b + l) * unitB + (b + 3 * l) * unitL)) / 12
  } else {
    sums[SLIPPAGE]! += (2 * (2 * b + l) * dGain - ((3 * b + l) * rateB + (b + l) * rateL) * dUnit) / 12
    sums[FEES]! += (dRate * ((3 * b + l) * unitB + (b + l) * unitL)) / 12
  }
}

/** One rung after the other: backtest -> sizing -> timing -> slippage -> fees. */
const ladderShare: LegShare = (isLive, l, b, gainL, gainB, unitL, unitB, rateL, rateB, sums) => {
  const netB = gainB - rateB * unitB
  if (isLive) {
    sums[TIMING]! += l * netB
    sums[SLIPPAGE]! += l * (gainL - gainB - rateB * (unitL - unitB))
    sums[FEES]! += l * (rateB - rateL) * unitL
  } else {
    sums[SIZING]! += (l - b) * netB
    sums[TIMING]! -= l * netB
  }
}
