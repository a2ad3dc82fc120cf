import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { BaseColumns } from './base-columns.ts'
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
  /** 1 for an order that may rest in the book, else 0. */
  readonly passive: Int32Array
}

/** Compiles the columns of every order under a scenario's parameters. One loop a column: a loop that writes them all is several times slower. */
export function compileColumns(
  orders: OrderArrays,
  base: BaseColumns,
  params: ScenarioParams,
  allocate: Allocate,
): OrderColumns {
  const count = orders.quantity.length
  const column = () => allocate.floats(count)
  const columns = {
    ...base,
    ...{ halfSpread: column(), impact: column(), excessVolatility: column(), depth: column() },
    ...{ book: base.hasBooks ? column() : allocate.floats(0), drift: column() },
    ...{ makerThreshold: allocate.ints(count), passive: allocate.ints(count) },
  }
  fillSpreads(orders, params, columns.halfSpread)
  fillVolatilities(orders, params, columns.excessVolatility, columns.drift)
  fillImpacts(orders, params, columns.impact)
  fillDepths(orders, params, columns.halfSpread, columns.depth)
  if (base.hasBooks) walkBooks(orders, params, columns)
  findPassive(orders, columns)
  fillMakerThresholds(orders, params, columns)
  return columns
}

function fillSpreads({ spreadBps }: OrderArrays, params: ScenarioParams, halfSpread: Float64Array): void {
  for (let i = 0; i < halfSpread.length; i++) halfSpread[i] = stressedSpreadBps(spreadBps[i]!, params) / 2
}

function fillVolatilities(
  { volatilityDaily }: OrderArrays,
  params: ScenarioParams,
  excess: Float64Array,
  drift: Float64Array,
): void {
  const reference = params.sigma_ref
  for (let i = 0; i < excess.length; i++) {
    const volatility = stressedVolatility(volatilityDaily[i]!, params)
    excess[i] = volatility / reference - 1
    drift[i] = driftPerRootMsBps(volatility)
  }
}

function fillImpacts(
  { quantity, adv, volatilityDaily }: OrderArrays,
  params: ScenarioParams,
  impact: Float64Array,
): void {
  const model = IMPACT_MODELS[params.impact_model]
  for (let i = 0; i < impact.length; i++)
    impact[i] = model.basisBps(
      { quantity: quantity[i]!, adv: adv[i]!, volatilityDaily: stressedVolatility(volatilityDaily[i]!, params) },
      params,
    )
}

function fillDepths(
  { quantity, depthQuantity }: OrderArrays,
  params: ScenarioParams,
  halfSpread: Float64Array,
  depth: Float64Array,
): void {
  const factor = params.depth_factor
  for (let i = 0; i < depth.length; i++)
    depth[i] = touchDepthBps(quantity[i]!, depthQuantity[i]! * factor, 2 * halfSpread[i]!)
}

/** Where a book is loaded, the walk replaces the touch-size term and impact applies to what the book did not show. */
function walkBooks(
  orders: OrderArrays,
  params: ScenarioParams,
  { halfSpread, impact, depth, book }: Pick<OrderColumns, 'halfSpread' | 'impact' | 'depth' | 'book'>,
): void {
  for (const [i, levels] of orders.books!.entries()) {
    if (levels === null) continue
    const { quantity, side, mid, adv, volatilityDaily } = orders
    const order = { side: side[i]!, quantity: quantity[i]!, mid: mid[i]!, spreadBps: 2 * halfSpread[i]! }
    const { costBps, hiddenShare } = bookCost(thinned(levels, params), order)
    const hidden = {
      quantity: quantity[i]! * hiddenShare,
      adv: adv[i]!,
      volatilityDaily: stressedVolatility(volatilityDaily[i]!, params),
    }
    impact[i] = hiddenShare === 0 ? 0 : IMPACT_MODELS[params.impact_model].basisBps(hidden, params) * hiddenShare
    depth[i] = 0
    book[i] = costBps
  }
}

/** A limit order may rest where its price, if known, does not cross the spread. */
function findPassive(
  { isLimit, limitPrice }: OrderArrays,
  { capBps, halfSpread, passive }: Pick<OrderColumns, 'capBps' | 'halfSpread' | 'passive'>,
): void {
  for (let i = 0; i < passive.length; i++)
    if (isLimit[i] === 1 && (Number.isNaN(limitPrice[i]!) || !(capBps[i]! >= halfSpread[i]!))) passive[i] = 1
}

/** P(maker) is 0 for an order that cannot rest, else the parameter or, where depth is known, the queue model's. */
function fillMakerThresholds(
  { depthQuantity, adv }: OrderArrays,
  { maker_model, p_maker, depth_factor, rest_seconds, queue_power }: ScenarioParams,
  { passive, makerThreshold }: Pick<OrderColumns, 'passive' | 'makerThreshold'>,
): void {
  const fixed = Math.round(65536 * p_maker)
  for (let i = 0; i < passive.length; i++) {
    if (passive[i] === 0) continue
    const displayed = maker_model === 'probability' ? NaN : depthQuantity[i]! * depth_factor
    makerThreshold[i] = Number.isNaN(displayed)
      ? fixed
      : Math.round(65536 * queueMakerProbability(displayed, adv[i]!, rest_seconds, queue_power))
  }
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
