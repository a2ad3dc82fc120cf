import { median } from '#domain/stats/quantile.ts'
import { NUMERIC_PARAMETERS, type NumericName } from '#shared/simulate/parameters.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { readFees } from './fee-fit.ts'
import type { LiveFills } from './live-fills.ts'
import { robustNoise } from './slippage-fit.ts'

/**
 * Returns the scenario `baseline` that a backtest's own fills assume: the median slippage of its takers with its noise, that
 * of its makers, the fee rates they paid, their share of makers among limit orders, everything filled whole at once. Fills
 * without an arrival mid say nothing of slippage: 0; a side without fills takes the other's.
 */
export function ownAssumptions(fills: LiveFills, seed = 42, draws = 200): Scenario {
  const [taken, made] = [0, 1].map((maker) => slippageOf(fills, (i) => fills.isMaker[i] === maker))
  const taker = inside('base_bps', median(taken!) ?? median(made!) ?? 0)
  const noise =
    taken!.length < 2
      ? 0
      : robustNoise(
          taken!.map((slip) => slip - taker),
          new Float64Array(taken!.length),
        )
  const [makerFees, takerFees] = readFees(fills)
  const limits = Array.from(fills.isLimit.keys()).filter((i) => fills.isLimit[i] === 1)
  const makers = limits.filter((i) => fills.isMaker[i] === 1).length
  const nothing = { w_spread: 0, k_vol: 0, k_depth: 0, fill_spread_a: 0, fill_volume_b: 0, impact_model: 'none' }
  const atOnce = { network_p5_ms: 0.001, network_p95_ms: 0.001, exchange_min_ms: 0, exchange_max_ms: 0 }
  return parseScenario({
    ...{ name: 'baseline', seed, draws },
    params: {
      ...{
        ...nothing,
        ...atOnce,
        base_bps: taker,
        noise_bps: inside('noise_bps', noise),
        adverse_bps: inside('adverse_bps', median(made!) ?? taker),
      },
      ...{ market_fill: 1, limit_fill: 1, p_maker: limits.length === 0 ? 0 : makers / limits.length },
      maker_fee_bps: inside('maker_fee_bps', makerFees.rateBps ?? takerFees.rateBps ?? 0),
      taker_fee_bps: inside('taker_fee_bps', takerFees.rateBps ?? makerFees.rateBps ?? 0),
    },
  })
}

/** A price so far from its mid is another thing than slippage; the parameter's range is as far as it goes. */
function inside(name: NumericName, value: number): number {
  const { min, max } = NUMERIC_PARAMETERS[name]
  return Math.min(max, Math.max(min, value))
}

function slippageOf(fills: LiveFills, chosen: (i: number) => boolean): number[] {
  return Array.from(fills.slippageBps).filter((slip, i) => Number.isFinite(slip) && chosen(i))
}
