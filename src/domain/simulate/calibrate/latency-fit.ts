import { normalCdf } from '#domain/stats/normal.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { fitLognormal } from '../latency.ts'
import { standardNormalQuantile } from '../normal-quantile.ts'
import { LEAST_OBSERVATIONS, notIdentifiable, type ParameterEstimate } from './estimate.ts'
import type { Stepwise } from './stepwise.ts'
import { invertPositiveDefinite } from './symmetric-matrix.ts'

/** Latencies beyond this many are thinned evenly in order of size, each standing for as many: the likelihood costs a distribution function each. */
const MOST_LATENCIES = 5000
const Z95 = standardNormalQuantile(0.95)
const Z975 = standardNormalQuantile(0.975)

/**
 * Fits the network's 5th and 95th percentile to measured latencies by maximum likelihood. A latency is lognormal network +
 * constant + uniform exchange on [a, b], so its density is exactly [F(t - a) - F(t - b)] / (b - a), F the lognormal's
 * distribution function. Calm exchange assumed (rho = 0). Standard errors from the observed information, by the delta
 * method on the logarithm, so intervals stay above 0. Needs 25 latencies; above 5,000 they are thinned evenly,
 * each weighing what it stands for.
 */
export function* fitLatency(latencies: readonly number[], current: ScenarioParams): Stepwise<ParameterEstimate[]> {
  const all = latencies.filter((latency) => latency > current.exchange_min_ms + current.network_extra_ms)
  const measured = thinned(all)
  const names = ['network_p5_ms', 'network_p95_ms'] as const
  const n = all.length
  const weight = n / measured.length
  if (n < LEAST_OBSERVATIONS)
    return names.map((name) =>
      notIdentifiable(
        name,
        current[name],
        n,
        `Only ${n} fills have a measured latency above the exchange's own; ${LEAST_OBSERVATIONS} are needed.`,
      ),
    )
  const minusLogLikelihood = ([mu, lnSigma]: readonly [number, number]) =>
    -weight *
    measured.reduce(
      (sum, latency) => sum + Math.log(densityOf(latency - current.network_extra_ms, mu, Math.exp(lnSigma), current)),
      0,
    )
  const start = fitLognormal(Math.max(0.1, quantileAt(measured, 0.05)), Math.max(0.2, quantileAt(measured, 0.95)))
  const best = yield* minimise(minusLogLikelihood, [start.mu, Math.log(Math.max(0.05, start.sigma))])
  const covariance = invertPositiveDefinite(yield* hessian(minusLogLikelihood, best))
  if (covariance === null)
    return names.map((name) =>
      notIdentifiable(name, current[name], n, 'The measured latencies do not determine a distribution.'),
    )
  const sigma = Math.exp(best[1])
  return names.map((name, k) => {
    const z = (k === 0 ? -1 : 1) * Z95
    const logValue = best[0] + z * sigma
    const slope = [1, z * sigma] as const
    const variance =
      slope[0] ** 2 * covariance[0]![0]! +
      2 * slope[0] * slope[1] * covariance[0]![1]! +
      slope[1] ** 2 * covariance[1]![1]!
    const half = Z975 * Math.sqrt(variance)
    const fitted = Math.exp(logValue)
    return {
      ...{
        name,
        current: current[name],
        fitted,
        se: fitted * Math.sqrt(variance),
        observations: n,
        identifiable: true,
        reason: null,
      },
      interval: [Math.exp(logValue - half), Math.exp(logValue + half)] as const,
    }
  })
}

function thinned(latencies: readonly number[]): number[] {
  const sorted = Float64Array.from(latencies).sort()
  if (sorted.length <= MOST_LATENCIES) return Array.from(sorted)
  return Array.from(
    { length: MOST_LATENCIES },
    (_, k) => sorted[Math.floor(((k + 0.5) * sorted.length) / MOST_LATENCIES)]!,
  )
}

function densityOf(
  t: number,
  mu: number,
  sigma: number,
  { exchange_min_ms: a, exchange_max_ms: b }: ScenarioParams,
): number {
  const distribution = (x: number) => (x > 0 ? normalCdf((Math.log(x) - mu) / sigma) : 0)
  if (b > a) return Math.max(1e-300, (distribution(t - a) - distribution(t - b)) / (b - a))
  const x = t - a
  return Math.max(1e-300, Math.exp(-(((Math.log(x) - mu) / sigma) ** 2) / 2) / (x * sigma * Math.sqrt(2 * Math.PI)))
}

type Pair = readonly [number, number]

/** Minimises a smooth function of two numbers by damped Newton steps on central differences. */
function* minimise(f: (at: Pair) => number, start: Pair): Stepwise<Pair> {
  let at = start
  let value = f(at)
  for (let iteration = 0; iteration < 100; iteration++) {
    const slope = yield* gradient(f, at)
    const inverse = invertPositiveDefinite(yield* hessian(f, at))
    const direction: Pair = inverse
      ? [
          -(inverse[0]![0]! * slope[0] + inverse[0]![1]! * slope[1]),
          -(inverse[1]![0]! * slope[0] + inverse[1]![1]! * slope[1]),
        ]
      : [-1e-3 * slope[0], -1e-3 * slope[1]]
    let length = 1
    let next: Pair = at
    let nextValue = value
    for (; length > 1e-8; length /= 2) {
      next = [at[0] + length * direction[0], at[1] + length * direction[1]]
      nextValue = f(next)
      if (nextValue < value) break
    }
    if (!(nextValue < value - 1e-10 * Math.abs(value))) return nextValue < value ? next : at
    at = next
    value = nextValue
  }
  return at
}

const STEP = 1e-4

function* gradient(f: (at: Pair) => number, [x, y]: Pair): Stepwise<Pair> {
  const [right, left, above, below] = yield* valuesAt(f, [
    [x + STEP, y],
    [x - STEP, y],
    [x, y + STEP],
    [x, y - STEP],
  ])
  return [(right! - left!) / (2 * STEP), (above! - below!) / (2 * STEP)]
}

function* hessian(f: (at: Pair) => number, [x, y]: Pair): Stepwise<number[][]> {
  const h = 1e-3
  const corners = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy): Pair => [x + dx * h, y + dy * h]))
  const [sw, w, nw, s, middle, n, se, e, ne] = yield* valuesAt(f, corners)
  const xx = (e! - 2 * middle! + w!) / h ** 2
  const yy = (n! - 2 * middle! + s!) / h ** 2
  const xy = (ne! - se! - nw! + sw!) / (4 * h ** 2)
  return [
    [xx, xy],
    [xy, yy],
  ]
}

/** A likelihood of many latencies takes milliseconds: others are let in after each. */
function* valuesAt(f: (at: Pair) => number, places: readonly Pair[]): Stepwise<number[]> {
  const values: number[] = []
  for (const place of places) {
    values.push(f(place))
    yield null
  }
  return values
}

function quantileAt(values: readonly number[], probability: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))] ?? 1
}
