import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { standardNormalQuantile } from './normal-quantile.ts'

const Z95 = standardNormalQuantile(0.95)

/** Milliseconds in a day; a crypto day has no close. */
export const DAY_MS = 86_400_000
const ROOT_DAY_MS = Math.sqrt(DAY_MS)

/** A quantile function: u in (0, 1) to a value. */
export type QuantileFunction = (u: number) => number

/** Returns the lognormal's mu and sigma (of ln ms) with the given 5th and 95th percentiles: mu = ln sqrt(p5 p95), sigma = ln(p95 / p5) / (2 z95). */
export function fitLognormal(p5Ms: number, p95Ms: number): { mu: number; sigma: number } {
  return {
    mu: Math.log(p5Ms * p95Ms) / 2,
    sigma: Math.log(p95Ms / p5Ms) / (2 * Z95),
  }
}

/** Returns the quantile function of a sample, linear between order statistics at (i - 1/2) / n and flat outside (type 5 of Hyndman and Fan 1996). */
export function sampleQuantile(sample: readonly number[]): QuantileFunction {
  const sorted = Float64Array.from(sample).sort()
  const last = sorted.length - 1
  return (u) => {
    const position = Math.min(last, Math.max(0, u * sorted.length - 0.5))
    const low = Math.floor(position)
    const below = sorted[low]!
    return below + (sorted[Math.min(last, low + 1)]! - below) * (position - low)
  }
}

/** Network latency models by the name a scenario gives in `network_model`: quantile functions in ms, without network_extra_ms. */
export const NETWORK_MODELS: Readonly<
  Record<ScenarioParams['network_model'], (params: ScenarioParams) => QuantileFunction>
> = {
  lognormal: (params) => {
    const { mu, sigma } = fitLognormal(params.network_p5_ms, params.network_p95_ms)
    return (u) => Math.exp(mu + sigma * standardNormalQuantile(u))
  },
  uniform:
    ({ network_p5_ms: low, network_p95_ms: high }) =>
    (u) =>
      low + (high - low) * u,
  live: (params) => NETWORK_MODELS.lognormal(params),
  sample: (params) => sampleQuantile(params.network_sample_ms ?? []),
}

/** Returns the mean wait in the exchange's queue, service * rho / (1 - rho) ms (M/M/1); 0 when calm. The wait is drawn as an exponential with this mean. Kleinrock (1975). */
export function queueMeanMs(serviceMs: number, rho: number): number {
  return (serviceMs * rho) / (1 - rho)
}

/** Returns the standard deviation of the mid's drift over one ms, bps: sigma_bps / sqrt(86,400,000). Over t ms it is this times sqrt(t). */
export function driftPerRootMsBps(volatilityDaily: number): number {
  return (volatilityDaily * 1e4) / ROOT_DAY_MS
}
