import { AppError } from '#shared/errors.ts'
import type { BookRow, QuoteRow } from '#engine/ports.ts'
import { isCrossed } from './book-levels.ts'
import { CellError } from './cells.ts'
import { csvFormat, type CsvReader } from './csv-format.ts'
import type { SourceFile } from './source-file.ts'
import { OrderBook } from './order-book.ts'
import type { RecordRows } from './record-writer.ts'
import type { SourceRow } from './source-row.ts'

/**
 * Tardis incremental_book_L2: changes of price levels, size 0 removes one, a new snapshot forgets what was. `timestamp`
 * is the exchange's. A quote is given when the best bid or ask changes, levels once a second from the first whole snapshot on.
 */
export const tardisBook = csvFormat({
  id: 'tardis-book',
  title: 'Tardis book changes (incremental_book_L2)',
  holds: 'market',
  times: 'µs since 1970, UTC',
  header: ['exchange', 'symbol', 'timestamp', 'local_timestamp', 'is_snapshot', 'side', 'price', 'amount'],
  open: (file) =>
    bookReader(file, { isBid: (row) => row.text('side') === 'bid', qty: 'amount', snapshot: 'is_snapshot' }),
})

/** Binance depth updates (futures T_DEPTH): levels set to a quantity, 0 removes one; `side` is a or b. Without a snapshot no levels are known. */
export const binanceDepth = csvFormat({
  id: 'binance-depth',
  title: 'Binance depth updates (CSV)',
  holds: 'market',
  times: 'ms since 1970, UTC',
  header: ['symbol', 'timestamp', 'first_update_id', 'last_update_id', 'side', 'update_type', 'price', 'qty'],
  open: (file) => bookReader(file, { isBid: (row) => row.text('side') === 'b', qty: 'qty', snapshot: null }),
})

interface BookColumns {
  readonly isBid: (row: SourceRow) => boolean
  readonly qty: string
  readonly snapshot: string | null
}

function bookReader(file: SourceFile, columns: BookColumns): CsvReader {
  const books = new Map<string, OrderBook>()
  let given = 0
  const give = (quotes: readonly (QuoteRow | null)[], levels: readonly (BookRow | null)[]): RecordRows => {
    const known = quotes.filter((quote) => quote !== null)
    given += known.length
    const books = levels.filter((book) => book !== null && !isCrossed(book))
    const isWithout = levels.some((book) => book !== null && isCrossed(book))
    return { quotes: known, books, without: isWithout ? 'crossed-book' : 'book-update' }
  }
  return {
    read(row) {
      const [t, price, qty] = [row.time('timestamp'), row.number('price'), row.number(columns.qty)]
      const symbol = row.text('symbol') ?? ''
      const book = books.get(symbol) ?? new OrderBook(symbol)
      books.set(symbol, book)
      if (t === null || price === null || qty === null) return { quotes: [{ symbol, t, bid: price, ask: price }] }
      checkLevel(price, qty, columns.qty)
      const isSnapshot = columns.snapshot !== null && row.text(columns.snapshot) === 'true'
      const levels = book.levelsBefore(t, isSnapshot)
      book.snapshot(isSnapshot)
      return give([book.set(t, columns.isBid(row) ? 'bid' : 'ask', price, qty)], [levels])
    },
    end() {
      const all = [...books.values()]
      const { quotes, books: levels } = give(
        all.map((book) => book.flush()),
        all.map((book) => book.levelsAtEnd()),
      )
      if (given > 0) return { quotes: quotes ?? [], books: levels ?? [] }
      throw new AppError(
        'NOTHING_ACCEPTED',
        `Cannot read ${file.path}: its book never has both a bid and an ask, so it gives no quote; import a longer piece.`,
        { file: file.path },
      )
    },
  }
}

function checkLevel(price: number, qty: number, column: string): void {
  if (price > 0 && qty >= 0) return
  const [name, value] = price > 0 ? [column, qty] : ['price', price]
  throw new CellError(
    'broken-book',
    `The level has a price of ${price} and a quantity of ${qty}; a price is above 0, a quantity 0 (gone) or more.`,
    name,
    String(value),
  )
}
