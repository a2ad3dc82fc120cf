import type { BookRow } from '#engine/ports.ts'
import { CellError } from './cells.ts'

/** Levels kept of each side of a book. */
export const KEPT_LEVELS = 10

const EARLIEST = Date.UTC(1990, 0, 1) * 1000
const LATEST = Date.UTC(2100, 0, 1) * 1000

/** One side of a book, best first: price and quantity of each level. */
export type BookSideLevels = readonly (readonly [price: number, qty: number])[]

/** Reads one side, best first, as far as `level` gives both a price and a quantity, and no further than is kept. */
export function sideLevels(
  level: (index: number) => readonly [price: number | null, qty: number | null],
): BookSideLevels {
  const levels: (readonly [number, number])[] = []
  for (let index = 0; index < KEPT_LEVELS; index++) {
    const [price, qty] = level(index)
    if (price === null || qty === null) break
    levels.push([price, qty])
  }
  return levels
}

/** Returns a book, or null where its symbol, its time or a side is unknown. */
export function bookRow(
  symbol: string | null,
  t: number | null,
  bids: BookSideLevels,
  asks: BookSideLevels,
): BookRow | null {
  if (symbol === null || t === null || bids.length === 0 || asks.length === 0) return null
  const [bid, bidQty] = [bids.map(([price]) => price), bids.map(([, qty]) => qty)]
  const [ask, askQty] = [asks.map(([price]) => price), asks.map(([, qty]) => qty)]
  return { symbol, t, bid, bid_qty: bidQty, ask, ask_qty: askQty }
}

/** Throws CellError (`broken-book`, `bad-time`) where a book cannot have been shown: no positive price or quantity, a side out of order, the best bid above the best ask. */
export function checkBook(book: BookRow): void {
  const { t, bid, bid_qty: bidQty, ask, ask_qty: askQty } = book
  if (!(t >= EARLIEST && t <= LATEST))
    throw new CellError('bad-time', 'The time of the book is not between 1990 and 2100.', 't', String(t))
  checkSide('bid', bid, bidQty, -1)
  checkSide('ask', ask, askQty, 1)
  if (isCrossed(book))
    throw broken(`The book is crossed: its best bid ${bid[0]} is above its best ask ${ask[0]}.`, 'bid', bid[0]!)
}

/** Says whether the best bid is above the best ask. In a book made of changes old levels stand where some were missed, and whose fault that is no record says. */
export function isCrossed({ bid, ask }: BookRow): boolean {
  return bid[0]! > ask[0]!
}

function checkSide(side: 'bid' | 'ask', prices: readonly number[], quantities: readonly number[], sign: 1 | -1): void {
  for (const [index, price] of prices.entries()) {
    const level = `Level ${index + 1} of the ${side}s`
    const qty = quantities[index]!
    if (!(price > 0 && price < Infinity)) throw broken(`${level} has a price of ${price}, not above 0.`, side, price)
    if (!(qty > 0 && qty < Infinity)) throw broken(`${level} has a quantity of ${qty}, not above 0.`, side, qty)
    const before = prices[index - 1]
    if (before !== undefined && sign * price <= sign * before)
      throw broken(`${level} at ${price} is no worse than the level before it at ${before}.`, side, price)
  }
}

function broken(message: string, column: string, raw: number): CellError {
  return new CellError('broken-book', message, column, String(raw))
}
