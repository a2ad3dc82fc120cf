import type { FeeSchedule } from '#shared/simulate/scenario.ts'

/** Rates of one fill: bps of notional for each liquidity. */
export interface FeeRates {
  readonly makerBps: number
  readonly takerBps: number
}

/** Returns the rates at a trailing volume: those of the tier with the highest `from` not above it; the lowest tier's below every `from`. Tiers may be in any order. */
export function ratesAt(schedule: FeeSchedule, trailingVolume: number): FeeRates {
  const tiers = schedule.tiers.toSorted((a, b) => a.from - b.from)
  const tier = tiers.findLast(({ from }) => from <= trailingVolume) ?? tiers[0]!
  return { makerBps: tier.maker_bps, takerBps: tier.taker_bps }
}

/**
 * Returns the fee of a fill in money: clamp(per_fill + per_unit * quantity + rate * notional, minimum, maximum_bps of
 * notional); the maximum wins over the minimum; negative is a rebate, which no minimum raises above per_fill when none is
 * set; 0 for an empty fill.
 */
export function feeOf(schedule: FeeSchedule, rateBps: number, quantity: number, notional: number): number {
  if (quantity === 0) return 0
  const plain = schedule.per_fill + schedule.per_unit * quantity + rateBps * 1e-4 * notional
  const least = schedule.minimum === null ? plain : Math.max(plain, schedule.minimum)
  return schedule.maximum_bps === null ? least : Math.min(least, schedule.maximum_bps * 1e-4 * notional)
}

/**
 * Returns for each fill the notional traded in [t - window, t), strictly before it, so fills of one instant do not count
 * for each other. `timeMs` may be in any order; both arrays have one entry per fill.
 */
export function trailingVolumes(timeMs: Float64Array, notional: Float64Array, windowMs: number): Float64Array {
  const order = Array.from(timeMs.keys()).sort((a, b) => timeMs[a]! - timeMs[b]! || a - b)
  const result = new Float64Array(timeMs.length)
  let volume = 0
  let added = 0
  let dropped = 0
  for (const index of order) {
    const now = timeMs[index]!
    for (; timeMs[order[added]!]! < now; added++) volume += notional[order[added]!]!
    for (; timeMs[order[dropped]!]! < now - windowMs; dropped++) volume -= notional[order[dropped]!]!
    result[index] = dropped === added ? 0 : volume
  }
  return result
}
