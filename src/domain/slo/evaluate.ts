import type { BurnAlert, SloEntry, Tier } from '#shared/slo.ts'
import { burnRates, errorBudget, firingAlerts } from './error-budget.ts'
import {
  intervalsMet,
  isJudged,
  measureDays,
  measureWeeks,
  toIntervals,
  violationsOf,
  violationStreak,
  type MeasuredDay,
} from './history.ts'
import { DAY } from './instants.ts'
import { unmeasured, type Measure, type ServiceLevel } from './measure.ts'
import type { SloName, SloSettings, TierTable } from './settings.ts'
import { burdenOf, holdTier, isViolation, severityOf } from './tiers.ts'
import { trendOf } from './trend.ts'

/** One service level of slo.json, and whether it counts in the score. */
export interface Evaluated {
  readonly entry: SloEntry
  readonly scored: boolean
}

/** The tier at one instant with the rule that set it. */
interface Verdict {
  readonly tier: Tier
  readonly reason: string
}

/**
 * Returns one service level evaluated at `asOf` over the settings' window: the value and its tier (worse at once, better
 * after 3 daily evaluations), budget, burn, alerts, trend and days met; and over the history its days, weeks, streaks and violations.
 */
export function evaluateLevel(level: ServiceLevel, settings: SloSettings, asOf: number): Evaluated {
  const table = settings.tables[level.name]
  const from = Math.max(level.dataFrom, asOf - settings.windowDays * DAY)
  const measure = level.measure({ from, to: asOf, asOf })
  const historyFrom = Math.max(level.dataFrom, asOf - Math.max(settings.historyDays, settings.windowDays) * DAY)
  const days = measureDays(level, historyFrom, asOf)
  const judged = days.filter(({ end }) => end > from)
  const verdicts = recentVerdicts(level, settings, days, asOf)
  const { share } = level
  return {
    scored: measure.scored,
    entry: {
      ...describe(level.name, table, measure),
      ...shownTier(verdicts, settings.improveAfter),
      budget: share ? errorBudget(share, table.target, from, asOf) : null,
      burn: share ? burnRates(share, table.target, asOf) : null,
      alerts: alertsAt(level, settings, asOf),
      trend: trendOf(
        judged
          .filter(isJudged)
          .map(({ start, measure: { value } }) => ({ time: start / DAY, value: burdenOf(value ?? 0, table) })),
      ),
      streak: violationStreak(days),
      intervals: intervalsMet(judged),
      violations: violationsOf(days),
      history: toIntervals(days, level, settings),
      weeks: toIntervals(measureWeeks(level, historyFrom, asOf), level, settings),
    },
  }
}

/** Returns the entry of a service level whose file was not given: never a pass, never a zero. */
export function missingLevel(name: SloName, settings: SloSettings): Evaluated {
  const table = settings.tables[name]
  const entry: SloEntry = {
    ...describe(name, table, unmeasured('no-file', 'no file given')),
    tier: 'INSUFFICIENT_DATA',
    tier_reason: 'no file given',
    budget: null,
    burn: null,
    alerts: [],
    trend: trendOf([]),
    streak: { current: 0, longest: 0 },
    intervals: { met: 0, evaluated: 0 },
    violations: [],
    history: [],
    weeks: [],
  }
  return { entry, scored: false }
}

function describe(name: SloName, table: TierTable, measure: Measure) {
  const { title, unit, target, weight } = table
  const { value, mean, reason, n, bounds, coverage, formula } = measure
  const burden = value === null ? null : burdenOf(value, table)
  const range: [number, number] | null = bounds === null ? null : [bounds[0], bounds[1]]
  return { name, title, unit, target, weight, value, mean, burden, reason, n, bounds: range, coverage, formula }
}

function alertsAt(level: ServiceLevel, settings: SloSettings, at: number): BurnAlert[] {
  return level.share
    ? firingAlerts(level.share, settings.tables[level.name].target, at, settings.burnRules, settings)
    : []
}

/** The verdicts a day apart that decide what is shown, oldest first. */
function recentVerdicts(
  level: ServiceLevel,
  settings: SloSettings,
  days: readonly MeasuredDay[],
  asOf: number,
): Verdict[] {
  const instants = Array.from({ length: settings.improveAfter }, (_, i) => asOf - i * DAY).filter(
    (at) => at > level.dataFrom,
  )
  return instants.reverse().map((at) => {
    const from = Math.max(level.dataFrom, at - settings.windowDays * DAY)
    const measure = level.measure({ from, to: at, asOf: at })
    const streak = violationStreak(days.filter(({ end }) => end <= at)).current
    return escalate(measure, streak, alertsAt(level, settings, at), settings)
  })
}

/** The table's tier, made worse by a streak of violations, a fast burn on top of a violation, or a slow burn. */
function escalate(measure: Measure, streak: number, alerts: readonly BurnAlert[], settings: SloSettings): Verdict {
  const page = alerts.find(({ level }) => level === 'page')
  const slow = alerts.find(({ level }) => level === 'ticket')
  const worse = (tier: Tier) => severityOf(tier) > severityOf(measure.tier)
  if (worse('CRITICAL') && streak >= settings.escalateAfter)
    return { tier: 'CRITICAL', reason: `${streak} violated days in a row` }
  if (worse('CRITICAL') && isViolation(measure.tier) && page)
    return { tier: 'CRITICAL', reason: `violated and burning ${page.burn_long.toFixed(1)} times the budget's rate` }
  if (worse('AT_RISK') && (slow ?? page))
    return { tier: 'AT_RISK', reason: `burning ${(slow ?? page)?.burn_long.toFixed(1)} times the budget's rate` }
  return { tier: measure.tier, reason: measure.reason ?? 'by its table' }
}

function shownTier(verdicts: readonly Verdict[], improveAfter: number): { tier: Tier; tier_reason: string } {
  const now = verdicts.at(-1) ?? { tier: 'INSUFFICIENT_DATA' as const, reason: 'no-data' }
  const tier = holdTier(
    verdicts.map((verdict) => verdict.tier),
    improveAfter,
  )
  return tier === now.tier
    ? { tier, tier_reason: now.reason }
    : { tier, tier_reason: `held: better for fewer than ${improveAfter} days` }
}
