import jStat from 'jstat'

/** Returns the p-quantile of Beta(a, b). */
export function betaQuantile(p: number, a: number, b: number): number {
  return jStat.beta.inv(p, a, b)
}

/** Returns the p-quantile of a Gamma with this shape and rate (mean shape / rate). */
export function gammaQuantile(p: number, shape: number, rate: number): number {
  return jStat.gamma.inv(p, shape, 1 / rate)
}

/** Returns log B(a, b). */
export function logBeta(a: number, b: number): number {
  return jStat.betaln(a, b)
}
