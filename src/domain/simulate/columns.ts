import type { ScenarioParams } from '#shared/simulate/scenario.ts'
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

/** What the kernel reads of each order. Money columns are for the whole intended quantity; the filled share multiplies them. */
export interface OrderColumns {
  readonly counter: Int32Array
  readonly symbol: Int32Array
  readonly timeMs: Float64Array
  /** +1 to buy, -1 to sell. */
  readonly side: Float64Array
  readonly mid: Float64Array
  /** Q * mid * c: money. */
  readonly notional: Float64Array
  /** s * Q: units. */
  readonly signedQuantity: Float64Array
  /** s * Q * c * (day's mark - mid): money earned by the day's end before costs. */
  readonly edge: Float64Array
  readonly halfSpread: Float64Array
  readonly impact: Float64Array
  readonly excessVolatility: Float64Array
  readonly depth: Float64Array
  readonly book: Float64Array
  /** Standard deviation of the mid's drift, bps per root ms. */
  readonly drift: Float64Array
  /** P(maker) * 65536; 0 for an order that takes. */
  readonly makerThreshold: Int32Array
  /** Expected slippage under the scenario's own coefficients, and the most a limit price lets an order pay, bps; see limitCap. */
  readonly takerBps: Float64Array
  readonly makerBps: Float64Array
  readonly capBps: Float64Array
  /** Whether any order has a limit price or walked a book, so the kernel may skip those passes. */
  readonly hasLimits: boolean
  readonly hasBooks: boolean
}

/** Compiles the columns of every order under a scenario's parameters. */
export function compileColumns(
  orders: OrderArrays,
  params: ScenarioParams,
  k: Coefficients,
  allocate: Allocate,
): OrderColumns {
  const count = orders.quantity.length
  const column = () => allocate.floats(count)
  const columns = {
    counter: allocate.copyInts(orders.counter),
    symbol: allocate.copyInts(orders.symbol),
    timeMs: allocate.copyFloats(orders.timeMs),
    side: allocate.copyFloats(orders.side),
    mid: allocate.copyFloats(orders.mid),
    ...{
      notional: column(),
      signedQuantity: column(),
      edge: column(),
      halfSpread: column(),
      impact: column(),
    },
    ...{
      excessVolatility: column(),
      depth: column(),
      book: column(),
      drift: column(),
    },
    makerThreshold: allocate.ints(count),
    ...{ takerBps: column(), makerBps: column(), capBps: column() },
    hasLimits: orders.limitPrice.some((price) => !Number.isNaN(price)),
    hasBooks: orders.books?.some((levels) => levels !== null) ?? false,
  }
  for (let day = 0; day < orders.days.length; day++)
    for (let i = orders.dayStart[day]!; i < orders.dayStart[day + 1]!; i++)
      compileOrder(orders, params, k, day, i, columns)
  return columns
}

function compileOrder(
  orders: OrderArrays,
  params: ScenarioParams,
  k: Coefficients,
  day: number,
  i: number,
  out: OrderColumns,
): void {
  const symbol = orders.symbol[i]!
  const quantity = orders.quantity[i]!
  const mid = orders.mid[i]!
  const multiplier = orders.multiplier[symbol]!
  const mark = orders.marks[(day + 1) * orders.symbols.length + symbol]!
  const basis = slippageBasis(orders, params, i)
  out.notional[i] = quantity * mid * multiplier
  out.signedQuantity[i] = orders.side[i]! * quantity
  out.edge[i] = orders.side[i]! * quantity * multiplier * (mark - mid)
  out.halfSpread[i] = basis.halfSpreadBps
  out.impact[i] = basis.impactBps
  out.excessVolatility[i] = basis.excessVolatility
  out.depth[i] = basis.depthBps
  out.book[i] = basis.bookBps
  out.drift[i] = driftPerRootMsBps(stressedVolatility(orders.volatilityDaily[i]!, params))
  out.takerBps[i] = takerSlippageBps(basis, k)
  out.makerBps[i] = makerSlippageBps(basis, k)
  out.capBps[i] = limitCapBps(orders, i)
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

/** Returns the most an order with a limit price pays against its mid, s * (limit - mid) / mid in bps; infinite without one. */
function limitCapBps(orders: OrderArrays, i: number): number {
  const limit = orders.limitPrice[i]!
  return Number.isNaN(limit) ? Infinity : (orders.side[i]! * (limit - orders.mid[i]!) * 1e4) / orders.mid[i]!
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
