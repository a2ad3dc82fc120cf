import jStat from 'jstat'
import { invariant } from '#shared/errors.ts'

/** Returns P(Z <= z) for a standard normal variable; relative error below 1e-10 down to z = -5, absolute below 1e-15 beyond. */
export function normalCdf(z: number): number {
  return jStat.normal.cdf(z, 0, 1)
}

/** Returns the z with P(Z <= z) = `probability` (strictly between 0 and 1) for a standard normal variable. */
export function normalQuantile(probability: number): number {
  invariant(probability > 0 && probability < 1, 'a quantile is asked for a probability between 0 and 1')
  return jStat.normal.inv(probability, 0, 1)
}
