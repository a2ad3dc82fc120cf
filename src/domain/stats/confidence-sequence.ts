/** Running count, mean and sum of squared deviations. Welford (1962). */
export interface RunningMean {
  readonly n: number
  readonly mean: number
  readonly squares: number
}

export const EMPTY_MEAN: RunningMean = { n: 0, mean: 0, squares: 0 }

/** Returns the running mean with one more value. */
export function addToMean({ n, mean, squares }: RunningMean, value: number): RunningMean {
  const next = mean + (value - mean) / (n + 1)
  return { n: n + 1, mean: next, squares: squares + (value - mean) * (value - next) }
}

/**
 * Returns the asymptotic confidence sequence of a mean, valid at all looks together for large n:
 * mean -+ sd * sqrt(2 (n rho^2 + 1) / (n^2 rho^2) * log(sqrt(n rho^2 + 1) / alpha)); rho is set so that it is tightest at
 * `tightestAt` values. Null below two values. Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), theorem 2.2.
 */
export function asymptoticConfidenceSequence(
  running: RunningMean,
  alpha: number,
  tightestAt: number,
): readonly [number, number] | null {
  const { n, mean, squares } = running
  if (n < 2) return null
  const rho2 = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tightestAt
  const growth = n * rho2 + 1
  const deviation = Math.sqrt(squares / (n - 1))
  const halfWidth = deviation * Math.sqrt(((2 * growth) / (n * n * rho2)) * Math.log(Math.sqrt(growth) / alpha))
  return [mean - halfWidth, mean + halfWidth]
}
