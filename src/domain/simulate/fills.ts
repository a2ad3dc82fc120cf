/** What sets the mean filled share of a limit order. */
export interface LimitFillInput {
  readonly spreadBps: number
  readonly volume: number
}

/** Parameters of limit fills, named as in the scenario file. */
export interface LimitFillParams {
  readonly limit_fill: number
  readonly fill_spread_a: number
  readonly fill_volume_b: number
  readonly spread_ref_bps: number
  readonly volume_ref: number
  readonly stress_fill: number
  readonly stress_level: number
}

/**
 * Returns the mean filled share of a limit order: limit_fill * clip(1 - a (spread / spread_ref - 1)) * clip((V / V_ref)^b)
 * * (1 - stress_fill u), both clipped to [0, 1]; V in quote currency a day.
 */
export function limitFillMean({ spreadBps, volume }: LimitFillInput, params: LimitFillParams): number {
  return limitFillAt(spreadBps, volumeFillFactor(volume, params.volume_ref, params.fill_volume_b), params)
}

/** Returns clip((V / V_ref)^b), the factor of a limit order's filled share that its instrument's volume gives. */
export function volumeFillFactor(volume: number, reference: number, power: number): number {
  return volume >= reference ? 1 : clip((volume / reference) ** power)
}

/** Returns {@link limitFillMean} of a volume factor known already. */
export function limitFillAt(
  spreadBps: number,
  volumeFactor: number,
  params: Omit<LimitFillParams, 'fill_volume_b' | 'volume_ref'>,
): number {
  const wide = clip(1 - params.fill_spread_a * (spreadBps / params.spread_ref_bps - 1))
  return params.limit_fill * wide * volumeFactor * (1 - params.stress_fill * params.stress_level)
}

/** Returns the beta distribution's shapes for a mean and a concentration: alpha = mean * k, beta = (1 - mean) * k; its variance is mean (1 - mean) / (k + 1). */
export function betaShapes(mean: number, concentration: number): { alpha: number; beta: number } {
  return { alpha: mean * concentration, beta: (1 - mean) * concentration }
}

/**
 * Returns the opportunity cost of what was not filled, (Q - filled) * s * (mark - mid) * c: what the rest would have earned
 * by the day's mark (positive) or lost. Perold (1988), The Implementation Shortfall.
 */
export function opportunityCost(order: {
  side: number
  quantity: number
  filled: number
  mid: number
  mark: number
  multiplier: number
}): number {
  return (order.quantity - order.filled) * order.side * (order.mark - order.mid) * order.multiplier
}

/** Returns x limited to [0, 1]. */
function clip(x: number): number {
  return Math.min(1, Math.max(0, x))
}
