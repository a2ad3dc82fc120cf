import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { limitCapBps, type BaseColumns } from './base-columns.ts'
import { bookCost, touchDepthBps, type BookLevel } from './depth.ts'
import { IMPACT_MODELS } from './impact.ts'
import { driftPerRootMsBps } from './latency.ts'
import type { Allocate } from './memory.ts'
import type { OrderArrays } from './orders.ts'
import { queueMakerProbability } from './queue.ts'
import {
  makerSlippageBps,
  stressedSpreadBps,
  stressedVolatility,
  takerSlippageBps,
  type Coefficients,
  type SlippageBasis,
} from './slippage.ts'

/** What the kernel reads of each order: what no scenario changes, and what this one makes of it. */
export interface OrderColumns extends BaseColumns {
  readonly halfSpread: Float64Array
  readonly impact: Float64Array
  readonly excessVolatility: Float64Array
  readonly depth: Float64Array
  readonly book: Float64Array
  /** Standard deviation of the mid's drift, bps per root ms. */
  readonly drift: Float64Array
  /** P(maker) * 65536; 0 for an order that takes. */
  readonly makerThreshold: Int32Array
  /** Expected slippage under the scenario's own coefficients, bps. */
  readonly takerBps: Float64Array
  readonly makerBps: Float64Array
}

/** Compiles the columns of every order under a scenario's parameters. */
export function compileColumns(
  orders: OrderArrays,
  base: BaseColumns,
  params: ScenarioParams,
  k: Coefficients,
  allocate: Allocate,
): OrderColumns {
  const count = orders.quantity.length
  const column = () => allocate.floats(count)
  const columns = {
    ...base,
    ...{ halfSpread: column(), impact: column(), excessVolatility: column(), depth: column() },
    ...{ book: base.hasBooks ? column() : allocate.floats(0), drift: column(), makerThreshold: allocate.ints(count) },
    ...{ takerBps: column(), makerBps: column() },
  }
  for (let i = 0; i < count; i++) compileOrder(orders, params, k, i, columns)
  return columns
}

function compileOrder(
  orders: OrderArrays,
  params: ScenarioParams,
  k: Coefficients,
  i: number,
  out: OrderColumns,
): void {
  const basis = slippageBasis(orders, params, i)
  out.halfSpread[i] = basis.halfSpreadBps
  out.impact[i] = basis.impactBps
  out.excessVolatility[i] = basis.excessVolatility
  out.depth[i] = basis.depthBps
  if (out.hasBooks) out.book[i] = basis.bookBps
  out.drift[i] = driftPerRootMsBps(stressedVolatility(orders.volatilityDaily[i]!, params))
  out.takerBps[i] = takerSlippageBps(basis, k)
  out.makerBps[i] = makerSlippageBps(basis, k)
  out.makerThreshold[i] = Math.round(65536 * makerProbability(orders, params, basis.halfSpreadBps, i))
}

/** Returns the draw-free parts of an order's slippage. With a loaded book the walk replaces the touch-size term and impact applies to what the book did not show. */
function slippageBasis(orders: OrderArrays, params: ScenarioParams, i: number): SlippageBasis {
  const spreadBps = stressedSpreadBps(orders.spreadBps[i]!, params)
  const volatilityDaily = stressedVolatility(orders.volatilityDaily[i]!, params)
  const quantity = orders.quantity[i]!
  const levels = orders.books?.[i]
  const walked = levels
    ? bookCost(thinned(levels, params), {
        side: orders.side[i]!,
        quantity,
        mid: orders.mid[i]!,
        spreadBps,
      })
    : null
  const hidden = walked?.hiddenShare ?? 1
  const impact =
    hidden === 0
      ? 0
      : IMPACT_MODELS[params.impact_model].basisBps(
          { quantity: quantity * hidden, adv: orders.adv[i]!, volatilityDaily },
          params,
        )
  return {
    halfSpreadBps: spreadBps / 2,
    impactBps: impact * hidden,
    excessVolatility: volatilityDaily / params.sigma_ref - 1,
    depthBps: walked ? 0 : touchDepthBps(quantity, orders.depthQuantity[i]! * params.depth_factor, spreadBps),
    bookBps: walked?.costBps ?? 0,
  }
}

function thinned(levels: readonly BookLevel[], params: ScenarioParams): readonly BookLevel[] {
  if (params.depth_factor === 1) return levels
  return levels.map(({ price, quantity }) => ({
    price,
    quantity: quantity * params.depth_factor,
  }))
}

/** Returns P(maker): 0 for a market order and for a limit price that crosses the spread, else the parameter or, where depth is known, the queue model. */
function makerProbability(orders: OrderArrays, params: ScenarioParams, halfSpreadBps: number, i: number): number {
  if (!isPassive(orders, halfSpreadBps, i)) return 0
  const displayed = orders.depthQuantity[i]! * params.depth_factor
  if (params.maker_model === 'probability' || Number.isNaN(displayed)) return params.p_maker
  return queueMakerProbability(displayed, orders.adv[i]!, params.rest_seconds, params.queue_power)
}

/** Returns whether an order may rest in the book: a limit order whose price, if known, does not cross the spread. */
export function isPassive(orders: OrderArrays, halfSpreadBps: number, i: number): boolean {
  return orders.isLimit[i] === 1 && !(limitCapBps(orders, i) >= halfSpreadBps && !Number.isNaN(orders.limitPrice[i]!))
}
