import { parseInstrument } from '#domain/parity/instrument.ts'
import type { BarRow, BookRow, CashRow, EquityRow, FillRow, OrderRow, QuoteRow, RowSink, Task } from '#engine/ports.ts'
import { CancelledError } from '#shared/errors.ts'
import { BookSeconds } from './book-seconds.ts'
import { checkBook } from './book-levels.ts'
import { CellError, readRecord } from './cells.ts'
import { INVERSE_REFUSED } from './instrument.ts'
import { TradeBars, type PublicTrade } from './trade-bars.ts'

/** What one source record is. Nothing of it is handed over when reading it throws a CellError. */
export interface RecordRows {
  readonly fills?: readonly FillRow[]
  readonly orders?: readonly OrderRow[]
  readonly cash?: readonly CashRow[]
  readonly quotes?: readonly QuoteRow[]
  readonly bars?: readonly BarRow[]
  /** Books to keep the levels of; null for one that is not known. */
  readonly books?: readonly (BookRow | null)[]
  readonly trades?: readonly PublicTrade[]
  readonly equity?: readonly EquityRow[]
  /** Why a record that is in order gives no row of its own, e.g. `book-update`; said once for the file, with the count. */
  readonly without?: string
}

const PAUSE_EVERY = 2000

/** Hands the records of a file to a sink: counts them, rejects what cannot be read, gathers trades of the market into bars, keeps a book a second. */
export class RecordWriter {
  readonly #sink: RowSink
  readonly #task: Task
  readonly #bars = new TradeBars()
  readonly #books = new BookSeconds()
  readonly #without = new Map<string, number>()
  readonly #inverse = new Map<string, boolean>()
  #written = 0

  constructor(sink: RowSink, task: Task) {
    this.#sink = sink
    this.#task = task
  }

  /** Whether it is time to let the sink drain and to notice a cancel. */
  get isPauseDue(): boolean {
    return this.#written % PAUSE_EVERY === 0
  }

  async pause(): Promise<void> {
    if (this.#task.signal.aborted) throw new CancelledError('The import')
    await this.#sink.drained()
  }

  /** Reads one record and hands over what it is; a CellError rejects it. */
  write(record: number, read: () => RecordRows): void {
    this.#written += 1
    this.#sink.counted(1)
    readRecord(this.#sink, record, () => this.#give(record, read()))
  }

  /** As {@link write}, for a line that may be no record at all: then nothing is counted. */
  writeIfRecord(record: number, read: () => RecordRows | null): void {
    let isRecord = true as boolean
    readRecord(this.#sink, record, () => {
      const rows = read()
      isRecord = rows !== null
      if (rows !== null) this.#give(record, rows)
    })
    if (!isRecord) return
    this.#written += 1
    this.#sink.counted(1)
  }

  /** Hands over rows that belong to a record counted before. */
  add(record: number, rows: RecordRows): void {
    readRecord(this.#sink, record, () => this.#give(record, rows))
  }

  /** Counts a record of which nothing can be read. */
  reject(record: number, raw: string, message: string): void {
    this.#written += 1
    this.#sink.counted(1)
    this.#sink.reject(record, 'ragged-row', message, { raw: raw.slice(0, 200) })
  }

  /** Writes what was gathered. To be called once, after the last record. */
  finish(): void {
    this.#bars.writeTo(this.#sink)
    for (const { record, book } of this.#books.rest()) this.#sink.book(record, book)
    if (this.#books.kept > 0) this.#sink.note('book-levels', 'levels', this.#books.kept)
    for (const [code, count] of this.#without) this.#sink.note(code, 'records', count)
  }

  #give(record: number, rows: RecordRows): void {
    for (const { symbol } of rows.fills ?? rows.orders ?? []) this.#refuseInverse(symbol)
    const books = (rows.books ?? []).filter((book) => book !== null)
    for (const book of books) checkBook(book)
    for (const fill of rows.fills ?? []) this.#sink.fill(record, fill)
    for (const order of rows.orders ?? []) this.#sink.order(record, order)
    for (const cash of rows.cash ?? []) this.#sink.cash(record, cash)
    for (const quote of rows.quotes ?? []) this.#sink.quote(record, quote)
    for (const bar of rows.bars ?? []) this.#sink.bar(record, bar)
    for (const book of books) this.#giveBook(record, book)
    for (const value of rows.equity ?? []) this.#sink.equity(record, value)
    for (const trade of rows.trades ?? []) {
      const unreadable = this.#bars.add(record, trade)
      if (unreadable !== null) this.#sink.bar(record, unreadable)
    }
    if (rows.without !== undefined) this.#without.set(rows.without, (this.#without.get(rows.without) ?? 0) + 1)
  }

  #giveBook(record: number, book: BookRow): void {
    const kept = this.#books.add(record, book)
    if (kept !== null) this.#sink.book(kept.record, kept.book)
  }

  #refuseInverse(symbol: string | null): void {
    if (symbol === null) return
    const known = this.#inverse.get(symbol) ?? parseInstrument(symbol).inverse === 'stated'
    this.#inverse.set(symbol, known)
    if (known) throw inverseRefused('symbol', symbol)
  }
}

/** The error of a contract settled in its base asset. */
export function inverseRefused(column: string, raw: string): CellError {
  return new CellError('inverse-unsupported', INVERSE_REFUSED, column, raw)
}

/** The error of a record that is no trade: a deposit, a fee line, an order never filled. */
export function notAnOrder(column: string, raw: string | null): CellError {
  return new CellError('not-an-order', `Rows whose "${column}" is "${raw ?? ''}" are not trades.`, column, raw ?? '')
}
