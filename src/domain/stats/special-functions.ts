/// <reference path="./jstat.d.ts" />
import library from 'jstat'

const { jStat } = library

/** Returns P(Z <= z) of the standard normal. */
export function normalCdf(z: number): number {
  return jStat.normal.cdf(z, 0, 1)
}

/** Returns the p-quantile of the standard normal, 0 < p < 1. */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1)
}

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
