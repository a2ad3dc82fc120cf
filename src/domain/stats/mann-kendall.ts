import { lagOneAutocorrelation } from './moments.ts'
import { normalCdf } from './normal.ts'
import { theilSen } from './theil-sen.ts'

/** One dated value; `time` in any one unit. */
export interface TimedValue {
  readonly time: number
  readonly value: number
}

/** Mann-Kendall's test: S, its variance (ties and serial correlation corrected), Z with continuity correction, two-sided p. */
export interface MannKendall {
  readonly s: number
  readonly variance: number
  /** n / n*: how much lag-1 correlation inflates the variance; 1 without correction. */
  readonly inflation: number
  readonly z: number
  readonly p: number
}

/**
 * Tests for a monotonic trend: S = sum over i < j of sign(x_j - x_i), Var S = (n(n-1)(2n+5) - sum t(t-1)(2t+5)) / 18,
 * Z = (S -+ 1) / sqrt(Var S). Points in order of time. With `lag1`, Var S is multiplied by n / n* of the lag-1
 * autocorrelation of the series less its Theil-Sen trend. Null below 3 points or when all values are equal.
 * Mann (1945), Kendall (1975), Yue & Wang (2004).
 */
export function mannKendall(points: readonly TimedValue[], options: { readonly lag1: boolean }): MannKendall | null {
  const values = points.map(({ value }) => value)
  const n = values.length
  const plain = varianceOfS(values)
  if (n < 3 || plain === 0) return null
  const s = sumOfSigns(values)
  const inflation = options.lag1 ? varianceInflation(lagOneAutocorrelation(detrend(points)) ?? 0, n) : 1
  const variance = plain * inflation
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance)
  return { s, variance, inflation, z, p: Math.min(1, 2 * normalCdf(-Math.abs(z))) }
}

/**
 * Returns n / n* of a first-order autoregressive series: 1 + 2 (r^(n+1) - n r^2 + (n-1) r) / (n (r-1)^2).
 * Matalas & Langbein (1962), as used by Yue & Wang (2004). Correlations below zero are taken as zero: a negative one would make the test less careful.
 */
export function varianceInflation(r: number, n: number): number {
  const bounded = Math.min(Math.max(r, 0), 0.99)
  return 1 + (2 * (bounded ** (n + 1) - n * bounded ** 2 + (n - 1) * bounded)) / (n * (bounded - 1) ** 2)
}

function sumOfSigns(values: readonly number[]): number {
  let s = 0
  values.forEach((earlier, i) => {
    for (let j = i + 1; j < values.length; j++) s += Math.sign((values[j] ?? 0) - earlier)
  })
  return s
}

function varianceOfS(values: readonly number[]): number {
  const n = values.length
  const groups = new Map<number, number>()
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1)
  let ties = 0
  for (const t of groups.values()) ties += t * (t - 1) * (2 * t + 5)
  return (n * (n - 1) * (2 * n + 5) - ties) / 18
}

function detrend(points: readonly TimedValue[]): number[] {
  const slope = theilSen(points)?.slope ?? 0
  return points.map(({ time, value }) => value - slope * time)
}
