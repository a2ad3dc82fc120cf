import type { BookRow, QuoteRow } from '#engine/ports.ts'
import { bookRow, isCrossed, sideLevels, type BookSideLevels } from './book-levels.ts'
import { BinanceDepth } from './binance-depth-stream.ts'
import { CellError } from './cells.ts'
import { isObject, valueAt, type JsonObject, type JsonValue } from './json-records.ts'
import { listAt, microsAt, numberAt, textAt } from './json-message.ts'
import { areMostly, headLines, linesFormat } from './lines-format.ts'
import type { RecordRows } from './record-writer.ts'

const LINE = /^(\d{19}) (\{.*)$/

/**
 * What hftbacktest's collectors record: the local receipt in nanoseconds, then the venue's message. Quotes are from
 * Binance's `bookTicker` and the first levels of Hyperliquid's `l2Book`, at the venue's time; its first ten are its book.
 * Trades become minute bars.
 * Binance's depth updates give no quote, which the ticker says better, but levels once a second, from the book the collector
 * asked for when it began.
 */
export const hftbacktest = linesFormat({
  id: 'hftbacktest-raw',
  title: 'hftbacktest collector (raw messages)',
  holds: 'market',
  times: 'ms since 1970 in the message, UTC',
  detect: (sample) =>
    areMostly(headLines(sample, 20), (line) => LINE.test(line))
      ? { score: 0.95, reason: 'Lines of a 19-digit time and a JSON message.' }
      : null,
  open: () => {
    const depth = new BinanceDepth()
    return (line) => readMessage(line, depth)
  },
})

function readMessage(line: string, depth: BinanceDepth): RecordRows {
  const data = parseMessage(line)
  const event = valueAt(data, 'data.e')
  if (event === 'bookTicker') return { quotes: [bookTicker(data)] }
  if (event === 'trade') return { trades: [binanceTrade(data)] }
  const channel = data['channel']
  if (channel === 'l2Book') return l2Book(data)
  if (channel === 'trades') return { trades: listAt(data, 'data').map(hyperliquidTrade) }
  if (event === 'depthUpdate') return depthLevels(depth.update(data['data'] as JsonObject))
  if ('lastUpdateId' in data) depth.snapshot(data)
  return { without: 'book-update' }
}

function depthLevels(book: BookRow | null): RecordRows {
  if (book !== null && isCrossed(book)) return { without: 'crossed-book' }
  return { books: [book], without: 'book-update' }
}

function parseMessage(line: string): JsonObject {
  const json = LINE.exec(line)?.[2]
  try {
    const value = JSON.parse(json ?? '') as JsonValue
    if (isObject(value)) return value
  } catch {
    // Said below, as for a line without a message.
  }
  throw new CellError('ragged-row', 'The line is not a time and a JSON message.', '', line.slice(0, 200))
}

function bookTicker(message: JsonObject): QuoteRow {
  return {
    symbol: textAt(message, 'data.s'),
    t: microsAt(message, 'data.T'),
    bid: numberAt(message, 'data.b'),
    ask: numberAt(message, 'data.a'),
    bid_qty: numberAt(message, 'data.B'),
    ask_qty: numberAt(message, 'data.A'),
  }
}

function binanceTrade(message: JsonObject) {
  return {
    symbol: textAt(message, 'data.s'),
    t: microsAt(message, 'data.T'),
    price: numberAt(message, 'data.p'),
    qty: numberAt(message, 'data.q'),
  }
}

function hyperliquidTrade(trade: JsonValue) {
  return {
    symbol: perpetualOf(textAt(trade, 'coin')),
    t: microsAt(trade, 'time'),
    price: numberAt(trade, 'px'),
    qty: numberAt(trade, 'sz'),
  }
}

function l2Book(message: JsonObject): RecordRows {
  const [bids, asks] = listAt(message, 'data.levels')
  const [bid, ask] = [firstOf(bids), firstOf(asks)]
  if (bid === null || ask === null) return { without: 'one-sided-quote' }
  const [symbol, t] = [perpetualOf(textAt(message, 'data.coin')), microsAt(message, 'data.time')]
  return {
    books: [bookRow(symbol, t, levelsOf(bids), levelsOf(asks))],
    quotes: [
      {
        symbol,
        t,
        bid: numberAt(bid, 'px'),
        ask: numberAt(ask, 'px'),
        bid_qty: numberAt(bid, 'sz'),
        ask_qty: numberAt(ask, 'sz'),
      },
    ],
  }
}

/** Hyperliquid names a perpetual by its coin; it settles in USDC. Spot pairs have a slash or a number. */
export function perpetualOf(coin: string | null): string | null {
  return coin === null || /[/@]/.test(coin) ? coin : `${coin}/USDC:USDC`
}

function firstOf(list: JsonValue | undefined): JsonValue | null {
  return Array.isArray(list) ? ((list as readonly JsonValue[])[0] ?? null) : null
}

function levelsOf(list: JsonValue | undefined): BookSideLevels {
  const levels = Array.isArray(list) ? (list as readonly JsonValue[]) : []
  return sideLevels((index) => {
    const level = levels[index]
    return level === undefined ? [null, null] : [numberAt(level, 'px'), numberAt(level, 'sz')]
  })
}
