import { median } from '#domain/stats/quantile.ts'
import { NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { touchDepthBps } from '../depth.ts'
import { IMPACT_MODELS } from '../impact.ts'
import { driftPerRootMsBps } from '../latency.ts'
import { fitBounded, HUBER_K, type RegressionFit } from './bounded-least-squares.ts'
import { estimated, LEAST_OBSERVATIONS, notIdentifiable, type ParameterEstimate } from './estimate.ts'
import type { LiveFills } from './live-fills.ts'
import { correlationOf, invertPositiveDefinite, type Matrix } from './symmetric-matrix.ts'

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

/** A fitted slippage model: estimates, their correlations, and the mean and deviation it predicts for a fill. */
export interface SlippageFit {
  readonly estimates: readonly ParameterEstimate[]
  readonly correlation: { readonly names: readonly SlippageName[]; readonly matrix: Matrix }
  readonly noise: ParameterEstimate
  readonly coefficients: Readonly<Record<SlippageName, number>>
  readonly noiseBps: number
}

/** Bases of the taker fills of a set, one row per coefficient; and each fill's own drift variance. */
interface TakerBasis {
  readonly index: readonly number[]
  readonly spread: Float64Array
  readonly impact: Float64Array
  readonly volatility: Float64Array
  readonly depth: Float64Array
  readonly driftVariance: Float64Array
}

/**
 * Fits base, w_spread, Y, k_vol and k_depth to the signed slippage of taker fills against the model's own bases: bounded,
 * weighted by 1 / (noise^2 + drift variance), Huber loss; noise from the median absolute residual. A coefficient that the
 * data cannot tell apart (variance inflation above 100, or an interval too wide to say anything) is held at its current
 * value, one at a time, and said. Needs 25 taker fills.
 */
export function fitSlippage(fills: LiveFills, current: ScenarioParams): SlippageFit {
  const basis = takerBasis(fills, current)
  const held = new Map<SlippageName, string>()
  if (basis.index.length < LEAST_OBSERVATIONS)
    for (const name of SLIPPAGE_NAMES)
      held.set(
        name,
        `Only ${basis.index.length} taker fills have what the model needs; ${LEAST_OBSERVATIONS} are needed.`,
      )
  for (;;) {
    const free = SLIPPAGE_NAMES.filter((name) => !held.has(name))
    const solution = solve(fills, basis, current, free)
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

/** Returns the mean and standard deviation a slippage model predicts for each taker fill with known inputs; `index` are those fills. */
export function predictTakers(
  fills: LiveFills,
  current: ScenarioParams,
  k: Readonly<Record<SlippageName, number>>,
  noiseBps: number,
): { index: readonly number[]; mean: Float64Array; deviation: Float64Array } {
  const basis = takerBasis(fills, current)
  return {
    index: basis.index,
    mean: Float64Array.from(basis.index, (_, row) => predict(k, basis, row)),
    deviation: basis.driftVariance.map((variance) => Math.sqrt(noiseBps ** 2 + variance)),
  }
}

function takerBasis(fills: LiveFills, params: ScenarioParams): TakerBasis {
  const index = Array.from(fills.isMaker.keys()).filter((i) => fills.isMaker[i] === 0 && isComplete(fills, i))
  const column = (value: (i: number) => number) => Float64Array.from(index, value)
  const model = IMPACT_MODELS[params.impact_model]
  const order = (i: number) => ({
    quantity: fills.quantity[i]!,
    adv: fills.adv[i]!,
    volatilityDaily: fills.volatilityDaily[i]!,
  })
  return {
    index,
    spread: column((i) => fills.spreadBps[i]! / 2),
    impact: column((i) => model.basisBps(order(i), params)),
    volatility: column((i) => fills.volatilityDaily[i]! / params.sigma_ref - 1),
    depth: column((i) => touchDepthBps(fills.quantity[i]!, fills.depthQuantity[i]!, fills.spreadBps[i]!)),
    driftVariance: column(
      (i) => driftPerRootMsBps(fills.volatilityDaily[i]!) ** 2 * (fills.latencyMs[i]! > 0 ? fills.latencyMs[i]! : 0),
    ),
  }
}

function isComplete({ slippageBps, spreadBps, volatilityDaily, adv }: LiveFills, i: number): boolean {
  return [slippageBps[i]!, spreadBps[i]!, volatilityDaily[i]!].every(Number.isFinite) && adv[i]! > 0
}

interface Solution {
  readonly coefficients: Record<SlippageName, number>
  readonly noiseBps: number
  readonly fit: RegressionFit
}

/** Fits the free coefficients with weights from a first, evenly weighted fit. */
function solve(fills: LiveFills, basis: TakerBasis, current: ScenarioParams, free: readonly SlippageName[]): Solution {
  let noiseBps = current.noise_bps
  let coefficients = pickCoefficients(current)
  let fit: RegressionFit = { parameters: [], covariance: [], information: [], iterations: 0 }
  if (basis.index.length === 0) return { coefficients, noiseBps, fit }
  const even =
    1.4826 *
    (median(
      basis.index.map((i) =>
        Math.abs(fills.slippageBps[i]! - (median(basis.index.map((j) => fills.slippageBps[j]!)) ?? 0)),
      ),
    ) ?? 1)
  let deviation: (row: number) => number = () => Math.max(even, 1e-9)
  for (let pass = 0; pass < 3; pass++) {
    const previous = coefficients
    if (free.length > 0) {
      fit = fitBounded(problemOf(fills, basis, previous, free, deviation))
      coefficients = { ...previous, ...Object.fromEntries(free.map((name, k) => [name, fit.parameters[k]!])) }
    }
    noiseBps = robustNoise(
      basis.index.map((i, row) => fills.slippageBps[i]! - predict(coefficients, basis, row)),
      basis.driftVariance,
    )
    const variance = Math.max(noiseBps, 1e-9) ** 2
    deviation = (row) => Math.sqrt(variance + basis.driftVariance[row]!)
  }
  return { coefficients, noiseBps, fit }
}

function pickCoefficients(params: ScenarioParams): Record<SlippageName, number> {
  return Object.fromEntries(SLIPPAGE_NAMES.map((name) => [name, params[name]])) as Record<SlippageName, number>
}

function problemOf(
  fills: LiveFills,
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
  return {
    count: basis.index.length,
    observed: (row: number) => fills.slippageBps[basis.index[row]!]!,
    predict: (parameters: readonly number[], row: number, gradient: number[]) => {
      free.forEach((name, a) => (trial[name] = parameters[a]!))
      free.forEach((name, a) => (gradient[a] = slopes[name](row)))
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
export function robustNoise(residuals: readonly number[], driftVariance: Float64Array): number {
  const excess = (noise: number) =>
    (median(residuals.map((r, row) => Math.abs(r) / Math.sqrt(noise ** 2 + driftVariance[row]! + 1e-18))) ?? 0) -
    0.6744897501960817
  let low = 0
  let high = Math.max(...residuals.map(Math.abs), 1e-9) * 2
  if (excess(low) <= 0) return 0
  while (high - low > 1e-7 * high) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) low = middle
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
    return takers < LEAST_OBSERVATIONS ? ('pooled' as const) : fitSlippage(fills, current)
  }
  return {
    pooled: fitSlippage(pooled, current),
    groups: new Map([...groups].map(([name, fills]) => [name, fitOf(fills)])),
  }
}
