import { invariant } from '#shared/errors.ts'

/**
 * Returns the quantile at `probability` in [0, 1] by linear interpolation between order statistics, position
 * (n - 1) * probability (type 7 of Hyndman and Fan 1996, the default of R and NumPy); null for no values. The input may be unsorted and is not changed.
 */
export function quantile(values: Iterable<number>, probability: number): number | null {
  invariant(probability >= 0 && probability <= 1, 'a quantile is asked for a probability between 0 and 1')
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * probability
  const low = sorted[Math.floor(position)]
  const high = sorted[Math.ceil(position)]
  if (low === undefined || high === undefined) return null
  return low === high ? low : low + (high - low) * (position - Math.floor(position))
}

/** Returns the median (the mean of the middle two for an even count), or null for no values. */
export function median(values: Iterable<number>): number | null {
  return quantile(values, 0.5)
}
