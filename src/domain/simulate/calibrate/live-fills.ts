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
  readonly isLimit: Uint8Array
  /** Filled over requested quantity, 0 to 1. */
  readonly filledShare: Float64Array
  readonly spreadBps: Float64Array
  /** Daily volume in quote currency. */
  readonly volume: Float64Array
}

/** Returns the fills at `indexes`, in that order. */
export function selectFills(fills: LiveFills, indexes: readonly number[]): LiveFills {
  const select = (values: { readonly [k: number]: number }) => indexes.map((i) => values[i]!)
  return {
    day: Int32Array.from(select(fills.day)),
    symbol: Int32Array.from(select(fills.symbol)),
    isMaker: Uint8Array.from(select(fills.isMaker)),
    isLimit: Uint8Array.from(select(fills.isLimit)),
    quantity: Float64Array.from(select(fills.quantity)),
    notional: Float64Array.from(select(fills.notional)),
    timeMs: Float64Array.from(select(fills.timeMs)),
    slippageBps: Float64Array.from(select(fills.slippageBps)),
    spreadBps: Float64Array.from(select(fills.spreadBps)),
    volatilityDaily: Float64Array.from(select(fills.volatilityDaily)),
    adv: Float64Array.from(select(fills.adv)),
    depthQuantity: Float64Array.from(select(fills.depthQuantity)),
    latencyMs: Float64Array.from(select(fills.latencyMs)),
    fee: Float64Array.from(select(fills.fee)),
  }
}
