import { median } from '#domain/stats/quantile.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { readFees } from './fee-fit.ts'
import type { LiveFills } from './live-fills.ts'
import { robustNoise } from './slippage-fit.ts'

/**
 * Returns the scenario `baseline` that a backtest's own fills assume: a constant slippage (their median) with its noise,
 * the fee rates they paid, their share of makers among limit orders, everything filled whole at once. Fills without an
 * arrival mid say nothing of slippage: 0.
 */
export function ownAssumptions(fills: LiveFills, seed = 42, draws = 200): Scenario {
  const known = Array.from(fills.slippageBps).filter(Number.isFinite)
  const centre = median(known) ?? 0
  const noise =
    known.length < 2
      ? 0
      : robustNoise(
          known.map((slip) => slip - centre),
          new Float64Array(known.length),
        )
  const [maker, taker] = readFees(fills)
  const limits = Array.from(fills.isLimit.keys()).filter((i) => fills.isLimit[i] === 1)
  const made = limits.filter((i) => fills.isMaker[i] === 1).length
  const nothing = { w_spread: 0, k_vol: 0, k_depth: 0, fill_spread_a: 0, fill_volume_b: 0 }
  const atOnce = { network_p5_ms: 0.001, network_p95_ms: 0.001, exchange_min_ms: 0, exchange_max_ms: 0 }
  return parseScenario({
    ...{ name: 'baseline', seed, draws },
    params: {
      ...{ ...nothing, ...atOnce, impact_model: 'none', base_bps: centre, noise_bps: noise, adverse_bps: centre },
      ...{ market_fill: 1, limit_fill: 1, p_maker: limits.length === 0 ? 0 : made / limits.length },
      ...{ maker_fee_bps: maker.rateBps ?? taker.rateBps ?? 0, taker_fee_bps: taker.rateBps ?? maker.rateBps ?? 0 },
    },
  })
}
