import type { ActionDocument } from '#shared/action.ts'
import type { Transition } from './breach-state.ts'

/** An alert as plain text, before any channel's markup. */
export interface AlertMessage {
  readonly title: string
  readonly lines: readonly string[]
}

const HEADLINE: Readonly<Record<Transition, string>> = {
  opened: 'Breach opened',
  escalated: 'Breach escalated',
  continues: 'Breach continues',
  eased: 'Breach eased',
  recovered: 'Recovered',
  quiet: 'Within its band',
  unknown: 'Could not be judged',
  'already-judged': 'Judged before',
}

/** Returns the alert of one day. */
export function alertMessage(action: ActionDocument, transition: Transition, strategy: string | null): AlertMessage {
  const { evidence, day } = action
  const lines = [
    `Action: ${action.action ?? 'none'}`,
    action.reason,
    ...(action.streak > 0 ? [`${action.streak} bad day${action.streak > 1 ? 's' : ''} in a row`] : []),
    ...(evidence.dominant_cause === null ? [] : [`Mostly ${evidence.dominant_cause}`]),
    ...(evidence.sentence === null ? [] : [evidence.sentence]),
    ...(evidence.review === null ? [] : [`Report: ${evidence.review}`]),
  ]
  return {
    title: `${HEADLINE[transition]}: ${strategy ?? 'live'} on ${day}${action.level === null ? '' : ` (${action.level})`}`,
    lines,
  }
}
