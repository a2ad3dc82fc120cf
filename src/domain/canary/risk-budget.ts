import type { Gate } from '#shared/canary.ts'
import type { RiskSnapshot } from '#shared/service-rows.ts'
import { MINUTE } from '../slo/instants.ts'
import type { CanarySettings } from './settings.ts'

/** The risk budget used up to now. High water is latched: a recovered loss stays used. */
export interface RiskUse {
  readonly used: number | null
  readonly highWater: number | null
  readonly lastAt: number | null
  readonly n: number
}

export const NO_RISK: RiskUse = { used: null, highWater: null, lastAt: null, n: 0 }

/** Returns the share of the allocated capital lost: max(drawdown, shortfall against control, 0) / allocated. */
export function riskShare({ drawdown, shortfall, allocated }: RiskSnapshot): number {
  return Math.max(drawdown, shortfall, 0) / allocated
}

/** Returns the use with one more share seen at `at`. */
export function addRisk(use: RiskUse, used: number, at: number): RiskUse {
  return { used, highWater: Math.max(use.highWater ?? 0, used), lastAt: at, n: use.n + 1 }
}

/** Returns the risk gate: strictly above the limit is exceeded, on it is not; no snapshot, or a stale one, is insufficient. */
export function riskGate(use: RiskUse, limit: number, at: number, settings: CanarySettings): Gate {
  const { highWater, lastAt, n } = use
  const base = {
    gate: 'risk',
    value: highWater,
    limit,
    margin: highWater === null ? null : limit - highWater,
    n,
    source: 'risk',
  }
  if (highWater === null || lastAt === null)
    return { ...base, verdict: 'insufficient', reason: 'no risk snapshot since the stage began' }
  if (isExceeded(use, limit)) return { ...base, verdict: 'fail', reason: exceededReason(highWater, limit) }
  const age = (at - lastAt) / MINUTE
  if (age > settings.riskStaleMinutes)
    return { ...base, verdict: 'insufficient', reason: `the last risk snapshot is ${age.toFixed(0)} min old` }
  return { ...base, verdict: 'pass', reason: `risk used ${percent(highWater)} of at most ${percent(limit)}` }
}

/** Returns whether the budget was ever exceeded. */
export function isExceeded({ highWater }: RiskUse, limit: number): boolean {
  return highWater !== null && highWater > limit + 1e-12
}

/** Returns whether the use has reached the warning share of the limit. */
export function isNearLimit({ highWater }: RiskUse, limit: number, warnShare: number): boolean {
  return highWater !== null && highWater >= warnShare * limit - 1e-12
}

/** Returns the sentence of an exceeded budget. */
export function exceededReason(highWater: number, limit: number): string {
  return `risk used ${percent(highWater)} is above the limit of ${percent(limit)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}
