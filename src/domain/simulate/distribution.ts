import type { Distribution } from '#shared/simulate/document.ts'

/** Returns the distribution of values over draws, or null when any is missing (NaN) or there are none. The values are not changed. */
export function distributionOf(values: Float64Array): Distribution | null {
  const count = values.length
  let sum = 0
  for (let i = 0; i < count; i++) sum += values[i]!
  if (count === 0 || Number.isNaN(sum)) return null
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2
  const sorted = Float64Array.from(values).sort()
  return {
    mean,
    p5: quantileOf(sorted, 0.05),
    p50: quantileOf(sorted, 0.5),
    p95: quantileOf(sorted, 0.95),
    se: count > 1 ? Math.sqrt(squares / (count - 1) / count) : null,
  }
}

function quantileOf(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability
  const low = Math.floor(position)
  const below = sorted[low]!
  return below + (sorted[Math.min(sorted.length - 1, low + 1)]! - below) * (position - low)
}

/** Returns mean and standard error of the paired difference a - b, draw by draw: common random numbers make it far smaller than either. */
export function pairedDifference(a: Float64Array, b: Float64Array): Distribution | null {
  return a.length === b.length ? distributionOf(a.map((value, draw) => value - b[draw]!)) : null
}
