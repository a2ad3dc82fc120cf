import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { BaseColumns } from './base-columns.ts'
import { bookCost, touchDepthBps, type BookLevel } from './depth.ts'
import { IMPACT_MODELS, pickImpact, type ImpactParams } from './impact.ts'
import { driftPerRootMsBps } from './latency.ts'
import type { Allocate } from './memory.ts'
import type { OrderArrays } from './orders.ts'
import { queueMakerProbability } from './queue.ts'
import type { Remember } from './remember.ts'
import { makerSlippageBps, stressed, stressFactor, takerSlippageBps, type Coefficients } from './slippage.ts'

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
  /** 1 for an order that may rest in the book, else 0. */
  readonly passive: Int32Array
}

/**
 * Compiles the columns of every order under a scenario's parameters, but for those that the scenario before had from the
 * same inputs. One loop a column: a loop that writes them all is several times slower.
 */
export function compileColumns(
  orders: OrderArrays,
  base: BaseColumns,
  params: ScenarioParams,
  allocate: Allocate,
  remember: Remember,
): OrderColumns {
  const { spreadBps, quantity, adv, depthQuantity } = orders
  const { depth_factor, maker_model, p_maker, rest_seconds, queue_power } = params
  const spreadStress = stressFactor(params.stress_spread, params.stress_level)
  const halfSpread = remember(halfSpreads, allocate, spreadBps, params.spread_factor, spreadStress)
  const volatilityStress = stressFactor(params.stress_volatility, params.stress_level)
  const volatility = [orders.volatilityDaily, params.volatility_factor, volatilityStress] as const
  const passive = remember(
    passiveOrders,
    allocate,
    orders.isLimit,
    orders.limitPrice,
    base.capBps,
    base.hasLimits ? halfSpread : null,
  )
  const displayed = maker_model === 'queue' ? depthQuantity : null
  const queue = [displayed, adv, depth_factor, rest_seconds, queue_power] as const
  const costs = {
    impact: remember(impacts, allocate, quantity, adv, ...volatility, pickImpact(params, remember)),
    depth: remember(depths, allocate, quantity, depthQuantity, depth_factor, halfSpread),
    book: allocate.floats(0),
  }
  return {
    ...base,
    ...{ halfSpread, passive },
    excessVolatility: remember(excessVolatilities, allocate, ...volatility, params.sigma_ref),
    drift: remember(drifts, allocate, ...volatility),
    ...(base.hasBooks ? walkBooks(orders, params, halfSpread, costs, allocate) : costs),
    makerThreshold: remember(makerThresholds, allocate, passive, p_maker, ...queue),
  }
}

function halfSpreads(allocate: Allocate, spreadBps: Float64Array, factor: number, stress: number): Float64Array {
  const column = allocate.floats(spreadBps.length)
  for (let i = 0; i < column.length; i++) column[i] = stressed(spreadBps[i]!, factor, stress) / 2
  return column
}

function excessVolatilities(
  allocate: Allocate,
  daily: Float64Array,
  factor: number,
  stress: number,
  reference: number,
): Float64Array {
  const column = allocate.floats(daily.length)
  for (let i = 0; i < column.length; i++) column[i] = stressed(daily[i]!, factor, stress) / reference - 1
  return column
}

function drifts(allocate: Allocate, daily: Float64Array, factor: number, stress: number): Float64Array {
  const column = allocate.floats(daily.length)
  for (let i = 0; i < column.length; i++) column[i] = driftPerRootMsBps(stressed(daily[i]!, factor, stress))
  return column
}

function impacts(
  allocate: Allocate,
  quantity: Float64Array,
  adv: Float64Array,
  daily: Float64Array,
  factor: number,
  stress: number,
  params: ImpactParams,
): Float64Array {
  const column = allocate.floats(quantity.length)
  const model = IMPACT_MODELS[params.impact_model]
  for (let i = 0; i < column.length; i++) {
    const volatilityDaily = stressed(daily[i]!, factor, stress)
    column[i] = model.basisBps({ quantity: quantity[i]!, adv: adv[i]!, volatilityDaily }, params)
  }
  return column
}

function depths(
  allocate: Allocate,
  quantity: Float64Array,
  depthQuantity: Float64Array,
  factor: number,
  halfSpread: Float64Array,
): Float64Array {
  const column = allocate.floats(quantity.length)
  for (let i = 0; i < column.length; i++)
    column[i] = touchDepthBps(quantity[i]!, depthQuantity[i]! * factor, 2 * halfSpread[i]!)
  return column
}

type BookColumns = Pick<OrderColumns, 'impact' | 'depth' | 'book'>

/** Returns the columns as loaded books change them: the walk replaces the touch-size term, and impact applies to what the book did not show. */
function walkBooks(
  orders: OrderArrays,
  params: ScenarioParams,
  halfSpread: Float64Array,
  plain: BookColumns,
  allocate: Allocate,
): BookColumns {
  const [impact, depth] = [allocate.copyFloats(plain.impact), allocate.copyFloats(plain.depth)]
  const book = allocate.floats(impact.length)
  const stress = stressFactor(params.stress_volatility, params.stress_level)
  for (const [i, levels] of orders.books!.entries()) {
    if (levels === null) continue
    const { quantity, side, mid, adv, volatilityDaily } = orders
    const order = { side: side[i]!, quantity: quantity[i]!, mid: mid[i]!, spreadBps: 2 * halfSpread[i]! }
    const { costBps, hiddenShare } = bookCost(thinned(levels, params), order)
    const hidden = {
      quantity: quantity[i]! * hiddenShare,
      adv: adv[i]!,
      volatilityDaily: stressed(volatilityDaily[i]!, params.volatility_factor, stress),
    }
    impact[i] = hiddenShare === 0 ? 0 : IMPACT_MODELS[params.impact_model].basisBps(hidden, params) * hiddenShare
    depth[i] = 0
    book[i] = costBps
  }
  return { impact, depth, book }
}

/** A limit order may rest where its price, if known, does not cross the spread; `halfSpread` is null where no price is known. */
function passiveOrders(
  allocate: Allocate,
  isLimit: Uint8Array,
  limitPrice: Float64Array,
  capBps: Float64Array,
  halfSpread: Float64Array | null,
): Int32Array {
  const column = allocate.ints(isLimit.length)
  for (let i = 0; i < column.length; i++) column[i] = isLimit[i]!
  if (halfSpread === null) return column
  for (let i = 0; i < column.length; i++)
    if (capBps[i]! >= halfSpread[i]! && !Number.isNaN(limitPrice[i]!)) column[i] = 0
  return column
}

/** P(maker) is 0 for an order that cannot rest, else the parameter or, with the queue model and where depth is known, that model's. */
function makerThresholds(
  allocate: Allocate,
  passive: Int32Array,
  fixed: number,
  depthQuantity: Float64Array | null,
  adv: Float64Array,
  depthFactor: number,
  restSeconds: number,
  power: number,
): Int32Array {
  const column = allocate.ints(passive.length)
  const threshold = Math.round(65536 * fixed)
  for (let i = 0; i < column.length; i++) column[i] = passive[i]! * threshold
  if (depthQuantity === null) return column
  for (let i = 0; i < column.length; i++) {
    const displayed = depthQuantity[i]! * depthFactor
    if (passive[i] === 1 && !Number.isNaN(displayed))
      column[i] = Math.round(65536 * queueMakerProbability(displayed, adv[i]!, restSeconds, power))
  }
  return column
}

function thinned(levels: readonly BookLevel[], params: ScenarioParams): readonly BookLevel[] {
  if (params.depth_factor === 1) return levels
  return levels.map(({ price, quantity }) => ({
    price,
    quantity: quantity * params.depth_factor,
  }))
}

/** Returns an order's expected slippage as a taker under a scenario's own coefficients, bps. */
export function takerBpsOf(columns: OrderColumns, k: Coefficients, i: number): number {
  const { halfSpread, impact, excessVolatility, depth, book, hasBooks } = columns
  const basis = {
    halfSpreadBps: halfSpread[i]!,
    impactBps: impact[i]!,
    excessVolatility: excessVolatility[i]!,
    depthBps: depth[i]!,
    bookBps: hasBooks ? book[i]! : 0,
  }
  return takerSlippageBps(basis, k)
}

/** Returns an order's expected slippage as a maker, bps. */
export function makerBpsOf({ halfSpread }: OrderColumns, k: Coefficients, i: number): number {
  return makerSlippageBps({ halfSpreadBps: halfSpread[i]! }, k)
}
