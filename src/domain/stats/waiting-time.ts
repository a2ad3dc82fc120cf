import { gammaQuantile } from './beta-gamma.ts'

/** P10, P50 and P90 of a waiting time, in the unit of the exposure. */
export interface WaitingQuantiles {
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

/**
 * Returns how long `missing` more events take when they arrive as a Poisson process at the rate seen (`seen` events in
 * `exposure`): the time of the missing-th event is Gamma(missing, rate). Zeros when none is missing, null while no rate
 * is known. Uncertainty of the rate itself is not included.
 */
export function waitForEvents(missing: number, seen: number, exposure: number): WaitingQuantiles | null {
  if (missing <= 0) return { p10: 0, p50: 0, p90: 0 }
  if (seen <= 0 || exposure <= 0) return null
  const at = (p: number) => gammaQuantile(p, missing, seen / exposure)
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}
