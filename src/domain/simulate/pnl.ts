import type { CostComponent } from '#shared/simulate/document.ts'
import { SUM, SUM_COUNT, type DrawSums } from './draw-sums.ts'
import type { Coefficients } from './slippage.ts'

/** What the backtest gives a run beyond its orders, one entry per day; money. */
export interface DayContext {
  /** Sum of Q s (mark - mid) c over the day's orders: what they would earn filled whole at the mid. */
  readonly intendedEdge: Float64Array
  readonly intendedNotional: Float64Array
  readonly orders: Int32Array
  /** P&L that does not depend on execution (funding, opening positions). */
  readonly otherPnl: Float64Array
}

const BPS = 1e-4

/** Returns the cost of one day and draw by component, money, recombined from sums under any coefficients: exact for the instant parameters, since every sum is a basis of one of them. */
export function costsOf(
  sums: DrawSums,
  row: number,
  day: number,
  k: Coefficients,
  context: DayContext,
): Record<CostComponent, number> {
  const at = (index: number) => sums.values[row + index]!
  const taker = at(SUM.takerNotional)
  const maker = at(SUM.makerNotional)
  return {
    base: BPS * k.baseBps * taker,
    volatility: BPS * k.volatilityBps * at(SUM.volatility),
    spread: BPS * k.spread * at(SUM.spread),
    impact: BPS * k.impact * at(SUM.impact),
    depth: BPS * (k.depth * at(SUM.depth) + k.book * at(SUM.book)),
    noise: BPS * k.noiseBps * at(SUM.noise),
    adverse: BPS * k.adverseBps * maker,
    latency: BPS * (at(SUM.drift) + k.driftBpsPerMs * at(SUM.waiting)),
    limit: -BPS * at(SUM.limit),
    fees: BPS * (k.takerFeeBps * taker + k.makerFeeBps * maker) + at(SUM.fee),
    opportunity: context.intendedEdge[day]! - at(SUM.edge),
  }
}

/** Returns the money lost to execution on what was filled in the day and draw at `row`: slippage, drift and fees, without opportunity cost, which the edge not earned carries. */
export function paidOf(values: Float64Array, row: number, k: Coefficients): number {
  const taker = values[row + SUM.takerNotional]!
  const maker = values[row + SUM.makerNotional]!
  const bps =
    (k.baseBps + k.takerFeeBps) * taker +
    (k.adverseBps + k.makerFeeBps) * maker +
    k.volatilityBps * values[row + SUM.volatility]! +
    k.spread * values[row + SUM.spread]! +
    k.impact * values[row + SUM.impact]! +
    k.depth * values[row + SUM.depth]! +
    k.book * values[row + SUM.book]! +
    k.noiseBps * values[row + SUM.noise]! +
    values[row + SUM.drift]! +
    k.driftBpsPerMs * values[row + SUM.waiting]! -
    values[row + SUM.limit]!
  return BPS * bps + values[row + SUM.fee]!
}

/**
 * Returns the simulated P&L of every draw and day, draws x days: edge on what was filled + carry + other - paid. This is
 * the instant path: a slider on an instant parameter calls it with new coefficients, in a few ms for 200 draws x 250 days.
 */
export function dailyPnl(sums: DrawSums, k: Coefficients, otherPnl: Float64Array): Float64Array {
  const { values, days, draws } = sums
  const pnl = new Float64Array(draws * days)
  for (let cell = 0; cell < pnl.length; cell++) {
    const row = cell * SUM_COUNT
    pnl[cell] = values[row + SUM.edge]! + values[row + SUM.carry]! + otherPnl[cell % days]! - paidOf(values, row, k)
  }
  return pnl
}
