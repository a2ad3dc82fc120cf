import jStat from 'jstat'
import { betaShapes } from './fills.ts'
import type { QuantileFunction } from './latency.ts'

/** Returns the quantile function of the beta distribution with a mean in [0, 1] and a concentration; constant for a mean of 0 or 1. */
export function betaQuantile(mean: number, concentration: number): QuantileFunction {
  if (mean <= 0) return () => 0
  if (mean >= 1) return () => 1
  const { alpha, beta } = betaShapes(mean, concentration)
  return (u) => jStat.beta.inv(u, alpha, beta)
}
