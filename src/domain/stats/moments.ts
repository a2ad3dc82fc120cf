/** Returns the sum by Neumaier's compensated summation (1974): the order of the values changes it by rounding of the result only. */
export function sum(values: readonly number[]): number {
  let total = 0
  let lost = 0
  for (const value of values) {
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

/** Returns the arithmetic mean, or null for no values. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length
}

/**
 * Spread below this share of the largest absolute value is rounding, not dispersion: differences of
 * returns such as 0.03 - 0.02 and 0.02 - 0.01 agree only to about 1e-16 of the returns.
 */
const ROUNDING_SHARE = 1e-10

/**
 * Returns the standard deviation with divisor n - `ddof` (default 1, the sample estimate), in the unit of the
 * values; exactly 0 when they agree to 1e-10 of the largest; null with `ddof` values or fewer.
 */
export function standardDeviation(values: readonly number[], ddof = 1): number | null {
  const centre = mean(values)
  if (centre === null || values.length <= ddof) return null
  const deviations = values.map((value) => value - centre)
  const widest = largestMagnitude(deviations)
  if (widest <= ROUNDING_SHARE * largestMagnitude(values)) return 0
  const squares = sum(deviations.map((deviation) => (deviation / widest) ** 2))
  return widest * Math.sqrt(squares / (values.length - ddof))
}

function largestMagnitude(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
}

/** Returns the skewness m3 / m2^1.5 (population moments, 0 for a symmetric sample), or null below two values or without spread. */
export function skewness(values: readonly number[]): number | null {
  return standardisedMoment(values, 3)
}

/** Returns Pearson's kurtosis m4 / m2^2 (population moments; 3 for a normal variable, so excess kurtosis + 3), or null below two values or without spread. */
export function kurtosis(values: readonly number[]): number | null {
  return standardisedMoment(values, 4)
}

function standardisedMoment(values: readonly number[], order: number): number | null {
  const centre = mean(values)
  const spread = standardDeviation(values, 0)
  if (centre === null || spread === null || spread === 0 || values.length < 2) return null
  return mean(values.map((value) => ((value - centre) / spread) ** order))
}

/**
 * Returns the lag-1 autocorrelation, sum (x_t - mean)(x_{t-1} - mean) / sum (x_t - mean)^2, in [-1, 1];
 * null below three values or without spread. Box and Jenkins (1970).
 */
export function lagOneAutocorrelation(values: readonly number[]): number | null {
  const centre = mean(values)
  const spread = standardDeviation(values, 0)
  if (centre === null || spread === null || spread === 0 || values.length < 3) return null
  const scores = values.map((value) => (value - centre) / spread)
  return sum(scores.slice(1).map((score, index) => score * (scores[index] ?? 0))) / values.length
}
