import type { Evidence } from '#shared/canary.ts'

/** Returns a difference and its interval in margins, worse to the right: 1 is as much worse as is tolerated. Null without a sequence. */
export function inMargins(
  evidence: Evidence,
): { metric: string; value: number | null; low: number; high: number } | null {
  const { metric, sequence, difference, margin } = evidence
  if (sequence === null || margin === 0) return null
  // The margin is signed to the worse side, so dividing by it turns "worse" to the right.
  const [a, b] = [sequence[0] / margin, sequence[1] / margin]
  return { metric, value: difference === null ? null : difference / margin, low: Math.min(a, b), high: Math.max(a, b) }
}
