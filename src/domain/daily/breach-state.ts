import type { Action, Band } from '#shared/review.ts'
import { isAtLeast } from '../parity/band.ts'

/** One judged day of the review. `band` and `action` null = it could not be judged. */
export interface DayVerdict {
  readonly day: string
  readonly band: Band | null
  readonly action: Action | null
  readonly streak: number
}

/** Where a run of breaches stands after some days. */
export interface BreachState {
  /** The last day judged, or null before the first. */
  readonly lastDay: string | null
  /** The first day of the breach that is open, or null. */
  readonly openSince: string | null
  /** The action asked for last. */
  readonly action: Action | null
  readonly band: Band | null
}

export const NO_BREACH: BreachState = { lastDay: null, openSince: null, action: null, band: null }

/**
 * What a day means beside the day before. Only `quiet`, `unknown` and `already-judged` send nothing: every other day of a
 * breach, and its end, is one alert.
 */
export type Transition =
  'quiet' | 'opened' | 'escalated' | 'continues' | 'eased' | 'recovered' | 'unknown' | 'already-judged'

const SEVERITY: Readonly<Record<Action, number>> = {
  continue: 0,
  're-enable': 0,
  'reduce-size': 1,
  'disable-entries': 2,
  'emergency-stop': 3,
}

/** Returns whether a transition is told to people. */
export function isAlert(transition: Transition): boolean {
  return transition !== 'quiet' && transition !== 'unknown' && transition !== 'already-judged'
}

/**
 * Returns the state after one more day and what that day means. A breach opens with the first day at warning or worse,
 * escalates or eases when a heavier or lighter action is asked for, and ends with the first day that asks for none. A day
 * that could not be judged changes nothing; one not after the last (the job ran twice) neither.
 */
export function advanceBreach(
  state: BreachState,
  verdict: DayVerdict,
): { readonly state: BreachState; readonly transition: Transition } {
  const { day, band, action } = verdict
  if (state.lastDay !== null && day <= state.lastDay) return { state, transition: 'already-judged' }
  if (band === null || action === null) return { state: { ...state, lastDay: day }, transition: 'unknown' }
  const breached = isAtLeast(band, 'warning') || SEVERITY[action] > 0
  const openSince = breached ? (state.openSince ?? day) : null
  return { state: { lastDay: day, openSince, action, band }, transition: transitionOf(state, breached, action) }
}

/** Returns the state after some days, in order of time, and each day's transition. */
export function replayBreaches(verdicts: readonly DayVerdict[]): {
  readonly state: BreachState
  readonly transitions: readonly Transition[]
} {
  let state = NO_BREACH
  const transitions = [...verdicts]
    .sort((a, b) => a.day.localeCompare(b.day))
    .map((verdict) => {
      const next = advanceBreach(state, verdict)
      state = next.state
      return next.transition
    })
  return { state, transitions }
}

/** Returns the days from the first missing to `until` that have not been judged, oldest first: what a catch-up runs. */
export function missedDays(lastDay: string | null, evaluated: readonly string[], until: string): string[] {
  return evaluated.filter((day) => day <= until && (lastDay === null || day > lastDay)).sort()
}

function transitionOf(before: BreachState, breached: boolean, action: Action): Transition {
  if (before.openSince === null) return breached ? 'opened' : 'quiet'
  if (!breached) return 'recovered'
  const change = SEVERITY[action] - (before.action === null ? 0 : SEVERITY[before.action])
  if (change > 0) return 'escalated'
  return change < 0 ? 'eased' : 'continues'
}
