import { bookRow, sideLevels, type BookSideLevels } from './book-levels.ts'
import { csvFormat } from './csv-format.ts'
import type { SourceRow } from './source-row.ts'

const TIMES = 'µs since 1970, UTC'
const COMMON = ['exchange', 'symbol', 'timestamp', 'local_timestamp']

/** Tardis quotes: the best bid and ask as they change. `timestamp` is the exchange's, `local_timestamp` the recorder's. Sizes are the venue's contracts. */
export const tardisQuotes = csvFormat({
  id: 'tardis-quotes',
  title: 'Tardis quotes',
  holds: 'market',
  times: TIMES,
  header: [...COMMON, 'ask_amount', 'ask_price', 'bid_price', 'bid_amount'],
  read: (row) => quote(row, 'bid_price', 'ask_price', 'bid_amount', 'ask_amount'),
})

/** Tardis snapshots of the book (book_snapshot_5, _25): the first level is the quote, up to ten are its book. */
export const tardisSnapshots = csvFormat({
  id: 'tardis-snapshots',
  title: 'Tardis book snapshots',
  holds: 'market',
  times: TIMES,
  header: [...COMMON, 'asks[0].price', 'asks[0].amount', 'bids[0].price', 'bids[0].amount'],
  read: (row) => ({
    ...quote(row, 'bids[0].price', 'asks[0].price', 'bids[0].amount', 'asks[0].amount'),
    books: [bookRow(row.text('symbol'), row.time('timestamp'), levels(row, 'bids'), levels(row, 'asks'))],
  }),
})

/** Tardis trades: what the market traded; `side` is the aggressor's. They become minute bars. */
export const tardisTrades = csvFormat({
  id: 'tardis-trades',
  title: 'Tardis trades',
  holds: 'market',
  times: TIMES,
  header: [...COMMON, 'id', 'side', 'price', 'amount'],
  read: (row) => ({
    trades: [
      { symbol: row.text('symbol'), t: row.time('timestamp'), price: row.number('price'), qty: row.number('amount') },
    ],
  }),
})

function levels(row: SourceRow, side: 'bids' | 'asks'): BookSideLevels {
  return sideLevels((index) => [row.number(`${side}[${index}].price`), row.number(`${side}[${index}].amount`)])
}

function quote(row: SourceRow, bid: string, ask: string, bidQty: string, askQty: string) {
  const quotes = [
    {
      symbol: row.text('symbol'),
      t: row.time('timestamp'),
      bid: row.number(bid),
      ask: row.number(ask),
      bid_qty: row.number(bidQty),
      ask_qty: row.number(askQty),
    },
  ]
  return quotes[0]!.bid === null || quotes[0]!.ask === null ? { without: 'one-sided-quote' } : { quotes }
}
