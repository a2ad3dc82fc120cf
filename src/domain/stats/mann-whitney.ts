import { normalCdf, normalQuantile } from './normal.ts'
import { ascending, medianOfSorted, midRanks } from './order-statistics.ts'

/** Exact p where the two samples have no ties and at most this many values each. */
const EXACT_UP_TO = 49
/** The shift is taken over at most this many evenly spaced order statistics a side. */
const PAIRED_UP_TO = 1500

/** The Mann-Whitney test of two independent samples, first against second. */
export interface MannWhitneyTest {
  /** How many of the n1 * n2 pairs have the first larger, ties a half. */
  readonly u: number
  readonly p: number
  readonly exact: boolean
  /** Common-language effect size P(first > second) + P(equal) / 2 = U / (n1 n2); 0.5 is no difference. McGraw & Wong (1992). */
  readonly effect: number
  /** Hodges-Lehmann shift: median of all first - second. */
  readonly shift: number
  readonly interval: readonly [number, number]
}

/**
 * Tests whether one sample tends to be larger, two-sided; exact without ties up to 49 values a side, else normal with tie
 * and continuity corrections. Null when a sample is empty. Mann & Whitney (1947); Hollander & Wolfe (1999) section 4.
 */
export function mannWhitney(
  first: readonly number[],
  second: readonly number[],
  confidence = 0.95,
): MannWhitneyTest | null {
  const [m, n] = [first.length, second.length]
  if (m === 0 || n === 0) return null
  const { ranks, tieTerm } = midRanks([...first, ...second])
  const u = ranks.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2
  const exact = tieTerm === 0 && m <= EXACT_UP_TO && n <= EXACT_UP_TO
  const total = m + n
  const variance = ((m * n) / 12) * (total + 1 - tieTerm / (total * (total - 1)))
  const p = exact ? exactP(u, m, n) : normalP(u - (m * n) / 2, variance)
  return { u, p, exact, effect: u / (m * n), ...shiftInterval(first, second, exact, confidence) }
}

/** Returns, for each U from 0 to m n, the probability under the null: the coefficients of the Gaussian binomial. */
function distribution(m: number, n: number): Float64Array {
  let ways = new Float64Array(m * n + 1)
  ways[0] = 1
  for (let i = 1; i <= m; i++) {
    for (let u = m * n; u >= n + i; u--) ways[u] = (ways[u] ?? 0) - (ways[u - n - i] ?? 0)
    for (let u = i; u <= m * n; u++) ways[u] = (ways[u] ?? 0) + (ways[u - i] ?? 0)
  }
  const sum = ways.reduce((total, count) => total + count, 0)
  ways = ways.map((count) => count / sum)
  return ways
}

function exactP(u: number, m: number, n: number): number {
  const lower = Math.min(u, m * n - u)
  const tail = distribution(m, n).reduce((sum, share, value) => (value <= lower ? sum + share : sum), 0)
  return Math.min(1, 2 * tail)
}

function normalP(centred: number, variance: number): number {
  if (variance <= 0) return 1
  return Math.min(1, 2 * normalCdf(-Math.max(0, Math.abs(centred) - 0.5) / Math.sqrt(variance)))
}

function shiftInterval(first: readonly number[], second: readonly number[], exact: boolean, confidence: number) {
  const others = thin(second)
  const sorted = ascending(thin(first).flatMap((a) => others.map((b) => a - b)))
  const shift = medianOfSorted(sorted) ?? 0
  const [m, n] = [first.length, second.length]
  const tail = (1 - confidence) / 2
  const approximate = (m * n) / 2 + normalQuantile(tail) * Math.sqrt((m * n * (m + n + 1)) / 12)
  const rank = exact ? quantile(tail, m, n) : Math.floor((approximate * sorted.length) / (m * n))
  const edge = Math.max(1, rank)
  return { shift, interval: [sorted[edge - 1] ?? shift, sorted[sorted.length - edge] ?? shift] as const }
}

/** Returns evenly spaced order statistics where there are more than enough, so the products stay countable. */
function thin(values: readonly number[]): readonly number[] {
  if (values.length <= PAIRED_UP_TO) return values
  const sorted = ascending(values)
  const step = (sorted.length - 1) / (PAIRED_UP_TO - 1)
  return Array.from({ length: PAIRED_UP_TO }, (_, i) => sorted[Math.round(i * step)] ?? 0)
}

function quantile(p: number, m: number, n: number): number {
  let cumulated = 0
  return distribution(m, n).findIndex((share) => (cumulated += share) >= p)
}
