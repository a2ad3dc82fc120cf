import type { CanaryDecision, CanaryState, Gate, Verdict } from '#shared/canary.ts'
import type { CanarySettings } from './settings.ts'

/** Conditions that end a canary, in order of precedence; the first that applies wins. */
export const ROLLBACK_RULES = [
  'health-critical',
  'risk-budget',
  'slo-critical',
  'failed-evaluations',
  'regression',
] as const
export type RollbackRule = (typeof ROLLBACK_RULES)[number]

/** Everything a decision is taken on at one tick. */
export interface TickFacts {
  readonly stagingStarted: boolean
  readonly productionStarted: boolean
  /** A person aborted it. */
  readonly aborted: boolean
  /** A person promoted it to all traffic. */
  readonly promotedByHand: boolean
  /** Why each rule that applies does. */
  readonly rollback: Partial<Readonly<Record<RollbackRule, string>>>
  /** Null while telemetry arrives, else why the canary must hold. */
  readonly hold: string | null
  /** Covered hours in the present stage. */
  readonly coveredHours: number
  readonly evaluations: number
  readonly gates: readonly Gate[]
}

/** A decision: the state it leads to, the rule that binds, and why. */
export interface Decided {
  readonly state: CanaryState
  readonly decision: CanaryDecision
  readonly binding: string
  readonly reason: string
}

/** Returns the state on entering a tick: what the deployment file says has begun. */
export function enteredState(
  state: CanaryState,
  facts: Pick<TickFacts, 'stagingStarted' | 'productionStarted'>,
): CanaryState {
  const before = state === 'NOT_STARTED' || state === 'STAGING' || state === 'STAGING_PASSED'
  if (before && facts.productionStarted) return 'PROD_CANARY'
  return state === 'NOT_STARTED' && facts.stagingStarted ? 'STAGING' : state
}

/**
 * Returns the decision of one tick. Latched states are never left; then the first that applies wins: abort, the rollback
 * rules in order, missing telemetry (holds, never rolls back), minimum time, gates, promotion. A production canary with a
 * gate unmet at the maximum time expires; only a person, or a rollback rule, ends that.
 */
export function decide(from: CanaryState, facts: TickFacts, settings: CanarySettings): Decided {
  if (from === 'ROLLED_BACK')
    return {
      state: from,
      decision: 'ROLLBACK',
      binding: 'latched',
      reason: 'rolled back; a rollback is never undone by itself',
    }
  if (from === 'ABORTED') return { state: from, decision: 'ABORT', binding: 'latched', reason: 'aborted by a person' }
  if (from === 'FULL')
    return { state: from, decision: 'PROMOTE', binding: 'latched', reason: 'promoted to all traffic' }
  if (facts.aborted) return { state: 'ABORTED', decision: 'ABORT', binding: 'abort', reason: 'aborted by a person' }
  const state = enteredState(from, facts)
  if (state === 'NOT_STARTED') return { state, decision: 'WAIT', binding: 'start', reason: 'not started' }
  const broken = ROLLBACK_RULES.find((rule) => facts.rollback[rule] !== undefined)
  if (broken)
    return { state: 'ROLLED_BACK', decision: 'ROLLBACK', binding: broken, reason: facts.rollback[broken] ?? broken }
  return state === 'STAGING' || state === 'STAGING_PASSED'
    ? decideStaging(state, facts, settings)
    : decideProduction(state, facts, settings)
}

function decideStaging(state: 'STAGING' | 'STAGING_PASSED', facts: TickFacts, settings: CanarySettings): Decided {
  if (state === 'STAGING_PASSED')
    return { state, decision: 'ADVANCE', binding: 'production', reason: 'staging passed; production has not started' }
  const unmet = firstUnmet(facts, settings.staging.minimumHours)
  return unmet
    ? { state, decision: 'HOLD', ...unmet }
    : { state: 'STAGING_PASSED', decision: 'ADVANCE', binding: 'production', reason: 'staging passed' }
}

function decideProduction(state: CanaryState, facts: TickFacts, settings: CanarySettings): Decided {
  const unmet = firstUnmet(facts, settings.production.minimumHours)
  if (facts.promotedByHand)
    return {
      state: 'FULL',
      decision: 'PROMOTE',
      binding: 'by-hand',
      reason: unmet ? `promoted by hand though ${unmet.reason}` : 'promoted by hand',
    }
  if (state === 'EXPIRED')
    return {
      state,
      decision: 'DECIDE',
      binding: unmet?.binding ?? 'expired',
      reason: `expired at ${settings.maximumHours} covered hours; a person decides`,
    }
  const atMaximum = facts.coveredHours >= settings.maximumHours
  if (unmet && atMaximum && !facts.hold)
    return {
      state: 'EXPIRED',
      decision: 'DECIDE',
      binding: unmet.binding,
      reason: `expired at ${settings.maximumHours} covered hours: ${unmet.reason}`,
    }
  if (unmet) return { state: 'PROD_CANARY', decision: 'HOLD', ...unmet }
  if (atMaximum)
    return {
      state: 'FULL',
      decision: 'PROMOTE',
      binding: 'promotion',
      reason: `all gates held to ${settings.maximumHours} covered hours`,
    }
  return {
    state: 'PROD_READY',
    decision: 'READY',
    binding: 'promotion',
    reason: `all gates pass; promotes by itself at ${settings.maximumHours} covered hours`,
  }
}

const WORST_FIRST: readonly Verdict[] = ['fail', 'insufficient', 'pending']

/** The first thing in the way of promotion: data, time, evaluations, then the gates, failures before missing data before waiting. */
function firstUnmet(facts: TickFacts, minimumHours: number): { binding: string; reason: string } | null {
  if (facts.hold !== null) return { binding: 'telemetry', reason: facts.hold }
  if (facts.coveredHours < minimumHours)
    return { binding: 'minimum-time', reason: `${(minimumHours - facts.coveredHours).toFixed(1)} more covered hours` }
  if (facts.evaluations === 0) return { binding: 'evaluations', reason: 'nothing has been evaluated yet' }
  for (const verdict of WORST_FIRST) {
    const gate = facts.gates.find((candidate) => candidate.verdict === verdict)
    if (gate) return { binding: gate.gate, reason: gate.reason }
  }
  return facts.gates.length === 0 ? { binding: 'gates', reason: 'no gate was evaluated' } : null
}
