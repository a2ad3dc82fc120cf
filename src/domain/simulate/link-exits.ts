import type { ExitLots } from './orders.ts'

/** What linking needs of orders in time order. `book` separates positions that never close each other (strategy and symbol). */
export interface LinkInput {
  readonly book: Int32Array
  readonly side: Float64Array
  readonly quantity: Float64Array
}

interface OpenLot {
  readonly entry: number
  remaining: number
}

/**
 * Returns which earlier orders each order closes, first in first out inside a book: an order against the open position
 * closes it up to its own quantity and opens the rest. `held` is the signed quantity of each book before the first order: closed
 * first, as entry -1. Linear in orders.
 */
export function linkExits(
  { book, side, quantity }: LinkInput,
  held: ReadonlyMap<number, number> = new Map(),
): ExitLots {
  const open = new Map(
    Array.from(held, ([one, signed]): [number, { side: number; lots: OpenLot[] }] => [
      one,
      { side: Math.sign(signed), lots: [{ entry: -1, remaining: Math.abs(signed) }] },
    ]),
  )
  const lotStart = new Int32Array(quantity.length + 1)
  const entries: number[] = []
  const quantities: number[] = []
  for (let i = 0; i < quantity.length; i++) {
    const position = open.get(book[i]!) ?? { side: side[i]!, lots: [] }
    open.set(book[i]!, position)
    let rest = quantity[i]!
    if (position.side !== side[i]) rest = closeLots(position.lots, rest, entries, quantities)
    if (rest > 0) {
      if (position.lots.length === 0) position.side = side[i]!
      position.lots.push({ entry: i, remaining: rest })
    }
    lotStart[i + 1] = entries.length
  }
  return {
    lotStart,
    lotEntry: Int32Array.from(entries),
    lotQuantity: Float64Array.from(quantities),
  }
}

/** Closes up to `quantity` of the lots, records what was closed, and returns the rest. A remainder below 1e-12 of the lot is rounding. */
function closeLots(lots: OpenLot[], quantity: number, entries: number[], quantities: number[]): number {
  let rest = quantity
  let closed = 0
  for (const lot of lots) {
    if (rest <= 0) break
    const take = Math.min(rest, lot.remaining)
    entries.push(lot.entry)
    quantities.push(take)
    rest -= take
    lot.remaining -= take
    if (rest < 1e-12 * quantity) rest = 0
    if (lot.remaining < 1e-12 * take) closed++
    else break
  }
  lots.splice(0, closed)
  return rest
}

/** Returns lots for orders that close nothing. */
export function noExits(count: number): ExitLots {
  return {
    lotStart: new Int32Array(count + 1),
    lotEntry: new Int32Array(0),
    lotQuantity: new Float64Array(0),
  }
}
