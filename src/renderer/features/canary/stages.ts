import type { CanaryDocument, CanaryState } from '#shared/canary.ts'

/** One step of the way to full traffic. */
export interface Stage {
  readonly id: string
  readonly title: string
  readonly place: 'done' | 'now' | 'ahead' | 'stopped'
  readonly started: string | null
}

/** States from which a canary does not go on by itself, in words. */
export const STOPPED: Partial<Readonly<Record<CanaryState, string>>> = {
  ROLLED_BACK: 'rolled back',
  ABORTED: 'aborted',
  EXPIRED: 'expired: a person decides',
}

const PATH = [
  { id: 'STAGING', title: 'Staging' },
  { id: 'STAGING_PASSED', title: 'Staging passed' },
  { id: 'PROD_CANARY', title: 'Production' },
  { id: 'PROD_READY', title: 'Ready' },
  { id: 'FULL', title: 'Full' },
] as const

/** Returns the steps with when each was reached. Where the canary was stopped, the last step it reached is. */
export function stagesOf({ state, log }: Pick<CanaryDocument, 'state' | 'log'>): Stage[] {
  const reached = new Map<string, string>()
  for (const entry of log) if (!reached.has(entry.state)) reached.set(entry.state, entry.t)
  const stopped = STOPPED[state] !== undefined
  const furthest = PATH.findLastIndex(({ id }) => reached.has(id))
  const now = stopped ? furthest : PATH.findIndex(({ id }) => id === state)
  return PATH.map(({ id, title }, at) => ({
    id,
    title,
    place: at < now ? 'done' : at > now ? 'ahead' : stopped ? 'stopped' : 'now',
    started: reached.get(id) ?? null,
  }))
}
