import type { FileSample } from '#engine/ports.ts'
import { csvFormat } from './csv-format.ts'
import { checkCells, numberCell } from './line-cells.ts'
import { areMostly, headLines, linesFormat } from './lines-format.ts'
import { parseTimeMicros } from './read-time.ts'
import { barLengthOfName } from './symbol-of-name.ts'

const TIMES = 'ms since 1970, µs since 2025 (spot); UTC'
const EPOCH = { zone: 'UTC', dateOrder: null } as const

/** Where the price, quantity and time stand in a dump, and how many cells it may have. */
interface Dump {
  readonly cells: readonly number[]
  readonly price: number
  readonly qty: number
  readonly time: number
}

const AGG_TRADES: Dump = { cells: [7, 8], price: 1, qty: 2, time: 5 }
const TRADES: Dump = { cells: [6, 7], price: 1, qty: 2, time: 4 }
const KLINE_CELLS = 12

/**
 * data.binance.vision aggTrades and trades, spot or futures, with or without a header: told without one by every cell of
 * the time column being 13 or 16 digits. They become minute bars. The symbol is in the file's name.
 */
export const binanceAggTrades = dump('binance-agg-trades', 'Binance aggTrades', AGG_TRADES, 'agg_trade_id')
export const binanceTrades = dump('binance-trades', 'Binance trades (market)', TRADES, 'id,price,qty,quote_qty')

function dump(id: string, title: string, { cells: counts, price, qty, time }: Dump, header: string) {
  return linesFormat({
    id,
    title,
    holds: 'market',
    times: TIMES,
    detect(sample) {
      const [first = '', ...lines] = headLines(sample, 20)
      const rows = first.startsWith(header) ? lines : [first, ...lines]
      const fits = areMostly(rows, (line) => isDump(line.split(','), counts, time))
      return fits
        ? {
            score: 0.8,
            reason: `Rows of ${counts.join(' or ')} cells with ${title}' times, ids and a flag at the end.`,
          }
        : null
    },
    open: (file) => (line, number) => {
      if (number === 1 && line.startsWith(header)) return null
      const cells = line.split(',')
      checkCells(cells, counts.includes(cells.length) ? cells.length : counts[0]!)
      const t = parseTimeMicros(cells[time]!.trim(), EPOCH)
      return {
        trades: [
          {
            symbol: file.symbol(),
            t,
            price: numberCell(cells, price, 'price'),
            qty: numberCell(cells, qty, 'quantity'),
          },
        ],
      }
    },
  })
}

function isDump(cells: readonly string[], counts: readonly number[], time: number): boolean {
  return (
    counts.includes(cells.length) &&
    /^(\d{13}|\d{16})$/.test(cells[time] ?? '') &&
    /^\d+$/.test(cells[0] ?? '') &&
    /^(true|false)$/i.test(cells.at(-1) ?? '')
  )
}

/** data.binance.vision klines without a header (spot): open time, open, high, low, close, volume, close time and five more. */
export const binanceKlines = linesFormat({
  id: 'binance-klines',
  title: 'Binance klines without a header',
  holds: 'market',
  times: TIMES,
  detect: (sample) =>
    isKlines(sample) ? { score: 0.85, reason: 'Rows of 12 cells with an opening and a closing time.' } : null,
  open(file) {
    const length = barLengthOfName(file.path)
    if (length !== null) file.declareBars(length)
    return (line) => {
      const cells = line.split(',')
      checkCells(cells, KLINE_CELLS)
      const [open, high, low, close, volume] = [1, 2, 3, 4, 5].map((index) => numberCell(cells, index, 'price'))
      const t = parseTimeMicros(cells[0]!.trim(), EPOCH)
      return {
        bars: [{ symbol: file.symbol(), t, open: open!, high: high!, low: low!, close: close!, volume: volume! }],
      }
    }
  },
})

function isKlines(sample: FileSample): boolean {
  const isTime = (text: string | undefined) => /^(\d{13}|\d{16})$/.test(text ?? '')
  return areMostly(headLines(sample, 20), (line) => {
    const cells = line.split(',')
    return cells.length === KLINE_CELLS && isTime(cells[0]) && isTime(cells[6])
  })
}

/** data.binance.vision bookTicker (futures): `update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time`. */
export const binanceBookTicker = csvFormat({
  id: 'binance-book-ticker',
  title: 'Binance bookTicker',
  holds: 'market',
  times: 'ms since 1970, UTC',
  header: ['update_id', 'best_bid_price', 'best_bid_qty', 'best_ask_price', 'best_ask_qty', 'transaction_time'],
  read: (row, file) => ({
    quotes: [
      {
        symbol: file.symbol(),
        t: row.time('transaction_time'),
        bid: row.number('best_bid_price'),
        ask: row.number('best_ask_price'),
        bid_qty: row.number('best_bid_qty'),
        ask_qty: row.number('best_ask_qty'),
      },
    ],
  }),
})
