import type { Gate } from '#shared/canary.ts'
import type { HealthCheck } from '#shared/service-rows.ts'
import { MINUTE } from '../slo/instants.ts'

/** What the canary's health checks last said, and whether any was critical since the tick before. */
export interface HealthView {
  readonly latest: ReadonlyMap<string, HealthCheck>
  readonly lastAt: number | null
  readonly criticalSince: readonly HealthCheck[]
}

export const NO_HEALTH: HealthView = { latest: new Map(), lastAt: null, criticalSince: [] }

/** Returns the view with the checks that arrived since the last tick, in order of time. */
export function addHealth(view: HealthView, arrived: readonly HealthCheck[]): HealthView {
  if (arrived.length === 0 && view.criticalSince.length === 0) return view
  const latest = new Map(view.latest)
  for (const row of arrived) latest.set(row.check, row)
  return {
    latest,
    lastAt: arrived.at(-1)?.t ?? view.lastAt,
    criticalSince: arrived.filter(({ status }) => status === 'critical'),
  }
}

/** Returns why health is critical, or null: a check that is, or was since the last tick. */
export function criticalReason({ latest, criticalSince }: HealthView): string | null {
  const critical = [...latest.values()].find(({ status }) => status === 'critical') ?? criticalSince[0]
  return critical ? `health check ${critical.check} is critical` : null
}

/** Returns the health gate: every check ok and seen within `staleMinutes`; a warning fails, a check gone silent is insufficient. */
export function healthGate({ latest }: HealthView, at: number, staleMinutes: number): Gate {
  const rows = [...latest.values()]
  const bad = rows.filter(({ status }) => status !== 'ok')
  const silent = rows.filter(({ t }) => at - t > staleMinutes * MINUTE)
  const base = { gate: 'health', value: bad.length, limit: 0, margin: 0 - bad.length, n: rows.length, source: 'health' }
  if (rows.length === 0)
    return {
      ...base,
      value: null,
      margin: null,
      verdict: 'insufficient',
      reason: 'no health check since the stage began',
    }
  if (bad[0]) return { ...base, verdict: 'fail', reason: `health check ${bad[0].check} is ${bad[0].status}` }
  if (silent[0])
    return {
      ...base,
      verdict: 'insufficient',
      reason: `health check ${silent[0].check} has been silent for over ${staleMinutes} min`,
    }
  return { ...base, verdict: 'pass', reason: `${rows.length} health checks ok` }
}
