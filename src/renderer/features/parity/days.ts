import { isAtLeast } from '#domain/parity/band.ts'
import { flagMeaning } from '#domain/report/flag-meanings.ts'
import type { Finding, Review, ReviewDay } from '#shared/review.ts'

/** Returns the tracking error that drives the band of a day, annualised bps. */
export function measured(review: Review, day: ReviewDay): number | null {
  return day[review.settings.band_measure]
}

/** Returns a day's tracking error over its limit, a fraction; null where there is none. */
export function shareOfLimit(review: Review, day: ReviewDay): number | null {
  const value = measured(review, day)
  return value === null ? null : value / review.settings.target_bps
}

/** Returns whether a day is a breach: its band is warning or worse, or its tracking error is at the limit or above. */
export function isBreach(review: Review, day: ReviewDay): boolean {
  return (day.band !== null && isAtLeast(day.band, 'warning')) || (shareOfLimit(review, day) ?? 0) >= 1
}

/** Returns the breach before or after a day, in time; null past the ends. */
export function neighbourBreach(review: Review, day: string | null, step: -1 | 1): string | null {
  const breaches = review.days.filter((other) => isBreach(review, other)).map(({ day }) => day)
  if (day === null) return breaches.at(step === 1 ? 0 : -1) ?? null
  return (step === 1 ? breaches.find((other) => other > day) : breaches.findLast((other) => other < day)) ?? null
}

/** Returns what explains one day, or the whole range for null. */
export function findingsOf(review: Review, day: string | null): Finding[] {
  return review.explain.filter((finding) => finding.day === day)
}

/** Why a rolling measure is missing on a day. */
export function reasonOf(day: ReviewDay): string {
  if (day.active_return === null) return 'needs capital: set it under Data'
  const flag = day.flags[0]
  return flag === undefined ? 'too few days so far' : flagMeaning(flag.code)
}
