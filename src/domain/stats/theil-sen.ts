import { normalQuantile } from './normal.ts'
import { ascending, medianOfSorted } from './order-statistics.ts'
import { median } from './quantile.ts'

/** A robust line: slope per unit of time with its interval, and the intercept at time 0. */
export interface TheilSen {
  readonly slope: number
  readonly interval: readonly [number, number]
  readonly intercept: number
}

/**
 * Returns the median of the slopes between all pairs of points on their true times, and median(value - slope * time) as
 * intercept. The interval takes the slopes whose ranks are (N -+ z sqrt(Var S)) / 2, N slopes. Points of equal time are
 * not paired. Null without two distinct times. Theil (1950), Sen (1968), Gilbert (1987) section 16.5.
 */
export function theilSen(
  points: readonly { readonly time: number; readonly value: number }[],
  confidence = 0.95,
): TheilSen | null {
  const slopes: number[] = []
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) if (a.time !== b.time) slopes.push((b.value - a.value) / (b.time - a.time))
  })
  const sorted = ascending(slopes)
  const slope = medianOfSorted(sorted)
  if (slope === null) return null
  const n = points.length
  const halfWidth = normalQuantile((1 + confidence) / 2) * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const at = (rank: number) => sorted[Math.min(Math.max(Math.round(rank), 0), sorted.length - 1)] ?? slope
  const interval = [at((sorted.length - halfWidth) / 2 - 1), at((sorted.length + halfWidth) / 2)] as const
  return { slope, interval, intercept: median(points.map(({ time, value }) => value - slope * time)) ?? 0 }
}
