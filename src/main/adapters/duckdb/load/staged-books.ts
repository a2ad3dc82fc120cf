import { listValue, type DuckDBAppender } from '@duckdb/node-api'
import type { BookRow } from '#engine/ports.ts'
import type { Store } from '../store.ts'

const TABLE = 'staged_books'

/** Books of a file being read, in a temporary table, keyed by source record. They were checked when they were read, so none is refused here. */
export class StagedBooks {
  readonly #appender: DuckDBAppender
  #isUsed = false

  private constructor(appender: DuckDBAppender) {
    this.#appender = appender
  }

  /** Creates the empty table in the running transaction. */
  static async create(store: Store): Promise<StagedBooks> {
    await store.runText(
      `CREATE OR REPLACE TEMP TABLE ${TABLE} (record DOUBLE, symbol VARCHAR, t DOUBLE, bid DOUBLE[], bid_qty DOUBLE[], ask DOUBLE[], ask_qty DOUBLE[])`,
    )
    return new StagedBooks(await store.temporaryAppender(TABLE))
  }

  append(key: number, { symbol, t, bid, bid_qty: bidQty, ask, ask_qty: askQty }: BookRow): void {
    const appender = this.#appender
    appender.appendDouble(key)
    appender.appendVarchar(symbol)
    appender.appendDouble(t)
    for (const [index, side] of [bid, bidQty, ask, askQty].entries())
      appender.appendValue(listValue(side), appender.columnType(3 + index))
    appender.endRow()
    this.#isUsed = true
  }

  /** Flushes what was appended and says whether there is any. */
  finish(): boolean {
    this.#appender.closeSync()
    return this.#isUsed
  }
}

/** Loads the staged books of a file, but for those of refused records. */
export async function insertBooks(store: Store, sourceId: number, except: ReadonlySet<number>): Promise<void> {
  const excluded = except.size === 0 ? '' : `WHERE record NOT IN (${[...except].join(', ')})`
  await store.runText(
    `INSERT INTO book SELECT $source_id, symbol, make_timestamp(round(t)::BIGINT), bid, bid_qty, ask, ask_qty FROM ${TABLE} ${excluded}`,
    { source_id: sourceId },
  )
}
