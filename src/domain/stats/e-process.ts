import { logBeta } from './beta-gamma.ts'

/** Successes and failures seen so far. */
export interface Counts {
  readonly successes: number
  readonly failures: number
}

/** Jeffreys' prior, the mixture's weight over the unknown rate. */
const PRIOR = 0.5
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Returns log M(p) = log of the beta-binomial mixture martingale against the rate p:
 * B(a + s, b + f) / B(a, b) / (p^s (1 - p)^f), a = b = 1/2. Under the true rate its expectation is 1 at every look, so
 * M >= 1/alpha happens with probability at most alpha however often one looks (Ville). Robbins (1970).
 */
export function logBetaBinomialMixture({ successes, failures }: Counts, rate: number): number {
  const mixture = logBeta(PRIOR + successes, PRIOR + failures) - logBeta(PRIOR, PRIOR)
  return mixture - xlog(successes, rate) - xlog(failures, 1 - rate)
}

/**
 * Returns the log e-process against "the first rate minus the second is exactly `difference`": the least, over the second
 * rate q, of the product of both mixtures at (q + difference, q). The least of martingales is an e-process for the whole
 * null. The function is convex in q, so a golden-section search finds it. Infinity when no such pair of rates exists.
 */
export function logDifferenceEProcess(first: Counts, second: Counts, difference: number): number {
  let low = Math.max(0, -difference)
  let high = Math.min(1, 1 - difference)
  if (low > high) return Infinity
  const cost = (q: number) =>
    -xlog(first.successes, q + difference) -
    xlog(first.failures, 1 - q - difference) -
    xlog(second.successes, q) -
    xlog(second.failures, 1 - q)
  for (let step = 0; step < 48; step++) {
    const inner = high - GOLDEN * (high - low)
    const outer = low + GOLDEN * (high - low)
    if (cost(inner) <= cost(outer)) high = outer
    else low = inner
  }
  return mixtureOf(first) + mixtureOf(second) + cost((low + high) / 2)
}

/**
 * Returns the anytime-valid interval of (first rate - second rate): every difference whose e-process stays below 1/alpha;
 * found by bisection on each side of the observed difference. [-1, 1] before any count.
 */
export function differenceConfidenceSequence(first: Counts, second: Counts, alpha: number): readonly [number, number] {
  const centre = rateOf(first) - rateOf(second)
  const limit = -Math.log(alpha)
  const edge = (outside: number) => {
    let inside = centre
    let beyond = outside
    if (logDifferenceEProcess(first, second, outside) < limit) return outside
    for (let step = 0; step < 40; step++) {
      const middle = (inside + beyond) / 2
      if (logDifferenceEProcess(first, second, middle) < limit) inside = middle
      else beyond = middle
    }
    return beyond
  }
  return [edge(-1), edge(1)]
}

function mixtureOf({ successes, failures }: Counts): number {
  return logBeta(PRIOR + successes, PRIOR + failures) - logBeta(PRIOR, PRIOR)
}

function rateOf({ successes, failures }: Counts): number {
  return (successes + PRIOR) / (successes + failures + 2 * PRIOR)
}

/** count * log(rate), 0 for a zero count whatever the rate. */
function xlog(count: number, rate: number): number {
  return count === 0 ? 0 : count * Math.log(Math.max(rate, Number.MIN_VALUE))
}
