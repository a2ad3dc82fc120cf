import type { Interval, Violation } from '#shared/slo.ts'
import { DAY, floorToDay, MINUTE, toIso } from './instants.ts'
import type { Measure, ServiceLevel } from './measure.ts'
import type { SloSettings } from './settings.ts'
import { burdenOf, isViolation, severityOf, worstTier } from './tiers.ts'

/** One day of a service level with its measure; a day not over yet is measured whole, its rest being unknown. */
export interface MeasuredDay {
  readonly start: number
  readonly end: number
  readonly measure: Measure
}

/** Returns every UTC day from the first with data to `asOf`, measured with what is known at `asOf`. Days without eligible time (maintenance, closed) are skipped. */
export function measureDays(level: ServiceLevel, from: number, asOf: number): MeasuredDay[] {
  const days: MeasuredDay[] = []
  for (let day = floorToDay(from); day < asOf; day += DAY) {
    const window = { from: Math.max(day, from), to: day + DAY, asOf }
    const measure = level.measure(window)
    if (measure.reason !== 'no-eligible-time')
      days.push({ start: window.from, end: Math.min(day + DAY, asOf), measure })
  }
  return days
}

const WEEK = 7 * DAY

/** Returns windows of seven days that end at `asOf` and reach back to `from`, oldest first; the oldest may be shorter. Windows without eligible time are skipped. */
export function measureWeeks(level: ServiceLevel, from: number, asOf: number): MeasuredDay[] {
  const weeks: MeasuredDay[] = []
  for (let end = asOf; end > from; end -= WEEK) {
    const window = { from: Math.max(end - WEEK, from), to: end, asOf }
    const measure = level.measure(window)
    if (measure.reason !== 'no-eligible-time') weeks.push({ start: window.from, end, measure })
  }
  return weeks.reverse()
}

/** Returns whether a day was judged: it has a value and a tier other than INSUFFICIENT_DATA. */
export function isJudged({ measure }: MeasuredDay): boolean {
  return measure.value !== null && measure.tier !== 'INSUFFICIENT_DATA'
}

/** Returns the length of the run of violated days that ends the history, and of the longest run. A day that could not be judged neither extends nor ends a run. */
export function violationStreak(days: readonly MeasuredDay[]): { current: number; longest: number } {
  let [current, longest] = [0, 0]
  for (const day of days.filter(isJudged)) {
    current = isViolation(day.measure.tier) ? current + 1 : 0
    longest = Math.max(longest, current)
  }
  return { current, longest }
}

/** Returns how many judged days met the target, of how many. */
export function intervalsMet(days: readonly MeasuredDay[]): { met: number; evaluated: number } {
  const judged = days.filter(isJudged)
  return { met: judged.filter(({ measure }) => !isViolation(measure.tier)).length, evaluated: judged.length }
}

/** Returns the violations: judged days in a row at VIOLATED or worse, with the worst value and the cause of that day. */
export function violationsOf(days: readonly MeasuredDay[]): Violation[] {
  const runs: MeasuredDay[][] = []
  let run: MeasuredDay[] | null = null
  for (const day of days.filter(isJudged)) {
    if (!isViolation(day.measure.tier)) run = null
    else if (run) run.push(day)
    else runs.push((run = [day]))
  }
  return runs.map(violationOf)
}

function violationOf(run: readonly MeasuredDay[]): Violation {
  const first = run[0]
  const start = first?.start ?? 0
  const end = run.at(-1)?.end ?? start
  const worst = run.reduce((a, b) => (severityOf(b.measure.tier) > severityOf(a.measure.tier) ? b : a))
  return {
    start: toIso(start),
    end: toIso(end),
    duration_minutes: (end - start) / MINUTE,
    intervals: run.length,
    worst_value: worst.measure.value,
    tier: worstTier(run.map(({ measure }) => measure.tier)),
    cause: worst.measure.cause,
  }
}

/** Returns the days as intervals of slo.json. */
export function toIntervals(days: readonly MeasuredDay[], level: ServiceLevel, settings: SloSettings): Interval[] {
  return days.map(({ start, end, measure }) => ({
    start: toIso(start),
    end: toIso(end),
    value: measure.value,
    burden: measure.value === null ? null : burdenOf(measure.value, settings.tables[level.name]),
    coverage: measure.coverage,
    bad: level.share?.amounts(start, end).bad ?? null,
    tier: measure.tier,
    reason: measure.reason,
  }))
}
