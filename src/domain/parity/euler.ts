import { mean, standardDeviation, sum } from '#domain/stats/moments.ts'
import type { BandMeasure } from '#shared/review.ts'
import { trackingDifferenceBps } from './tracking-error.ts'

const BPS = 1e4

/** Returns by cause, one value per day in the order of the active returns (fractions of capital). */
export type CauseReturns<Cause extends string> = Readonly<Record<Cause, readonly number[]>>

/**
 * Returns each cause's part of the tracking error in annualised bps: for TE sqrt(A) cov(c, d) / sd(d) * 1e4 (ddof = 1), for
 * rms sqrt(A) mean(c d) / sqrt(mean d^2) * 1e4. TE is homogeneous of degree 1, so where the causes add up to d each day
 * their parts add up to the measure (Euler; Litterman 1996). A negative part offsets the others. All null below two days
 * or when the measure is 0.
 */
export function teByCauseBps<Cause extends string>(
  causes: CauseReturns<Cause>,
  active: readonly number[],
  daysPerYear: number,
  measure: BandMeasure,
): Record<Cause, number | null> {
  const centre = measure === 'te_bps' ? (mean(active) ?? 0) : 0
  const days = measure === 'te_bps' ? active.length - 1 : active.length
  const risk = measure === 'te_bps' ? standardDeviation(active) : rootMeanSquare(active)
  return mapCauses(causes, (returns) => {
    if (risk === null || risk === 0) return null
    const product = sum(active.map((difference, day) => ((difference - centre) / risk) * (returns[day] ?? 0)))
    return (Math.sqrt(daysPerYear) * product * BPS) / days
  })
}

/** Returns each cause's part of the tracking difference, A * mean(c) * 1e4 in bps a year; parts add up to TD. Null below two days. */
export function tdByCauseBps<Cause extends string>(
  causes: CauseReturns<Cause>,
  daysPerYear: number,
): Record<Cause, number | null> {
  return mapCauses(causes, (returns) => trackingDifferenceBps(returns, daysPerYear))
}

function rootMeanSquare(values: readonly number[]): number | null {
  return values.length < 2 ? null : Math.sqrt(sum(values.map((value) => value * value)) / values.length)
}

function mapCauses<Cause extends string>(
  causes: CauseReturns<Cause>,
  part: (returns: readonly number[]) => number | null,
): Record<Cause, number | null> {
  const entries = Object.entries<readonly number[]>(causes).map(([cause, returns]) => [cause, part(returns)] as const)
  return Object.fromEntries(entries) as Record<Cause, number | null>
}
