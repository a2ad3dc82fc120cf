import type { Distribution } from '#shared/simulate/document.ts'
import { distributionOf } from './distribution.ts'

/**
 * Returns for each day the distribution over draws of the P&L of all days up to it, money: what a fan is drawn from. `pnl` is
 * draws x days, draw by draw. A draw's days are added before its place among the draws is taken: percentiles of days do not add up.
 */
export function cumulatedPnl(
  pnl: Float64Array,
  { days, draws }: { readonly days: number; readonly draws: number },
): (Distribution | null)[] {
  const sums = new Float64Array(draws)
  return Array.from({ length: days }, (_, day) => {
    for (let draw = 0; draw < draws; draw++) sums[draw]! += pnl[draw * days + day]!
    return distributionOf(sums)
  })
}
