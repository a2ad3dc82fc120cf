import type { Allocate } from './memory.ts'
import { createRemember, type Remember } from './remember.ts'
import type { ExitLots, OrderArrays, QuoteArrays } from './orders.ts'

/** What the kernel reads of each order that no scenario changes; made once for a set of orders and shared by its scenarios. Money is for the whole intended quantity; the filled share multiplies it. */
export interface BaseColumns {
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
  /** The most a limit price lets an order pay, s * (limit - mid) / mid in bps; infinite without one. */
  readonly capBps: Float64Array
  /** Whether any order has a limit price or walked a book, so the kernel may skip those passes. */
  readonly hasLimits: boolean
  readonly hasBooks: boolean
}

/** What no scenario changes: columns, days, what exits close, marks and quotes. */
export interface BaseArrays {
  readonly columns: BaseColumns
  readonly dayStart: Int32Array
  readonly lotStart: Int32Array
  readonly lotEntry: Int32Array
  /** The order that closes each lot. */
  readonly lotExit: Int32Array
  /** Share of the closing order that each lot is. */
  readonly lotShare: Float64Array
  /** Share of an order that closes earlier ones: 0 for an entry, 1 for a plain exit. */
  readonly closing: Float64Array
  /** Change of each symbol's mark over each day, times its multiplier: days x symbols. */
  readonly markMoves: Float64Array
  readonly quotes: QuoteArrays | null
  /** How long live took to fill each order's pair, ms; NaN without one. Null where no live is loaded. */
  readonly liveWaitMs: Float64Array | null
  /** What scenarios of these orders made last, to take where the inputs are the same. */
  readonly remember: Remember
}

/** Copies what no scenario changes into memory that workers may share. Linear in orders. */
export function compileBase(orders: OrderArrays, allocate: Allocate): BaseArrays {
  const { quotes } = orders
  return {
    columns: baseColumns(orders, allocate),
    dayStart: allocate.copyInts(orders.dayStart),
    ...exitColumns(orders.lots, orders.quantity, allocate),
    markMoves: markMoves(orders, allocate),
    quotes: quotes
      ? {
          start: allocate.copyInts(quotes.start),
          timeMs: allocate.copyFloats(quotes.timeMs),
          mid: allocate.copyFloats(quotes.mid),
        }
      : null,
    liveWaitMs: orders.liveWaitMs ? allocate.copyFloats(orders.liveWaitMs) : null,
    remember: createRemember(),
  }
}

function baseColumns(orders: OrderArrays, allocate: Allocate): BaseColumns {
  const { days, dayStart, symbols, marks, multiplier } = orders
  const column = () => allocate.floats(orders.quantity.length)
  const made = { notional: column(), signedQuantity: column(), edge: column(), capBps: column() }
  for (let day = 0; day < days.length; day++)
    for (let i = dayStart[day]!; i < dayStart[day + 1]!; i++) {
      const symbol = orders.symbol[i]!
      const mid = orders.mid[i]!
      const signed = orders.side[i]! * orders.quantity[i]!
      made.notional[i] = orders.quantity[i]! * mid * multiplier[symbol]!
      made.signedQuantity[i] = signed
      made.edge[i] = signed * multiplier[symbol]! * (marks[(day + 1) * symbols.length + symbol]! - mid)
      made.capBps[i] = limitCapBps(orders, i)
    }
  return {
    counter: allocate.copyInts(orders.counter),
    symbol: allocate.copyInts(orders.symbol),
    timeMs: allocate.copyFloats(orders.timeMs),
    side: allocate.copyFloats(orders.side),
    mid: allocate.copyFloats(orders.mid),
    ...made,
    hasLimits: orders.limitPrice.some((price) => !Number.isNaN(price)),
    hasBooks: (orders.books?.price.length ?? 0) > 0,
  }
}

/** Returns the most an order with a limit price pays against its mid, bps; infinite without one. */
export function limitCapBps(orders: OrderArrays, i: number): number {
  const limit = orders.limitPrice[i]!
  return Number.isNaN(limit) ? Infinity : (orders.side[i]! * (limit - orders.mid[i]!) * 1e4) / orders.mid[i]!
}

function exitColumns({ lotStart, lotEntry, lotQuantity }: ExitLots, quantity: Float64Array, allocate: Allocate) {
  const lotShare = allocate.floats(lotQuantity.length)
  const lotExit = allocate.ints(lotQuantity.length)
  const closing = allocate.floats(quantity.length)
  for (let i = 0; i < quantity.length; i++)
    for (let lot = lotStart[i]!; lot < lotStart[i + 1]!; lot++) {
      lotShare[lot] = lotQuantity[lot]! / quantity[i]!
      lotExit[lot] = i
      closing[i]! += lotShare[lot]!
    }
  return { lotStart: allocate.copyInts(lotStart), lotEntry: allocate.copyInts(lotEntry), lotExit, lotShare, closing }
}

function markMoves({ marks, multiplier, symbols, days }: OrderArrays, allocate: Allocate): Float64Array {
  const moves = allocate.floats(days.length * symbols.length)
  for (let i = 0; i < moves.length; i++)
    moves[i] = (marks[i + symbols.length]! - marks[i]!) * multiplier[i % symbols.length]!
  return moves
}
