import jStat from 'jstat'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { fitBounded } from './bounded-least-squares.ts'
import {
  estimated,
  LEAST_OBSERVATIONS,
  notIdentifiable,
  studentQuantile975,
  type ParameterEstimate,
} from './estimate.ts'
import type { LiveOrders } from './live-fills.ts'
import type { Stepwise } from './stepwise.ts'

/**
 * Fits the filled shares of live orders: market_fill; limit_fill, and fill_spread_a and fill_volume_b where spread and
 * volume vary beyond their references; fill_concentration from the variance left of both kinds. The mean's level goes through a logistic
 * link, so its interval stays inside (0, 1); weights are 1 / mean (1 - mean) (quasi-likelihood, Papke and Wooldridge 1996),
 * the covariance is the sandwich. Where every order was filled whole the level is 1 with the interval [1 - 3/n, 1] (rule of
 * three, Hanley and Lippman-Hand 1983), and spread and volume have no effect.
 */
export function* fitFillRatios(orders: LiveOrders, current: ScenarioParams): Stepwise<ParameterEstimate[]> {
  const rows = (isLimit: number) =>
    Array.from(orders.isLimit.keys()).filter(
      (i) => orders.isLimit[i] === isLimit && Number.isFinite(orders.filledShare[i]!),
    )
  const market = yield* fitShares(orders, rows(0), current, [])
  const limit = yield* fitShares(orders, rows(1), current, variedSlopes(orders, rows(1), current))
  const wholeLimits = areWhole(orders, rows(1))
  return [
    areWhole(orders, rows(0))
      ? wholeEstimate('market_fill', current.market_fill, rows(0).length)
      : levelEstimate('market_fill', current.market_fill, market, rows(0).length),
    wholeLimits
      ? wholeEstimate('limit_fill', current.limit_fill, rows(1).length)
      : levelEstimate('limit_fill', current.limit_fill, limit, rows(1).length),
    ...(['fill_spread_a', 'fill_volume_b'] as const).map((name) =>
      wholeLimits
        ? noEffect(name, current[name], rows(1).length)
        : slopeEstimate(name, current[name], limit, rows(1).length),
    ),
    concentrationOf(
      [market, limit].filter((fit) => fit !== null),
      current,
    ),
  ]
}

function areWhole(orders: LiveOrders, rows: readonly number[]): boolean {
  return rows.length >= LEAST_OBSERVATIONS && rows.every((i) => orders.filledShare[i]! > 1 - 1e-9)
}

function wholeEstimate(name: string, current: number, observations: number): ParameterEstimate {
  const interval = [1 - 3 / observations, 1] as const
  return {
    ...{ name, current, fitted: 1, se: null, interval, observations, identifiable: true },
    reason: `All ${observations} orders were filled whole.`,
  }
}

function noEffect(name: Slope, current: number, observations: number): ParameterEstimate {
  return {
    ...{ name, current, fitted: 0, se: null, interval: null, observations, identifiable: true },
    reason: `All ${observations} limit orders were filled whole, whatever their spread and volume.`,
  }
}

/** Returns the mean and 95 % interval of P(maker) from `makers` of `fills`: Beta(k + 1/2, n - k + 1/2). Jeffreys (1946). */
export function fitMakerProbability(makers: number, fills: number, current: number): ParameterEstimate {
  if (fills < LEAST_OBSERVATIONS)
    return notIdentifiable(
      'p_maker',
      current,
      fills,
      `Only ${fills} limit orders were filled; ${LEAST_OBSERVATIONS} are needed.`,
    )
  const alpha = makers + 0.5
  const beta = fills - makers + 0.5
  const mean = alpha / (alpha + beta)
  const se = Math.sqrt((mean * (1 - mean)) / (alpha + beta + 1))
  return estimated('p_maker', current, mean, se, fills, [
    jStat.beta.inv(0.025, alpha, beta),
    jStat.beta.inv(0.975, alpha, beta),
  ])
}

type Slope = 'fill_spread_a' | 'fill_volume_b'

interface ShareFit {
  readonly level: number
  readonly levelVariance: number
  readonly slopes: ReadonlyMap<Slope, { value: number; variance: number }>
  /** Squared residual of each order, and mean (1 - mean), what its variance would be were it all or nothing. */
  readonly squares: readonly number[]
  readonly largest: readonly number[]
}

/** What the mean depends on: spread beyond its reference, and (log) volume below its reference. */
function covariates(orders: LiveOrders, i: number, current: ScenarioParams): Record<Slope, number> {
  return {
    fill_spread_a: Math.max(0, orders.spreadBps[i]! / current.spread_ref_bps - 1),
    fill_volume_b: Math.min(0, Math.log(orders.volume[i]! / current.volume_ref)),
  }
}

function variedSlopes(orders: LiveOrders, rows: readonly number[], current: ScenarioParams): Slope[] {
  return (['fill_spread_a', 'fill_volume_b'] as const).filter((slope) => {
    const values = rows.map((i) => covariates(orders, i, current)[slope])
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    return values.every(Number.isFinite) && values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length > 1e-4
  })
}

function* fitShares(
  orders: LiveOrders,
  rows: readonly number[],
  current: ScenarioParams,
  slopes: readonly Slope[],
): Stepwise<ShareFit | null> {
  if (rows.length < LEAST_OBSERVATIONS) return null
  const given = rows.map((i) => covariates(orders, i, current))
  const overall = rows.reduce((sum, i) => sum + orders.filledShare[i]!, 0) / rows.length
  if (overall <= 0 || overall >= 1) return null
  const predict = (parameters: readonly number[], row: number, gradient: number[]) => {
    const level = 1 / (1 + Math.exp(-parameters[0]!))
    const at = (name: Slope) => (slopes.includes(name) ? parameters[1 + slopes.indexOf(name)]! : 0)
    const { fill_spread_a: wide, fill_volume_b: thin } = given[row]!
    const spread = Math.max(0, 1 - at('fill_spread_a') * wide)
    const volume = Math.exp(at('fill_volume_b') * thin)
    const slopeOf = {
      fill_spread_a: spread > 0 ? -level * wide * volume : 0,
      fill_volume_b: level * spread * volume * thin,
    }
    gradient[0] = level * (1 - level) * spread * volume
    slopes.forEach((name, k) => (gradient[1 + k] = slopeOf[name]))
    return level * spread * volume
  }
  const bounds = { lower: [-20, ...slopes.map(() => 0)], upper: [20, ...slopes.map(() => 10)] }
  const base = {
    count: rows.length,
    observed: (row: number) => orders.filledShare[rows[row]!]!,
    predict,
    ...bounds,
    huberK: Infinity,
  }
  const start = [Math.log(overall / (1 - overall)), ...slopes.map((name) => current[name])]
  const first = yield* fitBounded({ ...base, deviation: () => 1, start })
  const means = rows.map((_, row) => Math.min(1 - 1e-6, Math.max(1e-6, predict(first.parameters, row, []))))
  const fit = yield* fitBounded({
    ...base,
    deviation: (row) => Math.sqrt(means[row]! * (1 - means[row]!)),
    start: first.parameters,
  })
  if (fit.covariance === null) return null
  const { covariance, parameters } = fit
  return {
    level: parameters[0]!,
    levelVariance: covariance[0]![0]!,
    slopes: new Map(
      slopes.map((name, k) => [name, { value: parameters[1 + k]!, variance: covariance[1 + k]![1 + k]! }]),
    ),
    squares: rows.map((i, row) => (orders.filledShare[i]! - predict(parameters, row, [])) ** 2),
    largest: means.map((mean) => mean * (1 - mean)),
  }
}

function levelEstimate(name: string, current: number, fit: ShareFit | null, observations: number): ParameterEstimate {
  if (fit === null)
    return notIdentifiable(
      name,
      current,
      observations,
      `${observations} orders of this kind do not determine it; ${LEAST_OBSERVATIONS} with varied fills are needed.`,
    )
  const logistic = (x: number) => 1 / (1 + Math.exp(-x))
  const half = studentQuantile975(observations) * Math.sqrt(fit.levelVariance)
  const value = logistic(fit.level)
  return estimated(name, current, value, value * (1 - value) * Math.sqrt(fit.levelVariance), observations, [
    logistic(fit.level - half),
    logistic(fit.level + half),
  ])
}

function slopeEstimate(name: Slope, current: number, fit: ShareFit | null, observations: number): ParameterEstimate {
  const slope = fit?.slopes.get(name)
  const cause =
    name === 'fill_spread_a' ? 'spreads do not rise above their reference' : 'volumes do not fall below their reference'
  if (slope === undefined)
    return notIdentifiable(
      name,
      current,
      observations,
      `It cannot be told from these orders: their ${cause}, or there are too few.`,
    )
  return estimated(name, current, slope.value, Math.sqrt(slope.variance), observations)
}

/**
 * The beta's variance is mean (1 - mean) / (k + 1), so k + 1 is the sum of mean (1 - mean) over that of squared residuals, of
 * market and limit orders together. Filled shares near 1 are far from normal: the standard error of the sum of squares is the
 * sandwich sqrt(sum (r^2 - v)^2), v the fitted variance, and the interval is on the logarithm of k + 1.
 */
function concentrationOf(fits: readonly ShareFit[], current: ScenarioParams): ParameterEstimate {
  const name = 'fill_concentration'
  const squares = fits.flatMap((fit) => fit.squares)
  const largest = fits.flatMap((fit) => fit.largest)
  const count = squares.length
  const levels = fits.reduce((sum, { slopes }) => sum + 1 + slopes.size, 0)
  const left = sumOf(squares) * (count / Math.max(1, count - levels))
  const ratio = sumOf(largest) / left
  if (!(ratio > 1) || !Number.isFinite(ratio))
    return notIdentifiable(name, current[name], count, 'The spread of the filled shares does not determine it.')
  const errors = squares.map((square, row) => (square - largest[row]! / ratio) ** 2)
  const relative = Math.sqrt(sumOf(errors)) / left
  const at = (z: number) => Math.max(1, ratio * Math.exp(z * relative) - 1)
  const z = studentQuantile975(count)
  return estimated(name, current[name], at(0), ratio * relative, count, [at(-z), at(z)])
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
