import type { Trend } from '#shared/slo.ts'
import { mannKendall, type TimedValue } from '../stats/mann-kendall.ts'
import { theilSen } from '../stats/theil-sen.ts'

const MINIMUM_DAYS = 8
const ALPHA = 0.05
const MINIMUM_SLOPE = 0.01

/**
 * Returns where the daily burden r goes: declining (r rises) or improving when Mann-Kendall, corrected for lag-1
 * correlation, is significant at 5 % two-sided and the Theil-Sen slope is at least 1 % of the limit a day; else stable.
 * `time` in days; days without a value are left out, not filled. No direction below 8 days.
 */
export function trendOf(days: readonly TimedValue[]): Trend {
  if (days.length < MINIMUM_DAYS)
    return { direction: null, p: null, slope: null, days: days.length, reason: `fewer than ${MINIMUM_DAYS} days` }
  const test = mannKendall(days, { lag1: true })
  const slope = theilSen(days)?.slope ?? 0
  const moving = test !== null && test.p < ALPHA && Math.abs(slope) >= MINIMUM_SLOPE
  const direction = !moving ? 'stable' : slope > 0 ? 'declining' : 'improving'
  return {
    direction,
    p: test?.p ?? null,
    slope,
    days: days.length,
    reason: test === null ? 'all days are equal' : null,
  }
}
