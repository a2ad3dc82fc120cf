/** Live fills to calibrate on, structure of arrays in time order; NaN where unknown. Bps are of the arrival mid, positive = worse. */
export interface LiveFills {
  /** Index of each fill's day, not decreasing. */
  readonly day: Int32Array
  readonly symbol: Int32Array
  readonly quantity: Float64Array
  /** Quantity * price * multiplier, money. */
  readonly notional: Float64Array
  readonly timeMs: Float64Array
  /** s * (price - arrival mid) / arrival mid. */
  readonly slippageBps: Float64Array
  readonly isMaker: Uint8Array
  readonly isLimit: Uint8Array
  readonly spreadBps: Float64Array
  readonly volatilityDaily: Float64Array
  readonly adv: Float64Array
  readonly depthQuantity: Float64Array
  /** ack - sent, or fill - sent. */
  readonly latencyMs: Float64Array
  /** Money; negative is a rebate. */
  readonly fee: Float64Array
}

/** Live orders as sent, to calibrate fill ratios on. */
export interface LiveOrders {
  /** Index of the day each was sent on, not decreasing. */
  readonly day: Int32Array
  readonly isLimit: Uint8Array
  /** Filled over requested quantity, 0 to 1. */
  readonly filledShare: Float64Array
  readonly spreadBps: Float64Array
  /** Daily volume in quote currency. */
  readonly volume: Float64Array
}

/** Returns the orders at `indexes`, in that order. */
export function selectOrders(orders: LiveOrders, indexes: readonly number[]): LiveOrders {
  return {
    day: picked(orders.day, indexes, new Int32Array(indexes.length)),
    isLimit: picked(orders.isLimit, indexes, new Uint8Array(indexes.length)),
    filledShare: floats(orders.filledShare, indexes),
    spreadBps: floats(orders.spreadBps, indexes),
    volume: floats(orders.volume, indexes),
  }
}

/** Returns the places of what happened on the given days. */
export function indexesOfDays(day: Int32Array, days: ReadonlySet<number>): number[] {
  return Array.from(day.keys()).filter((i) => days.has(day[i]!))
}

/** Returns the fills at `indexes`, in that order. */
export function selectFills(fills: LiveFills, indexes: readonly number[]): LiveFills {
  const count = indexes.length
  return {
    day: picked(fills.day, indexes, new Int32Array(count)),
    symbol: picked(fills.symbol, indexes, new Int32Array(count)),
    isMaker: picked(fills.isMaker, indexes, new Uint8Array(count)),
    isLimit: picked(fills.isLimit, indexes, new Uint8Array(count)),
    quantity: floats(fills.quantity, indexes),
    notional: floats(fills.notional, indexes),
    timeMs: floats(fills.timeMs, indexes),
    slippageBps: floats(fills.slippageBps, indexes),
    spreadBps: floats(fills.spreadBps, indexes),
    volatilityDaily: floats(fills.volatilityDaily, indexes),
    adv: floats(fills.adv, indexes),
    depthQuantity: floats(fills.depthQuantity, indexes),
    latencyMs: floats(fills.latencyMs, indexes),
    fee: floats(fills.fee, indexes),
  }
}

function floats(values: Float64Array, indexes: readonly number[]): Float64Array {
  return picked(values, indexes, new Float64Array(indexes.length))
}

function picked<T extends Float64Array | Int32Array | Uint8Array>(values: T, indexes: readonly number[], into: T): T {
  for (let k = 0; k < indexes.length; k++) into[k] = values[indexes[k]!]!
  return into
}
