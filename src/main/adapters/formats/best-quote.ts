import type { QuoteRow } from '#engine/ports.ts'

interface Level {
  readonly price: number
  readonly qty: number | null
}

/** The best bid and ask over several places that each quote one side at a time. A price of zero or none leaves a side as it was. */
export class BestQuote {
  readonly #bids = new Map<string, Level>()
  readonly #asks = new Map<string, Level>()

  /** Sets one side of one place. */
  set(side: 'bid' | 'ask', place: string, price: number | null, qty: number | null): void {
    if (price === null || price === 0) return
    const levels = side === 'bid' ? this.#bids : this.#asks
    levels.set(place, { price, qty })
  }

  /** Returns the best of all places, or null while a side is unknown. */
  quote(symbol: string, t: number | null): QuoteRow | null {
    const bid = extreme(this.#bids, 1)
    const ask = extreme(this.#asks, -1)
    if (bid === null || ask === null) return null
    return { symbol, t, bid: bid.price, ask: ask.price, bid_qty: bid.qty, ask_qty: ask.qty }
  }
}

function extreme(levels: ReadonlyMap<string, Level>, sign: 1 | -1): Level | null {
  let best: Level | null = null
  for (const level of levels.values()) if (best === null || sign * level.price > sign * best.price) best = level
  return best
}
