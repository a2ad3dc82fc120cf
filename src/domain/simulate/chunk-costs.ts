import type { OrderColumns } from './columns.ts'
import { driftPerRootMsBps } from './latency.ts'
import { makerSlippageBps, stressed, takerSlippageBps, type Coefficients } from './slippage.ts'

/**
 * The cost bases of one chunk of orders, one entry an order. They are worked out where a chunk is drawn, from columns that
 * scenarios share: whole columns of them would take longer to write and read than the arithmetic does.
 */
export interface ChunkCosts {
  readonly halfSpread: Float64Array
  readonly impact: Float64Array
  /** sigma / sigma_ref - 1. */
  readonly excessVolatility: Float64Array
  readonly depth: Float64Array
  /** Standard deviation of the mid's drift, bps per root ms. */
  readonly sigma: Float64Array
}

/** Writes the cost bases of orders [first, first + count). One loop a column: each is a handful of operations on what is in the cache. */
export function writeCosts(columns: OrderColumns, first: number, count: number, out: ChunkCosts): void {
  const { spreadBps, volatilityDaily, impact, touchesSwept, market } = columns
  const { spreadFactor, spreadStress, volatilityFactor, volatilityStress, sigmaRef } = market
  const { halfSpread, excessVolatility, depth, sigma } = out
  for (let j = 0; j < count; j++) halfSpread[j] = stressed(spreadBps[first + j]!, spreadFactor, spreadStress) / 2
  for (let j = 0; j < count; j++) depth[j] = 2 * halfSpread[j]! * touchesSwept[first + j]!
  for (let j = 0; j < count; j++) {
    const volatility = stressed(volatilityDaily[first + j]!, volatilityFactor, volatilityStress)
    excessVolatility[j] = volatility / sigmaRef - 1
    sigma[j] = driftPerRootMsBps(volatility)
    out.impact[j] = impact[first + j]! * (market.isImpactPerVolatility ? volatility * 1e4 : 1)
  }
}

/** Returns the expected slippage as a taker of order `j` of a chunk under a scenario's own coefficients, bps; `bookBps` is what walking its book cost. */
export function takerBpsOf(costs: ChunkCosts, bookBps: number, k: Coefficients, j: number): number {
  const basis = {
    halfSpreadBps: costs.halfSpread[j]!,
    impactBps: costs.impact[j]!,
    excessVolatility: costs.excessVolatility[j]!,
    depthBps: costs.depth[j]!,
    bookBps,
  }
  return takerSlippageBps(basis, k)
}

/** Returns the expected slippage as a maker of order `j` of a chunk, bps. */
export function makerBpsOf({ halfSpread }: ChunkCosts, k: Coefficients, j: number): number {
  return makerSlippageBps({ halfSpreadBps: halfSpread[j]! }, k)
}
