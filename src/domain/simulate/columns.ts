import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { BaseColumns } from './base-columns.ts'
import { bookCost, touchesSwept, type BookLevel } from './depth.ts'
import { IMPACT_MODELS, pickImpact, type ImpactParams } from './impact.ts'
import type { Allocate } from './memory.ts'
import type { BookArrays, OrderArrays } from './orders.ts'
import { queueMakerProbability } from './queue.ts'
import type { Remember } from './remember.ts'
import { stressed, stressFactor } from './slippage.ts'

/** What the kernel reads of each order: what no scenario changes, and what this one makes of it. Costs follow from both chunk by chunk (writeCosts). */
export interface OrderColumns extends BaseColumns {
  /** As given or estimated, before what `market` makes of it; the volatility too. */
  readonly spreadBps: Float64Array
  readonly volatilityDaily: Float64Array
  /** Impact in bps, at a volatility of one bp a day where `market` says that it is per volatility. */
  readonly impact: Float64Array
  /** Touch sizes swept beyond the first: spreads paid. */
  readonly touchesSwept: Float64Array
  readonly book: Float64Array
  /** P(maker) * 65536; 0 for an order that takes. */
  readonly makerThreshold: Int32Array
  /** 1 for an order that may rest in the book, else 0. */
  readonly passive: Int32Array
  readonly market: MarketFactors
}

/** What a scenario multiplies every spread and volatility by. */
export interface MarketFactors {
  readonly spreadFactor: number
  readonly spreadStress: number
  readonly volatilityFactor: number
  readonly volatilityStress: number
  readonly sigmaRef: number
  readonly isImpactPerVolatility: boolean
}

/** One bp a day. */
const UNIT_VOLATILITY = 1e-4

/** Compiles the columns of every order under a scenario's parameters, but for those that the scenario before had from the same inputs. */
export function compileColumns(
  orders: OrderArrays,
  base: BaseColumns,
  params: ScenarioParams,
  allocate: Allocate,
  remember: Remember,
): OrderColumns {
  const { quantity, adv, depthQuantity } = orders
  const { depth_factor, maker_model, p_maker, rest_seconds, queue_power } = params
  const market = marketFactors(params)
  const limits = [orders.isLimit, orders.limitPrice, base.capBps] as const
  const { spreadFactor, spreadStress } = market
  const crossing = base.hasLimits ? ([orders.spreadBps, spreadFactor, spreadStress] as const) : ([null, 1, 1] as const)
  const passive = remember(passiveOrders, allocate, ...limits, ...crossing)
  const displayed = maker_model === 'queue' ? depthQuantity : null
  const queue = [displayed, adv, depth_factor, rest_seconds, queue_power] as const
  const costs = {
    impact: remember(impacts, allocate, quantity, adv, pickImpact(params, remember)),
    touchesSwept: remember(sweeps, allocate, quantity, depthQuantity, depth_factor),
    book: allocate.floats(0),
  }
  return {
    ...base,
    spreadBps: remember(givenSpreads, allocate, orders.spreadBps),
    volatilityDaily: remember(givenVolatilities, allocate, orders.volatilityDaily),
    ...{ passive, market },
    ...(base.hasBooks ? walkBooks(orders, params, costs, allocate) : costs),
    makerThreshold: remember(makerThresholds, allocate, passive, p_maker, ...queue),
  }
}

function marketFactors(params: ScenarioParams): MarketFactors {
  return {
    spreadFactor: params.spread_factor,
    spreadStress: stressFactor(params.stress_spread, params.stress_level),
    volatilityFactor: params.volatility_factor,
    volatilityStress: stressFactor(params.stress_volatility, params.stress_level),
    sigmaRef: params.sigma_ref,
    isImpactPerVolatility: IMPACT_MODELS[params.impact_model].isPerVolatility,
  }
}

/** One function a column: each remembers its own last call. */
const givenSpreads = (allocate: Allocate, spreads: Float64Array) => allocate.copyFloats(spreads)
const givenVolatilities = (allocate: Allocate, volatilities: Float64Array) => allocate.copyFloats(volatilities)

function impacts(allocate: Allocate, quantity: Float64Array, adv: Float64Array, params: ImpactParams): Float64Array {
  const column = allocate.floats(quantity.length)
  const model = IMPACT_MODELS[params.impact_model]
  for (let i = 0; i < column.length; i++)
    column[i] = model.basisBps({ quantity: quantity[i]!, adv: adv[i]!, volatilityDaily: UNIT_VOLATILITY }, params)
  return column
}

function sweeps(allocate: Allocate, quantity: Float64Array, depthQuantity: Float64Array, factor: number): Float64Array {
  const column = allocate.floats(quantity.length)
  for (let i = 0; i < column.length; i++) column[i] = touchesSwept(quantity[i]!, depthQuantity[i]! * factor)
  return column
}

type BookColumns = Pick<OrderColumns, 'impact' | 'touchesSwept' | 'book'>

/** Returns the columns as loaded books change them: the walk replaces the touch-size term, and impact applies to what the book did not show. */
function walkBooks(orders: OrderArrays, params: ScenarioParams, plain: BookColumns, allocate: Allocate): BookColumns {
  const [impact, swept] = [allocate.copyFloats(plain.impact), allocate.copyFloats(plain.touchesSwept)]
  const book = allocate.floats(impact.length)
  const model = IMPACT_MODELS[params.impact_model]
  const { quantity, side, mid, adv } = orders
  for (let i = 0; i < quantity.length; i++) {
    const levels = levelsOf(orders.books!, i, params.depth_factor)
    if (levels.length === 0) continue
    const order = { side: side[i]!, quantity: quantity[i]!, mid: mid[i]! }
    const { costBps, hiddenShare } = bookCost(levels, order)
    const hidden = { quantity: quantity[i]! * hiddenShare, adv: adv[i]!, volatilityDaily: UNIT_VOLATILITY }
    impact[i] = hiddenShare === 0 ? 0 : model.basisBps(hidden, params) * hiddenShare
    swept[i] = 0
    book[i] = costBps
  }
  return { impact, touchesSwept: swept, book }
}

/** A limit order may rest where its price, if known, does not cross the spread; `spreadBps` is null where no price is known. */
function passiveOrders(
  allocate: Allocate,
  isLimit: Uint8Array,
  limitPrice: Float64Array,
  capBps: Float64Array,
  spreadBps: Float64Array | null,
  factor: number,
  stress: number,
): Int32Array {
  const column = allocate.ints(isLimit.length)
  for (let i = 0; i < column.length; i++) column[i] = isLimit[i]!
  if (spreadBps === null) return column
  for (let i = 0; i < column.length; i++)
    if (capBps[i]! >= stressed(spreadBps[i]!, factor, stress) / 2 && !Number.isNaN(limitPrice[i]!)) column[i] = 0
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

/** The levels of order i, each showing `factor` times its quantity. */
function levelsOf({ start, price, quantity }: BookArrays, i: number, factor: number): readonly BookLevel[] {
  const levels: BookLevel[] = []
  for (let at = start[i]!; at < start[i + 1]!; at++)
    levels.push({ price: price[at]!, quantity: quantity[at]! * factor })
  return levels
}
