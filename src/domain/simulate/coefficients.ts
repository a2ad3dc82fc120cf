import type { NumericName } from '#shared/simulate/parameters.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { IMPACT_MODELS } from './impact.ts'
import { stressFactor, type Coefficients } from './slippage.ts'

/** Returns the coefficients slippage, drift and flat fees are linear in. */
export function coefficientsOf(params: ScenarioParams): Coefficients {
  const baseBps = params.base_bps * stressFactor(params.stress_base, params.stress_level)
  return {
    baseBps,
    volatilityBps: params.k_vol * baseBps,
    spread: params.w_spread,
    impact: IMPACT_MODELS[params.impact_model].coefficient(params),
    depth: params.k_depth,
    book: params.k_depth === 0 ? 0 : 1,
    noiseBps: params.noise_bps,
    adverseBps: params.adverse_bps,
    driftBpsPerMs: params.drift_bps_per_s / 1000,
    makerFeeBps: params.fee_schedule === null ? params.maker_fee_bps : 0,
    takerFeeBps: params.fee_schedule === null ? params.taker_fee_bps : 0,
  }
}

/** Parameters whose change needs no new simulation: results recombine from sums already made. */
export const INSTANT_PARAMETERS: ReadonlySet<string> = new Set<NumericName>([
  'base_bps',
  'k_vol',
  'w_spread',
  'impact_y',
  'fixed_impact_bps',
  'k_depth',
  'noise_bps',
  'adverse_bps',
  'drift_bps_per_s',
  'maker_fee_bps',
  'taker_fee_bps',
  'stress_base',
])

/** Returns whether `to` can be had from sums simulated under `from`: only instant parameters differ. */
export function isInstantChange(from: ScenarioParams, to: ScenarioParams): boolean {
  const names = Object.keys(from) as (keyof ScenarioParams)[]
  return names.every((name) => INSTANT_PARAMETERS.has(name) || JSON.stringify(from[name]) === JSON.stringify(to[name]))
}
