import type { BarRow, RowSink } from '#engine/ports.ts'

/** One trade of the market: time in UTC microseconds. */
export interface PublicTrade {
  readonly symbol: string | null
  readonly t: number | null
  readonly price: number | null
  readonly qty: number | null
}

/** Length of the bars that single trades of the market become. */
export const TRADE_BAR_MICROS = 60_000_000

interface OpenBar {
  readonly record: number
  readonly symbol: string
  readonly t: number
  readonly open: number
  high: number
  low: number
  close: number
  volume: number
}

/**
 * Gathers trades of the market into bars of a minute (t = start of the minute), since a print is neither bid nor ask and
 * would show a spread of zero as a quote. Trades of a minute may come in pieces; open and close follow the file's order.
 * Memory: one bar for every minute with a trade.
 */
export class TradeBars {
  readonly #bars = new Map<string, OpenBar>()
  #trades = 0

  /** How many trades were gathered. */
  get trades(): number {
    return this.#trades
  }

  /** Adds a trade; one without time, price or symbol is for the common validation to refuse, so it is given back as a bar. */
  add(record: number, { symbol, t, price, qty }: PublicTrade): BarRow | null {
    if (symbol === null || t === null || price === null)
      return { symbol, t, open: price, high: price, low: price, close: price, volume: qty }
    this.#trades += 1
    const start = Math.floor(t / TRADE_BAR_MICROS) * TRADE_BAR_MICROS
    const key = `${start} ${symbol}`
    const bar = this.#bars.get(key)
    if (bar === undefined) {
      const prices = { open: price, high: price, low: price, close: price }
      this.#bars.set(key, { record, symbol, t: start, ...prices, volume: qty ?? 0 })
      return null
    }
    bar.high = Math.max(bar.high, price)
    bar.low = Math.min(bar.low, price)
    bar.close = price
    bar.volume += qty ?? 0
    return null
  }

  /** Hands the bars over, in time order, and says their length and that they are made of trades. */
  writeTo(sink: RowSink): void {
    if (this.#bars.size === 0) return
    for (const { record, ...bar } of [...this.#bars.values()].sort((a, b) => a.t - b.t)) sink.bar(record, bar)
    sink.timeframe.micros = TRADE_BAR_MICROS
    sink.note('trades-as-bars', 'trades', this.#trades)
  }
}
