import type { CanaryLogEntry } from '#shared/canary.ts'

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
