import type { AttributionMethod } from './attribution.ts'

/** Places of the four causes in the sums of {@link LegShare}. */
export const SIZING = 0
export const TIMING = 1
export const SLIPPAGE = 2
export const FEES = 3

/**
 * Adds to `sums` (by the places above, in money) what one leg of a matched pair is of each cause. A leg's P&L per unit of the
 * pair's quantity is gain - rate * unit: gain before fees and unit, what a fee rate is charged on, by whose deviation they
 * have; rate by whose it is.
 */
export type LegShare = (
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

/** The share of a leg of live's schedule, which counts where timing is live's, and of one of the backtest's, which counts where it is not. */
export interface LegShares {
  readonly live: LegShare
  readonly backtest: LegShare
}

/** Returns the shares of legs by the method asked for. */
export function legSharesOf(method: AttributionMethod): LegShares {
  return method === 'ladder' ? LADDER : SHAPLEY
}

/** The Shapley value: the sums over the 16 coalitions (weights 1/4, 1/12, 1/12, 1/4), gathered by gain, unit and rate. */
const SHAPLEY: LegShares = {
  live: (l, b, gainL, gainB, unitL, unitB, rateL, rateB, sums) => {
    const gains = gainL + gainB - ((rateL + rateB) / 2) * (unitL + unitB)
    const netL = gainL - rateL * unitL
    const netB = gainB - rateB * unitB
    const crossed = ((b + l) * rateB + (b + 3 * l) * rateL) * (unitL - unitB)
    sums[SIZING]! += ((l - b) * (gains + netL)) / 6
    sums[TIMING]! += ((l + b) * gains + l * netL + b * netB) / 6
    sums[SLIPPAGE]! += (2 * (b + 2 * l) * (gainL - gainB) - crossed) / 12
    sums[FEES]! += ((rateB - rateL) * ((b + l) * unitB + (b + 3 * l) * unitL)) / 12
  },
  backtest: (l, b, gainL, gainB, unitL, unitB, rateL, rateB, sums) => {
    const gains = gainL + gainB - ((rateL + rateB) / 2) * (unitL + unitB)
    const netL = gainL - rateL * unitL
    const netB = gainB - rateB * unitB
    const crossed = ((3 * b + l) * rateB + (b + l) * rateL) * (unitL - unitB)
    sums[SIZING]! += ((l - b) * (gains + netB)) / 6
    sums[TIMING]! -= ((l + b) * gains + l * netL + b * netB) / 6
    sums[SLIPPAGE]! += (2 * (2 * b + l) * (gainL - gainB) - crossed) / 12
    sums[FEES]! += ((rateB - rateL) * ((3 * b + l) * unitB + (b + l) * unitL)) / 12
  },
}

/** One rung after the other: backtest -> sizing -> timing -> slippage -> fees. */
const LADDER: LegShares = {
  live: (l, _b, gainL, gainB, unitL, unitB, rateL, rateB, sums) => {
    sums[TIMING]! += l * (gainB - rateB * unitB)
    sums[SLIPPAGE]! += l * (gainL - gainB - rateB * (unitL - unitB))
    sums[FEES]! += l * (rateB - rateL) * unitL
  },
  backtest: (l, b, _gainL, gainB, _unitL, unitB, _rateL, rateB, sums) => {
    const net = gainB - rateB * unitB
    sums[SIZING]! += (l - b) * net
    sums[TIMING]! -= l * net
  },
}
