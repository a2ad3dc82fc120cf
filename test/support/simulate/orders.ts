import { linkExits, noExits } from '#domain/simulate/link-exits.ts'
import type { OrderArrays } from '#domain/simulate/orders.ts'
import { createRandomSource } from '#domain/stats/random.ts'

/** Shape of a generated set of orders. */
export interface OrderShape {
  readonly days?: number
  readonly perDay?: number
  readonly symbols?: number
  readonly limitShare?: number
  readonly exits?: boolean
  readonly seed?: number
}

/** Returns orders of a plausible strategy: entries and exits in turn, prices and sizes varied, no limit prices. */
export function generateOrders({
  days = 5,
  perDay = 40,
  symbols = 3,
  limitShare = 0.4,
  exits = true,
  seed = 7,
}: OrderShape = {}): OrderArrays {
  const random = createRandomSource(seed)
  const count = days * perDay
  const from = (value: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i))
  const symbol = Int32Array.from({ length: count }, () => Math.floor(random() * symbols))
  const held = new Map<number, { side: number; quantity: number }>()
  const side = new Float64Array(count)
  const quantity = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const open = exits ? held.get(symbol[i]!) : undefined
    side[i] = open ? -open.side : random() < 0.5 ? 1 : -1
    quantity[i] = open ? open.quantity : 1 + Math.floor(random() * 20)
    if (open) held.delete(symbol[i]!)
    else held.set(symbol[i]!, { side: side[i]!, quantity: quantity[i]! })
  }
  const mid = from((i) => 50 * (1 + symbol[i]!) * (1 + 0.02 * (random() - 0.5)))
  return {
    days: Array.from({ length: days }, (_, day) => `2026-01-${String(day + 1).padStart(2, '0')}`),
    symbols: Array.from({ length: symbols }, (_, s) => `S${s}-USDT`),
    dayStart: Int32Array.from({ length: days + 1 }, (_, day) => day * perDay),
    symbol,
    side,
    quantity,
    mid,
    timeMs: from((i) => 1_767_225_600_000 + Math.floor(i / perDay) * 86_400_000 + (i % perDay) * 60_000),
    isLimit: Uint8Array.from({ length: count }, () => (random() < limitShare ? 1 : 0)),
    limitPrice: from(() => NaN),
    spreadBps: from(() => 1 + 3 * random()),
    volatilityDaily: from(() => 0.02 + 0.03 * random()),
    adv: from(() => 5_000 + 20_000 * random()),
    depthQuantity: from(() => 2 + 30 * random()),
    counter: Int32Array.from({ length: count }, (_, i) => i),
    multiplier: new Float64Array(symbols).fill(1),
    lots: exits ? linkExits({ book: symbol, side, quantity }) : noExits(count),
    marks: Float64Array.from(
      { length: (days + 1) * symbols },
      (_, k) => 50 * (1 + (k % symbols)) * (1 + 0.03 * (random() - 0.5)),
    ),
  }
}
