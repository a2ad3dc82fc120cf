import { normalCdf } from '#domain/stats/normal.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { fitLognormal } from '../latency.ts'

/** The distribution of a latency, ms. */
export interface LatencyLaw {
  /** P(latency <= t). */
  readonly cdf: (ms: number) => number
  readonly quantile: (probability: number) => number
}

/**
 * Returns the law of network + extra + exchange under a calm exchange (rho = 0): lognormal through (p5, p95) plus a uniform on
 * [a, b]. Its distribution function is exactly [G(t - a) - G(t - b)]/(b - a) with G(x) = x N(z) - exp(mu + sigma^2/2) N(z - sigma),
 * z = (ln x - mu)/sigma, the integral of the lognormal's.
 */
export function latencyLaw(params: ScenarioParams): LatencyLaw {
  const { mu, sigma } = fitLognormal(params.network_p5_ms, params.network_p95_ms)
  const low = params.exchange_min_ms + params.network_extra_ms
  const width = params.exchange_max_ms - params.exchange_min_ms
  const z = (x: number) => (Math.log(x) - mu) / Math.max(sigma, 1e-9)
  const integral = (x: number) =>
    x > 0 ? x * normalCdf(z(x)) - Math.exp(mu + sigma ** 2 / 2) * normalCdf(z(x) - sigma) : 0
  const cdf = (t: number) => {
    if (t <= low) return 0
    if (width === 0) return normalCdf(z(t - low))
    return Math.min(1, Math.max(0, (integral(t - low) - integral(t - low - width)) / width))
  }
  return { cdf, quantile: (probability) => inverse(cdf, probability, low, Math.exp(mu) + low + width) }
}

/** Solves cdf(t) = probability above `low` by bisection to a part in a billion. */
function inverse(cdf: (t: number) => number, probability: number, low: number, first: number): number {
  let high = Math.max(first, 1e-9)
  while (cdf(high) < probability) high *= 2
  let from = low
  while (high - from > 1e-9 * high) {
    const middle = (from + high) / 2
    if (cdf(middle) < probability) from = middle
    else high = middle
  }
  return high
}
