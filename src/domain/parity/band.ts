import { invariant } from '#shared/errors.ts'
import { BANDS, type Action, type Band } from '#shared/review.ts'

/** A streak of `streak` days while the band is `from` or worse makes the day act as `actsAs`. */
export interface EscalationRule {
  readonly from: Band
  readonly streak: number
  readonly actsAs: Band
}

/** Returns the default rule table: `after` consecutive warning days (default 3) act as critical. */
export function defaultEscalation(after = 3): readonly EscalationRule[] {
  return [{ from: 'warning', streak: after, actsAs: 'critical' }]
}

/** Returns the band of an annualised measure in bps. `edgesBps` are the four ascending lower edges of good, warning, critical and emergency; a value on an edge is in the worse band. */
export function bandOf(valueBps: number, edgesBps: readonly number[]): Band {
  invariant(edgesBps.length === BANDS.length - 1, 'five bands have four edges')
  const passed = edgesBps.filter((edge) => valueBps >= edge).length
  return BANDS[passed] ?? 'emergency'
}

/** Returns whether `band` is at least as bad as `other`. */
export function isAtLeast(band: Band, other: Band): boolean {
  return BANDS.indexOf(band) >= BANDS.indexOf(other)
}

const ACTION_OF: Readonly<Record<Band, Action>> = {
  excellent: 'continue',
  good: 'continue',
  warning: 'reduce-size',
  critical: 'disable-entries',
  emergency: 'emergency-stop',
}

/** Returns the action a band asks for, without regard to streaks. */
export function actionOf(band: Band): Action {
  return ACTION_OF[band]
}

/** Returns the band a day acts as: its own, or the worst that a rule of the table lifts it to. */
export function escalate(band: Band, streak: number, rules: readonly EscalationRule[]): Band {
  const lifted = rules.filter((rule) => streak >= rule.streak && isAtLeast(band, rule.from)).map((rule) => rule.actsAs)
  return [band, ...lifted].reduce((worst, next) => (isAtLeast(next, worst) ? next : worst))
}

/** What one day leaves for the next: days in warning or worse, good days since, and whether entries stand stopped. */
export interface StreakState {
  readonly streak: number
  readonly goodDays: number
  readonly stopped: boolean
}

/** The state before the first day. */
export const NO_STREAK: StreakState = { streak: 0, goodDays: 0, stopped: false }

/** One day as the streak sees it; `dayBand` is the band of the day's own te_day. */
export interface StreakDay {
  readonly band: Band
  readonly dayBand: Band
}

/** How days add up: the escalation table, and how many good days follow a stop before re-enabling is recommended. */
export interface StreakSettings {
  readonly escalation: readonly EscalationRule[]
  readonly reEnableAfter: number
}

/**
 * Returns the state and action after one evaluated day. The streak grows by 1 when both the band and the day itself are
 * warning or worse, returns to 0 when the band is below warning, and otherwise stays (overlapping windows alone would turn
 * one bad day into twenty). Good days are counted likewise: both below warning add 1, a band of warning or worse returns
 * to 0. After a stop or disable, the day that completes `reEnableAfter` good days recommends `re-enable`, once.
 */
export function advanceStreak(
  before: StreakState,
  day: StreakDay,
  settings: StreakSettings,
): { state: StreakState; action: Action } {
  const bad = isAtLeast(day.band, 'warning')
  const badItself = isAtLeast(day.dayBand, 'warning')
  const streak = bad ? before.streak + (badItself ? 1 : 0) : 0
  const action = actionOf(escalate(day.band, streak, settings.escalation))
  const stopped = before.stopped || action === 'disable-entries' || action === 'emergency-stop'
  const goodDays = bad || !stopped ? 0 : before.goodDays + (badItself ? 0 : 1)
  if (stopped && goodDays >= settings.reEnableAfter) return { state: NO_STREAK, action: 're-enable' }
  return { state: { streak, goodDays, stopped }, action }
}
