import { betaQuantile } from './beta-gamma.ts'

/**
 * Returns the exact one-sided lower confidence bound of a proportion, the (1 - confidence) quantile of
 * Beta(s, n - s + 1); 0 without successes, null without trials. Clopper & Pearson (1934): 95 of 100 at 95 % gives 0.8977.
 */
export function clopperPearsonLower(successes: number, trials: number, confidence = 0.95): number | null {
  if (trials <= 0) return null
  return successes === 0 ? 0 : betaQuantile(1 - confidence, successes, trials - successes + 1)
}

/** Returns the exact one-sided upper confidence bound of a proportion, the mirror of {@link clopperPearsonLower}. */
export function clopperPearsonUpper(successes: number, trials: number, confidence = 0.95): number | null {
  const lower = clopperPearsonLower(trials - successes, trials, confidence)
  return lower === null ? null : 1 - lower
}
