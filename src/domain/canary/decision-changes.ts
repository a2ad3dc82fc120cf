import type { CanaryDocument, CanaryLogEntry } from '#shared/canary.ts'
import { isLatched } from './replay.ts'

/** Returns the ticks at which the state, the decision or what binds it changed. */
export function decisionChanges(log: readonly CanaryLogEntry[]): CanaryLogEntry[] {
  return log.filter((entry, index) => {
    const before = log[index - 1]
    return before === undefined || decisionKey(before) !== decisionKey(entry)
  })
}

/** Returns what makes a decision the same as another: its state, what to do, and what binds it. */
export function decisionKey({ state, decision, binding }: Pick<CanaryLogEntry, 'state' | 'decision' | 'binding'>) {
  return `${state} ${decision} ${binding}`
}

/** Returns the instant that gates, evidence and covered time are of: that of a decision that is final, since nothing is judged after it, else the evaluation's. */
export function judgedAt({ state, as_of: asOf, log }: Pick<CanaryDocument, 'state' | 'as_of' | 'log'>): string {
  return isLatched(state) ? (decisionChanges(log).at(-1)?.t ?? asOf) : asOf
}
