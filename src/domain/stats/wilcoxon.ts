import { normalCdf, normalQuantile } from './normal.ts'
import { ascending, medianOfSorted, midRanks } from './order-statistics.ts'
import { signedRankLowerTail, signedRankQuantile } from './signed-rank-distribution.ts'

/** The exact null distribution is used up to this many differences without ties; above, the normal approximation. */
const EXACT_UP_TO = 49

/** Wilcoxon's signed-rank test of paired differences with the Hodges-Lehmann shift. */
export interface SignedRankTest {
  /** Differences other than zero. */
  readonly n: number
  /** Sum of the ranks of positive differences. */
  readonly v: number
  readonly p: number
  readonly exact: boolean
  /** Hodges-Lehmann: the median of the Walsh averages (d_i + d_j) / 2, i <= j, in the metric's units. */
  readonly shift: number
  readonly interval: readonly [number, number]
}

/**
 * Tests whether paired differences are symmetric about 0, two-sided; zeros are dropped (Wilcoxon's rule) from the test,
 * ties get mid-ranks. Exact p up to 49 untied differences, else normal with tie and continuity corrections. The interval
 * inverts the test over the Walsh averages. Null when no difference is other than zero.
 * Wilcoxon (1945); Hodges & Lehmann (1963); Hollander & Wolfe (1999) sections 3.1 to 3.3.
 */
export function wilcoxonSignedRank(differences: readonly number[], confidence = 0.95): SignedRankTest | null {
  const nonZero = differences.filter((difference) => difference !== 0)
  const n = nonZero.length
  if (n === 0) return null
  const { ranks, tieTerm } = midRanks(nonZero.map(Math.abs))
  const v = ranks.reduce((sum, rank, i) => sum + ((nonZero[i] ?? 0) > 0 ? rank : 0), 0)
  const exact = tieTerm === 0 && n === differences.length && n <= EXACT_UP_TO
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48)
  const p = exact ? exactP(v, n) : normalP(v - (n * (n + 1)) / 4, deviation)
  return { n, v, p, exact, ...hodgesLehmann(differences, exact, confidence) }
}

function exactP(v: number, n: number): number {
  const lower = Math.min(v, (n * (n + 1)) / 2 - v)
  return Math.min(1, 2 * signedRankLowerTail(lower, n))
}

function normalP(centred: number, deviation: number): number {
  if (deviation === 0) return 1
  const z = Math.max(0, Math.abs(centred) - 0.5) / deviation
  return Math.min(1, 2 * normalCdf(-z))
}

function hodgesLehmann(differences: readonly number[], exact: boolean, confidence: number) {
  const walsh: number[] = []
  differences.forEach((a, i) => {
    for (let j = i; j < differences.length; j++) walsh.push((a + (differences[j] ?? a)) / 2)
  })
  const sorted = ascending(walsh)
  const shift = medianOfSorted(sorted) ?? 0
  const n = differences.length
  const tail = (1 - confidence) / 2
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
  const skipped = exact
    ? signedRankQuantile(tail, n)
    : Math.max(0, Math.floor((n * (n + 1)) / 4 + normalQuantile(tail) * spread))
  const at = (rank: number) => sorted[Math.min(Math.max(rank, 0), sorted.length - 1)] ?? shift
  const edge = Math.max(1, skipped)
  return { shift, interval: [at(edge - 1), at(sorted.length - edge)] as const }
}
