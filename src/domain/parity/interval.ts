import { chiSquareCdf, chiSquareQuantile } from '#domain/stats/chi-square.ts'
import { kurtosis, lagOneAutocorrelation, mean, skewness, standardDeviation } from '#domain/stats/moments.ts'
import { quantile } from '#domain/stats/quantile.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { stationaryBootstrap } from '#domain/stats/stationary-bootstrap.ts'
import type { BandMeasure } from '#shared/review.ts'
import { trackingErrorBps, trackingErrorRmsBps } from './tracking-error.ts'

/** A two-sided 95 % interval [low, high] in bps. */
export type IntervalBps = [number, number]

const TAIL = 0.025
const RESAMPLES = 1000
const LEAST_RESAMPLED_DAYS = 4

/** Returns the degrees of freedom of a measure over `days` days: N - 1 for TE (the mean is estimated), N for rms (it is taken as zero). */
function degreesOfFreedom(measure: BandMeasure, days: number): number {
  return measure === 'te_bps' ? days - 1 : days
}

/**
 * Returns the 95 % interval of a measure, [x sqrt(v / chi2(.975, v)), x sqrt(v / chi2(.025, v))], in bps. It holds for
 * independent normal active returns, for rms also with zero mean, and must be labelled so. Null below two days.
 */
export function gaussianIntervalBps(measure: BandMeasure, valueBps: number, days: number): IntervalBps | null {
  if (days < 2) return null
  const v = degreesOfFreedom(measure, days)
  const bound = (probability: number) => valueBps * Math.sqrt(v / chiSquareQuantile(probability, v))
  return [bound(1 - TAIL), bound(TAIL)]
}

/**
 * Returns the probability that the true measure is above `targetBps`, P(chi2_v < v x^2 / target^2), under the same
 * assumptions as the interval. Null below two days or for a target that is not above 0.
 */
export function breachProbability(
  measure: BandMeasure,
  valueBps: number,
  targetBps: number,
  days: number,
): number | null {
  if (days < 2 || !(targetBps > 0)) return null
  const v = degreesOfFreedom(measure, days)
  return chiSquareCdf(v * (valueBps / targetBps) ** 2, v)
}

/** Returns whether active returns break the interval's assumptions: |mean| > sd / 2, |skewness| > 1, kurtosis > 4 (3 for a normal), or lag-1 autocorrelation > 2 / sqrt(N). */
export function departsFromGaussian(active: readonly number[]): boolean {
  const spread = standardDeviation(active)
  if (spread === null) return false
  return (
    Math.abs(mean(active) ?? 0) > spread / 2 ||
    Math.abs(skewness(active) ?? 0) > 1 ||
    (kurtosis(active) ?? 0) > 4 ||
    (lagOneAutocorrelation(active) ?? 0) > 2 / Math.sqrt(active.length)
  )
}

/**
 * Returns the 95 % percentile interval of a measure from 1,000 stationary-bootstrap samples (mean block N^(1/3)) drawn
 * from `seed`, in bps; null where the active returns look Gaussian, so the chi-square interval stands alone, and below
 * four days, where there is too little to resample. Politis and Romano (1994).
 */
export function bootstrapIntervalBps(
  measure: BandMeasure,
  active: readonly number[],
  daysPerYear: number,
  seed: number,
): IntervalBps | null {
  if (active.length < LEAST_RESAMPLED_DAYS || !departsFromGaussian(active)) return null
  const measureOf = measure === 'te_bps' ? trackingErrorBps : trackingErrorRmsBps
  const draws = stationaryBootstrap({
    values: active,
    statistic: (sample) => measureOf(sample, daysPerYear),
    resamples: RESAMPLES,
    random: createRandomSource(seed),
  })
  const low = quantile(draws, TAIL)
  const high = quantile(draws, 1 - TAIL)
  return low === null || high === null ? null : [low, high]
}
