import type { DuckDBAppender } from '@duckdb/node-api'
import { CANONICAL, type CanonicalColumn, type Reject, type RejectReason, type Shape } from '#shared/canonical.ts'
import type {
  BarRow,
  BookRow,
  CashRow,
  EquityRow,
  FillRow,
  Format,
  OrderRow,
  QuoteRow,
  RowSink,
} from '#engine/ports.ts'
import { quoteName } from '../sql-text.ts'
import type { Store } from '../store.ts'
import type { Cell, Relation } from './relation.ts'
import { StagedBooks } from './staged-books.ts'

const PLACE_STRIDE = 2 ** 40
const TYPES = { text: 'VARCHAR', number: 'DOUBLE', time: 'DOUBLE', side: 'VARCHAR', boolean: 'BOOLEAN' } as const
const STAGED = ['fills', 'orders', 'cash', 'quotes', 'bars', 'equity'] as const satisfies readonly Shape[]
type StagedShape = (typeof STAGED)[number]

/** A note of a reader about its file: a code, the field it concerns, how many rows. */
export interface SourceNote {
  readonly code: string
  readonly field: string
  readonly count: number
}

/** A refused source record before its message is written down; `key` names the record within the file. */
export interface RefusedRecord extends Reject {
  readonly key: number
}

/**
 * Collects what a foreign format reads in temporary tables, one per shape, keyed by source record, so that the common
 * validation can refuse a whole record. Times are UTC microseconds.
 */
export class Staging implements RowSink {
  readonly place: { name: string | null } = { name: null }
  readonly timeframe: { micros: number | null } = { micros: null }
  readonly notes: SourceNote[] = []
  readonly refused: RefusedRecord[] = []
  read = 0
  readonly #appenders: Map<StagedShape, DuckDBAppender>
  readonly #books: StagedBooks
  readonly #places: (string | null)[] = []
  readonly #used = new Set<StagedShape>()

  private constructor(appenders: Map<StagedShape, DuckDBAppender>, books: StagedBooks) {
    this.#appenders = appenders
    this.#books = books
  }

  /** Creates empty staging tables in the running transaction. */
  static async create(store: Store): Promise<Staging> {
    const appenders = new Map<StagedShape, DuckDBAppender>()
    for (const shape of STAGED) {
      const columns = (CANONICAL[shape] as readonly CanonicalColumn[]).map(
        (column) => `${quoteName(column.name)} ${TYPES[column.kind]}`,
      )
      await store.runText(`CREATE OR REPLACE TEMP TABLE staged_${shape} (record DOUBLE, ${columns.join(', ')})`)
      appenders.set(shape, await store.temporaryAppender(`staged_${shape}`))
    }
    return new Staging(appenders, await StagedBooks.create(store))
  }

  fill(record: number, row: FillRow): void {
    this.#append('fills', record, row)
  }
  order(record: number, row: OrderRow): void {
    this.#append('orders', record, row)
  }
  cash(record: number, row: CashRow): void {
    this.#append('cash', record, row)
  }
  quote(record: number, row: QuoteRow): void {
    this.#append('quotes', record, row)
  }
  bar(record: number, row: BarRow): void {
    this.#append('bars', record, row)
  }
  book(record: number, row: BookRow): void {
    this.#books.append(this.#key(record), row)
  }
  equity(record: number, row: EquityRow): void {
    this.#append('equity', record, row)
  }

  reject(record: number, reason: RejectReason, message: string, at: { column?: string; raw?: string } = {}): void {
    this.refused.push({
      key: this.#key(record),
      ...this.locate(this.#key(record)),
      column: at.column ?? null,
      raw: at.raw ?? null,
      reason,
      message,
    })
  }

  counted(n: number): void {
    this.read += n
  }

  note(code: string, field: string, count: number): void {
    this.notes.push({ code, field, count })
  }

  drained(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  /** Flushes what was staged and returns the shapes that have rows, and whether there are books. */
  finish(): { shapes: Shape[]; hasBooks: boolean } {
    for (const appender of this.#appenders.values()) appender.closeSync()
    return { shapes: [...this.#used], hasBooks: this.#books.finish() }
  }

  /** Returns where a record stands: its line in a text file, else its place and number. */
  locate(key: number): { line: number | null; place: string | null } {
    const place = this.#places[Math.floor(key / PLACE_STRIDE)] ?? null
    const record = key % PLACE_STRIDE
    return place === null ? { line: record, place: null } : { line: null, place: `${place} record ${record}` }
  }

  #key(record: number): number {
    const known = this.#places.indexOf(this.place.name)
    const index = known >= 0 ? known : this.#places.push(this.place.name) - 1
    return index * PLACE_STRIDE + record
  }

  #append(shape: StagedShape, record: number, row: object): void {
    const appender = this.#appenders.get(shape)
    const values = row as Record<string, string | number | null | undefined>
    appender?.appendDouble(this.#key(record))
    for (const column of CANONICAL[shape]) {
      const value = values[column.name]
      if (value === null || value === undefined) appender?.appendNull()
      else if (typeof value === 'number') appender?.appendDouble(value)
      else appender?.appendVarchar(value)
    }
    appender?.endRow()
    this.#used.add(shape)
  }
}

/** Returns the relation over a staged table; `headerOf` names a column as the file does, where that is known. */
export function stagedRelation(shape: Shape, headerOf: Format['headerOf'] = () => undefined): Relation {
  const cells = new Map<string, Cell>()
  for (const column of CANONICAL[shape] as readonly CanonicalColumn[]) {
    const name = quoteName(column.name)
    const value =
      column.kind === 'time'
        ? `CASE WHEN isfinite(${name}) AND abs(${name}) < 9e18 THEN make_timestamp(round(${name})::BIGINT) END`
        : name
    cells.set(column.name, {
      header: headerOf(column.name) ?? column.name,
      value,
      raw: name,
      unreadable: column.kind === 'time' ? `(${name} IS NOT NULL AND (${value}) IS NULL)` : null,
    })
  }
  return { shape, from: `staged_${shape}`, record: 'record', key: 'NULL', cells }
}
