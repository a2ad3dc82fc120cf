import { median } from '#domain/stats/quantile.ts'
import { NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { fitBounded, HUBER_K, type RegressionFit } from './bounded-least-squares.ts'
import { estimated, LEAST_OBSERVATIONS, notIdentifiable, type ParameterEstimate } from './estimate.ts'
import type { LiveFills } from './live-fills.ts'
import { finish, type Stepwise } from './stepwise.ts'
import { correlationOf, invertPositiveDefinite, type Matrix } from './symmetric-matrix.ts'
import { takerBasis, type TakerBasis } from './taker-basis.ts'

/** The coefficients of a taker's slippage that are fitted. */
export const SLIPPAGE_NAMES = ['base_bps', 'w_spread', 'impact_y', 'k_vol', 'k_depth'] as const
export type SlippageName = (typeof SLIPPAGE_NAMES)[number]

/** Coefficients given up first when two say the same, and how wide an interval may be before it says nothing. */
const HELD_FIRST: readonly SlippageName[] = ['k_vol', 'k_depth', 'impact_y', 'w_spread', 'base_bps']
const USELESS_HALF_WIDTH: Readonly<Record<SlippageName, number>> = {
  base_bps: 10,
  w_spread: 2,
  impact_y: 2,
  k_vol: 2,
  k_depth: 2,
}
const WORST_INFLATION = 100
/** Median of the absolute value of a standard normal variable. */
const MEDIAN_OF_NORMAL = 0.6744897501960817

/** A fitted slippage model: estimates, their correlations, and the mean and deviation it predicts for a fill. */
export interface SlippageFit {
  readonly estimates: readonly ParameterEstimate[]
  readonly correlation: { readonly names: readonly SlippageName[]; readonly matrix: Matrix }
  readonly noise: ParameterEstimate
  readonly coefficients: Readonly<Record<SlippageName, number>>
  readonly noiseBps: number
}

/**
 * Fits base, w_spread, Y, k_vol and k_depth to the signed slippage of taker fills against the model's own bases: bounded,
 * weighted by 1 / (noise^2 + drift variance), Huber loss; noise from the median absolute residual. A coefficient that the
 * data cannot tell apart (variance inflation above 100, or an interval too wide to say anything) is held at its current
 * value, one at a time, and said. Needs 25 taker fills. `known` is their basis where it is at hand.
 */
export function* fitSlippage(
  fills: LiveFills,
  current: ScenarioParams,
  known: TakerBasis | null = null,
): Stepwise<SlippageFit> {
  const basis = known ?? (yield* takerBasis(fills, current))
  const held = new Map<SlippageName, string>()
  if (basis.index.length < LEAST_OBSERVATIONS)
    for (const name of SLIPPAGE_NAMES)
      held.set(
        name,
        `Only ${basis.index.length} taker fills have what the model needs; ${LEAST_OBSERVATIONS} are needed.`,
      )
  for (;;) {
    const free = SLIPPAGE_NAMES.filter((name) => !held.has(name))
    const solution = yield* solve(basis, current, free)
    const worst = worstCoefficient(free, solution.fit)
    if (worst === null) return describe(basis, current, free, held, solution)
    held.set(worst.name, worst.reason)
  }
}

/** Returns the expected slippage of a taker fill under coefficients, bps; `basis` row as in {@link predictTaker}. */
function predict(k: Readonly<Record<SlippageName, number>>, basis: TakerBasis, row: number): number {
  return (
    k.base_bps * (1 + k.k_vol * basis.volatility[row]!) +
    k.w_spread * basis.spread[row]! +
    k.impact_y * basis.impact[row]! +
    k.k_depth * basis.depth[row]!
  )
}

/** Returns the mean and standard deviation a slippage model predicts for each fill of a basis. */
export function predictTakers(
  basis: TakerBasis,
  k: Readonly<Record<SlippageName, number>>,
  noiseBps: number,
): { mean: Float64Array; deviation: Float64Array } {
  return {
    mean: Float64Array.from(basis.index, (_, row) => predict(k, basis, row)),
    deviation: basis.driftVariance.map((variance) => Math.sqrt(noiseBps ** 2 + variance)),
  }
}

interface Solution {
  readonly coefficients: Record<SlippageName, number>
  readonly noiseBps: number
  readonly fit: RegressionFit
}

/** Fits the free coefficients with weights from a first, evenly weighted fit. */
function* solve(basis: TakerBasis, current: ScenarioParams, free: readonly SlippageName[]): Stepwise<Solution> {
  let noiseBps = current.noise_bps
  let coefficients = pickCoefficients(current)
  let fit: RegressionFit = { parameters: [], covariance: [], information: [], iterations: 0 }
  if (basis.index.length === 0) return { coefficients, noiseBps, fit }
  const even = medianDeviation(basis.observed)
  yield null
  let deviation: (row: number) => number = () => Math.max(even, 1e-9)
  for (let pass = 0; pass < 3; pass++) {
    const previous = coefficients
    if (free.length > 0) {
      fit = yield* fitBounded(problemOf(basis, previous, free, deviation))
      coefficients = { ...previous, ...Object.fromEntries(free.map((name, k) => [name, fit.parameters[k]!])) }
    }
    yield null
    noiseBps = robustNoise(
      basis.observed.map((observed, row) => observed - predict(coefficients, basis, row)),
      basis.driftVariance,
    )
    yield null
    const variance = Math.max(noiseBps, 1e-9) ** 2
    deviation = (row) => Math.sqrt(variance + basis.driftVariance[row]!)
  }
  return { coefficients, noiseBps, fit }
}

/** Returns 1.4826 times the median absolute deviation from the median: the standard deviation of normal values. */
function medianDeviation(values: Float64Array): number {
  const centre = median(values) ?? 0
  return 1.4826 * (median(values.map((value) => Math.abs(value - centre))) ?? 1)
}

function pickCoefficients(params: ScenarioParams): Record<SlippageName, number> {
  return Object.fromEntries(SLIPPAGE_NAMES.map((name) => [name, params[name]])) as Record<SlippageName, number>
}

function problemOf(
  basis: TakerBasis,
  k: Record<SlippageName, number>,
  free: readonly SlippageName[],
  deviation: (row: number) => number,
) {
  const trial = { ...k }
  const slopes: Record<SlippageName, (row: number) => number> = {
    base_bps: (row) => 1 + trial.k_vol * basis.volatility[row]!,
    w_spread: (row) => basis.spread[row]!,
    impact_y: (row) => basis.impact[row]!,
    k_vol: (row) => trial.base_bps * basis.volatility[row]!,
    k_depth: (row) => basis.depth[row]!,
  }
  const freeSlopes = free.map((name) => slopes[name])
  let tried: readonly number[] | null = null
  return {
    count: basis.index.length,
    observed: (row: number) => basis.observed[row]!,
    predict: (parameters: readonly number[], row: number, gradient: number[]) => {
      if (parameters !== tried) free.forEach((name, a) => (trial[name] = parameters[a]!))
      tried = parameters
      for (let a = 0; a < freeSlopes.length; a++) gradient[a] = freeSlopes[a]!(row)
      return predict(trial, basis, row)
    },
    deviation,
    start: free.map((name) => startOf(name, k[name])),
    lower: free.map((name) => NUMERIC_PARAMETERS[name].min),
    upper: free.map((name) => NUMERIC_PARAMETERS[name].max),
    huberK: HUBER_K,
  }
}

/** A base of exactly 0 would hide k_vol from the first step. */
function startOf(name: SlippageName, value: number): number {
  return name === 'base_bps' && value === 0 ? 1 : value
}

/** Returns the noise with which the median of |residual| / sqrt(noise^2 + drift variance) is that of a normal, by bisection; 0 when drift alone explains the residuals. */
export function robustNoise(residuals: ArrayLike<number>, driftVariance: Float64Array): number {
  const squares = Float64Array.from(residuals, (r) => (r / MEDIAN_OF_NORMAL) ** 2)
  // The median of |r| / deviation is above that of a normal where more than half the residuals are.
  const isTooSmall = (noise: number) => {
    const variance = noise ** 2 + 1e-18
    let above = 0
    for (let row = 0; row < squares.length; row++) if (squares[row]! > variance + driftVariance[row]!) above += 1
    return above > squares.length / 2
  }
  let low = 0
  let high = 2 * Math.sqrt(squares.reduce((most, square) => Math.max(most, square), 1e-18))
  if (!isTooSmall(low)) return 0
  while (high - low > 1e-7 * high) {
    const middle = (low + high) / 2
    if (isTooSmall(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Returns the coefficient that can least be told apart, or null when every one can. */
function worstCoefficient(
  free: readonly SlippageName[],
  fit: RegressionFit,
): { name: SlippageName; reason: string } | null {
  if (free.length === 0) return null
  const silent = free.find((_, k) => !(fit.information[k]![k]! > 1e-12))
  if (silent) return { name: silent, reason: 'Nothing in these fills varies with it.' }
  const scale = fit.information.map((row, k) => 1 / Math.sqrt(row[k]!))
  const scaled = fit.information.map((row, a) => row.map((value, b) => value * scale[a]! * scale[b]!))
  const inflation = invertPositiveDefinite(scaled)
  const order = HELD_FIRST.filter((name) => free.includes(name))
  const collinear = order.find(
    (name) => inflation === null || inflation[free.indexOf(name)]![free.indexOf(name)]! > WORST_INFLATION,
  )
  if (collinear) return { name: collinear, reason: collinearReason(free, collinear, scaled) }
  const wide = order.find(
    (name) =>
      1.96 * Math.sqrt(fit.covariance?.[free.indexOf(name)]?.[free.indexOf(name)] ?? Infinity) >
      USELESS_HALF_WIDTH[name],
  )
  return wide
    ? {
        name: wide,
        reason: 'Its 95 % interval is wider than any useful answer; more fills, or more varied ones, are needed.',
      }
    : null
}

/** Names the coefficient whose basis is most like that of `name`. */
function collinearReason(free: readonly SlippageName[], name: SlippageName, likeness: Matrix): string {
  const k = free.indexOf(name)
  const sizes = likeness[k]!.map((value, j) => (j === k ? 0 : Math.abs(value)))
  const twin = free[sizes.indexOf(Math.max(...sizes))]!
  return `These fills cannot tell it from ${twin}: what it multiplies hardly varies on its own.`
}

function describe(
  basis: TakerBasis,
  current: ScenarioParams,
  free: readonly SlippageName[],
  held: ReadonlyMap<SlippageName, string>,
  { coefficients, noiseBps, fit }: Solution,
): SlippageFit {
  const n = basis.index.length
  const covariance = fit.covariance ?? []
  const estimates = SLIPPAGE_NAMES.map((name) => {
    const reason = held.get(name)
    if (reason !== undefined) return notIdentifiable(name, current[name], n, reason)
    const k = free.indexOf(name)
    return estimated(name, current[name], coefficients[name], Math.sqrt(covariance[k]?.[k] ?? 0), n)
  })
  // The median absolute deviation of n normal errors has a standard error of 1.1664 sigma / sqrt(n) (Rousseeuw and Croux 1993).
  const noise =
    n < LEAST_OBSERVATIONS
      ? notIdentifiable('noise_bps', current.noise_bps, n, `Only ${n} taker fills; ${LEAST_OBSERVATIONS} are needed.`)
      : estimated('noise_bps', current.noise_bps, noiseBps, (1.1664 * noiseBps) / Math.sqrt(n), n)
  return { estimates, correlation: { names: free, matrix: correlationOf(covariance) }, noise, coefficients, noiseBps }
}

/** Fits each group of fills with at least 25 takers alone; the others fall under the pooled fit. */
export function fitSlippageByGroup(
  groups: ReadonlyMap<string, LiveFills>,
  pooled: LiveFills,
  current: ScenarioParams,
): { pooled: SlippageFit; groups: ReadonlyMap<string, SlippageFit | 'pooled'> } {
  const fitOf = (fills: LiveFills) => {
    const takers = fills.isMaker.reduce((count, isMaker) => count + (isMaker === 0 ? 1 : 0), 0)
    return takers < LEAST_OBSERVATIONS ? ('pooled' as const) : finish(fitSlippage(fills, current))
  }
  return {
    pooled: finish(fitSlippage(pooled, current)),
    groups: new Map([...groups].map(([name, fills]) => [name, fitOf(fills)])),
  }
}
