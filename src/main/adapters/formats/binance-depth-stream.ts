import type { BookRow } from '#engine/ports.ts'
import { CellError } from './cells.ts'
import type { JsonObject, JsonValue } from './json-records.ts'
import { listAt, microsAt, numberAt, textAt } from './json-message.ts'
import { OrderBook } from './order-book.ts'

/** Updates kept while no snapshot has come. */
const MOST_WAITING = 10_000

/** Price and quantity of each level, as numbers. */
type Levels = readonly (readonly [price: number, qty: number])[]

/** One depth update: ids of its first and last change, and of the last change of the update before. */
interface Update {
  readonly t: number
  readonly first: number
  readonly last: number
  readonly before: number
  readonly bids: Levels
  readonly asks: Levels
}

interface Stream {
  readonly book: OrderBook
  /** Last change in the book; null while it waits for a snapshot. */
  last: number | null
  /** Whether that is the snapshot's, so that the next update may begin before it. */
  isFresh: boolean
  waiting: Update[]
}

/**
 * Levels of Binance futures books as a collector records them: depth updates, and the whole book that it asks for when it
 * begins or has missed some. An update belongs to a snapshot when it holds the snapshot's id, and to the update before when
 * it names its last change (Binance, "How to manage a local order book correctly"); after a gap there are no levels until
 * the next snapshot. A snapshot names no symbol, so in a stream of several it is of no use.
 */
export class BinanceDepth {
  readonly #streams = new Map<string, Stream>()

  /** Takes an update in. Returns the levels before it, where it begins another second. */
  update(data: JsonObject): BookRow | null {
    const [symbol, update] = [textAt(data, 's'), updateOf(data)]
    if (symbol === null || update === null) return null
    const stream = this.#streams.get(symbol) ?? newStream(symbol)
    this.#streams.set(symbol, stream)
    return follow(stream, update)
  }

  /** Takes a snapshot in. */
  snapshot(message: JsonObject): void {
    const [stream, ...others] = this.#streams.values()
    const [id, t] = [numberAt(message, 'lastUpdateId'), microsAt(message, 'T')]
    if (stream === undefined || others.length > 0 || id === null || t === null) return
    stream.book.snapshot(false)
    stream.book.snapshot(true)
    write(stream.book, t, levelsAt(message, 'bids'), levelsAt(message, 'asks'))
    Object.assign(stream, { last: id, isFresh: true })
    for (const update of stream.waiting.splice(0)) follow(stream, update)
  }
}

function newStream(symbol: string): Stream {
  return { book: new OrderBook(symbol), last: null, isFresh: false, waiting: [] }
}

function follow(stream: Stream, update: Update): BookRow | null {
  const { book, last, isFresh } = stream
  if (last !== null && isFresh && update.last < last) return null
  const levels = last === null || isFresh ? null : book.levelsBefore(update.t, false)
  const isNext = last !== null && (isFresh ? update.first <= last : update.before === last)
  if (!isNext) {
    // Forgets the levels: which of them still stand is not known.
    book.snapshot(true)
    stream.last = null
    if (stream.waiting.push(update) > MOST_WAITING) stream.waiting.shift()
    return levels
  }
  book.snapshot(false)
  write(book, update.t, update.bids, update.asks)
  Object.assign(stream, { last: update.last, isFresh: false })
  return levels
}

function write(book: OrderBook, t: number, bids: Levels, asks: Levels): void {
  for (const [price, qty] of bids) book.set(t, 'bid', price, qty)
  for (const [price, qty] of asks) book.set(t, 'ask', price, qty)
}

/** Null for an update of the spot market, which does not name the one before. */
function updateOf(data: JsonObject): Update | null {
  const [t, first, last, before] = [microsAt(data, 'T'), numberAt(data, 'U'), numberAt(data, 'u'), numberAt(data, 'pu')]
  if (t === null || first === null || last === null || before === null) return null
  return { t, first, last, before, bids: levelsAt(data, 'b'), asks: levelsAt(data, 'a') }
}

function levelsAt(message: JsonObject, side: string): Levels {
  return listAt(message, side).map(levelOf)
}

function levelOf(level: JsonValue): readonly [price: number, qty: number] {
  const [price = NaN, qty = NaN] = Array.isArray(level) ? (level as readonly JsonValue[]).map(Number) : []
  if (price > 0 && qty >= 0) return [price, qty]
  const raw = JSON.stringify(level)
  throw new CellError('broken-book', `The level ${raw} is not a price above 0 and a quantity of 0 or more.`, '', raw)
}
