import type { BookRow, QuoteRow } from '#engine/ports.ts'
import { bookRow, KEPT_LEVELS, type BookSideLevels } from './book-levels.ts'

const SECOND = 1_000_000

/** One side of a book: sizes by price, and its best price. */
class BookSide {
  readonly #sizes = new Map<number, number>()
  readonly #sign: 1 | -1
  #best: number | null = null

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  get best(): { price: number; qty: number } | null {
    return this.#best === null ? null : { price: this.#best, qty: this.#sizes.get(this.#best) ?? 0 }
  }

  set(price: number, qty: number): void {
    if (qty > 0) this.#sizes.set(price, qty)
    else this.#sizes.delete(price)
    const isBetter = this.#best === null || this.#sign * price >= this.#sign * this.#best
    if (qty > 0 && isBetter) this.#best = price
    else if (qty <= 0 && price === this.#best) this.#best = this.#rescan()
  }

  /** The best levels, best first, in one pass over all. */
  top(count: number): BookSideLevels {
    const best: (readonly [number, number])[] = []
    for (const level of this.#sizes) {
      let at = best.length
      while (at > 0 && this.#sign * level[0] > this.#sign * best[at - 1]![0]) at -= 1
      if (at < count) best.splice(at, 0, level)
      if (best.length > count) best.pop()
    }
    return best
  }

  #rescan(): number | null {
    let best: number | null = null
    for (const price of this.#sizes.keys()) if (best === null || this.#sign * price > this.#sign * best) best = price
    return best
  }
}

/**
 * A book built from changes of price levels, for its best bid and ask. Quotes come out when the time moves on, so a
 * snapshot sent level by level gives one quote, and only when the best has changed; levels come out once a second.
 */
export class OrderBook {
  readonly symbol: string
  #bids = new BookSide(1)
  #asks = new BookSide(-1)
  #last: QuoteRow | null = null
  #t: number | null = null
  #inSnapshot = false
  #isWhole = false

  constructor(symbol: string) {
    this.symbol = symbol
  }

  /** Sets a level's size, zero removes it. Returns the quote of the time before, when the best changed in it. */
  set(t: number, side: 'bid' | 'ask', price: number, qty: number): QuoteRow | null {
    const before = this.#t !== null && t !== this.#t ? this.flush() : null
    this.#t = t
    const levels = side === 'bid' ? this.#bids : this.#asks
    levels.set(price, qty)
    return before
  }

  /** Says whether the next level is part of a snapshot: its first forgets all levels before. */
  snapshot(isPart: boolean): void {
    if (isPart && !this.#inSnapshot) {
      this.#isWhole = false
      this.#bids = new BookSide(1)
      this.#asks = new BookSide(-1)
    }
    if (this.#inSnapshot && !isPart) this.#isWhole = true
    this.#inSnapshot = isPart
  }

  /**
   * Returns the levels as they stood before a level of time `t`, where that begins another second. Null where no snapshot has
   * made the book whole: changes alone leave out whatever did not change. `isPart` says whether the level is part of a snapshot.
   */
  levelsBefore(t: number, isPart: boolean): BookRow | null {
    const isSameSecond = this.#t === null || Math.floor(this.#t / SECOND) === Math.floor(t / SECOND)
    return isSameSecond || !this.#standsWhole(isPart) ? null : this.#levels()
  }

  /** Returns the levels as the file leaves them; null where no snapshot has made the book whole. A snapshot that the file ends with may be cut. */
  levelsAtEnd(): BookRow | null {
    return this.#standsWhole(true) ? this.#levels() : null
  }

  #standsWhole(isNextPart: boolean): boolean {
    return this.#inSnapshot ? !isNextPart : this.#isWhole
  }

  #levels(): BookRow | null {
    return bookRow(this.symbol, this.#t, this.#bids.top(KEPT_LEVELS), this.#asks.top(KEPT_LEVELS))
  }

  /** Returns the quote as it stands, when both sides are known and it differs from the one before. */
  flush(): QuoteRow | null {
    const [bid, ask] = [this.#bids.best, this.#asks.best]
    if (bid === null || ask === null) return null
    const quote = {
      symbol: this.symbol,
      t: this.#t,
      bid: bid.price,
      ask: ask.price,
      bid_qty: bid.qty,
      ask_qty: ask.qty,
    }
    const last = this.#last
    const isSame =
      last?.bid === quote.bid &&
      last.ask === quote.ask &&
      last.bid_qty === quote.bid_qty &&
      last.ask_qty === quote.ask_qty
    this.#last = quote
    return isSame ? null : quote
  }
}
