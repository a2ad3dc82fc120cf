import type { SloEntry } from '#shared/slo.ts'
import { SLO_NAMES, type SloName, type SloSettings } from './settings.ts'
import { isViolation } from './tiers.ts'

/** What the score needs of one service level. */
export type ScoredEntry = Pick<SloEntry, 'name' | 'tier' | 'burden' | 'weight' | 'coverage'> & {
  readonly scored: boolean
}

/** The compliance score, 0 to 100, or null with a reason. */
export interface ComplianceScore {
  readonly score: number | null
  readonly reason: string | null
  readonly evaluatedWeight: number
}

const CAP_WHEN_CRITICAL = 50

/**
 * Returns 100 * sum(w * clamp(2 - r, 0, 1)) / sum(w) over the levels that could be evaluated; at most 50 while a key level
 * is CRITICAL; none when under half of the weight could be evaluated. A breach proven while part of the time is unknown
 * may lower the score, never raise it (else finding more downtime could turn an unevaluated level into a helpful one).
 */
export function complianceScore(entries: readonly ScoredEntry[], settings: SloSettings): ComplianceScore {
  const total = SLO_NAMES.reduce((sum, name) => sum + settings.tables[name].weight, 0)
  const evaluated = entries.filter(({ scored, burden }) => scored && burden !== null)
  const evaluatedWeight = sumOf(evaluated.map(({ weight }) => weight))
  if (evaluatedWeight < total / 2)
    return {
      score: null,
      reason: `only ${evaluatedWeight} of ${total} points of weight could be evaluated`,
      evaluatedWeight,
    }
  const certain = evaluated.filter((entry) => !isThinBreach(entry))
  const score = Math.min(weighted(evaluated), ...(certain.length > 0 ? [weighted(certain)] : []))
  const critical = entries.find(({ name, tier }) => tier === 'CRITICAL' && settings.tables[name as SloName].key)
  if (!critical || score <= CAP_WHEN_CRITICAL) return { score, reason: null, evaluatedWeight }
  return {
    score: CAP_WHEN_CRITICAL,
    reason: `capped at ${CAP_WHEN_CRITICAL}: ${critical.name} is CRITICAL`,
    evaluatedWeight,
  }
}

function isThinBreach({ tier, coverage }: ScoredEntry): boolean {
  return isViolation(tier) && coverage !== null && coverage < 1
}

function weighted(entries: readonly ScoredEntry[]): number {
  const points = entries.map(({ burden, weight }) => weight * Math.min(1, Math.max(0, 2 - (burden ?? 2))))
  return (100 * sumOf(points)) / sumOf(entries.map(({ weight }) => weight))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
