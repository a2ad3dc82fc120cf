import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { touchDepthBps } from '../depth.ts'
import { IMPACT_MODELS } from '../impact.ts'
import { driftPerRootMsBps } from '../latency.ts'
import type { LiveFills } from './live-fills.ts'
import { valuesOf, type Stepwise } from './stepwise.ts'

/** Bases of the taker fills of a set with known inputs, one column per coefficient; their observed slippage; and each fill's own drift variance. */
export interface TakerBasis {
  readonly index: readonly number[]
  readonly observed: Float64Array
  readonly spread: Float64Array
  readonly impact: Float64Array
  readonly volatility: Float64Array
  readonly depth: Float64Array
  readonly driftVariance: Float64Array
}

/** Returns the basis of the taker fills whose spread, volatility, volume and slippage are known. */
export function* takerBasis(fills: LiveFills, params: ScenarioParams): Stepwise<TakerBasis> {
  const index = Array.from(fills.isMaker.keys()).filter((i) => fills.isMaker[i] === 0 && isComplete(fills, i))
  const column = (value: (i: number) => number) => valuesOf(index.length, (row) => value(index[row]!))
  const model = IMPACT_MODELS[params.impact_model]
  const order = (i: number) => ({
    quantity: fills.quantity[i]!,
    adv: fills.adv[i]!,
    volatilityDaily: fills.volatilityDaily[i]!,
  })
  yield null
  return {
    index,
    observed: yield* column((i) => fills.slippageBps[i]!),
    spread: yield* column((i) => fills.spreadBps[i]! / 2),
    impact: yield* column((i) => model.basisBps(order(i), params)),
    volatility: yield* column((i) => fills.volatilityDaily[i]! / params.sigma_ref - 1),
    depth: yield* column((i) => touchDepthBps(fills.quantity[i]!, fills.depthQuantity[i]!, fills.spreadBps[i]!)),
    driftVariance: yield* column(
      (i) => driftPerRootMsBps(fills.volatilityDaily[i]!) ** 2 * (fills.latencyMs[i]! > 0 ? fills.latencyMs[i]! : 0),
    ),
  }
}

function isComplete({ slippageBps, spreadBps, volatilityDaily, adv }: LiveFills, i: number): boolean {
  const sum = slippageBps[i]! + spreadBps[i]! + volatilityDaily[i]!
  return Number.isFinite(sum) && adv[i]! > 0
}
