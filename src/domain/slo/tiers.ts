import { TIERS, type Tier } from '#shared/slo.ts'
import type { TierTable } from './settings.ts'

const TOLERANCE = 1e-12

/** Returns how bad a tier is, 0 for MEETING; INSUFFICIENT_DATA stands between AT_RISK and VIOLATED: never a pass, never a breach. */
export function severityOf(tier: Tier): number {
  return TIERS.indexOf(tier)
}

/** Returns whether a tier is a breach of its target. */
export function isViolation(tier: Tier): boolean {
  return severityOf(tier) >= severityOf('VIOLATED')
}

/** Returns the worst of some tiers, MEETING when there are none. */
export function worstTier(tiers: readonly Tier[]): Tier {
  return tiers.reduce<Tier>((worst, tier) => (severityOf(tier) > severityOf(worst) ? tier : worst), 'MEETING')
}

/** Returns the tier of a value by its table. A value on an edge belongs to the better tier unless the table is strict. */
export function tierOf(value: number, { better, edges, strict }: TierTable): Tier {
  const sign = better === 'higher' ? 1 : -1
  const slack = strict ? -TOLERANCE : TOLERANCE
  const reaches = (edge: number) => sign * (value - edge) >= -slack * Math.max(1, Math.abs(edge))
  if (reaches(edges[0])) return 'MEETING'
  if (reaches(edges[1])) return 'AT_RISK'
  return reaches(edges[2]) ? 'VIOLATED' : 'CRITICAL'
}

/** Returns r, the use of the allowance: bad / (1 - target) for shares, value / limit for ceilings; 1 is exactly on target. */
export function burdenOf(value: number, { better, target }: TierTable): number {
  return better === 'higher' ? (1 - value) / (1 - target) : value / target
}

/**
 * Returns the tier shown, given the raw tiers of the evaluations so far, oldest first: worse at once, better only when
 * `improveAfter` evaluations in a row were better, and then only to the worst of them. Unknown evaluations neither help
 * nor harm, but a present unknown is shown as such unless a breach is still held.
 */
export function holdTier(raw: readonly Tier[], improveAfter: number): Tier {
  const now = raw.at(-1) ?? 'INSUFFICIENT_DATA'
  const known = raw.filter((tier) => tier !== 'INSUFFICIENT_DATA').slice(-improveAfter)
  return worstTier([now, ...known])
}
