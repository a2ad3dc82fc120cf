import type { DatabaseSync } from 'node:sqlite'
import type { Detection, FileSample, Format, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { cellsOf, UTC_POINT, type Cells } from './cells.ts'
import { readOrders } from './freqtrade-orders.ts'
import { readTradesOnly } from './freqtrade-trades.ts'
import { chooseStrategy } from './strategy-choice.ts'
import { explainingDamage, openDatabaseCopy } from './sqlite-copy.ts'

const MAGIC = 'SQLite format 3\0'
const REQUIRED = ['id', 'pair', 'amount', 'open_rate', 'open_date'] as const

/**
 * Freqtrade's database, live or dry-run, schemas of 2019 to 2026 (columns are discovered). A source record is a row of
 * `orders`; databases from before that table give their `trades` as round trips. Times without an offset are UTC.
 *
 * - Quantity: `amount` and `filled` are base units already; `contract_size` and `leverage` are how the exchange counts
 *   and margins them, so the multiplier is 1.
 * - Fees: see {@link import('./freqtrade-fees.ts').feesOfLeg}.
 * - Funding: `trades.funding_fees` positive = received ("Trade has gained from fees", trade_model.py), as ours.
 * - `open_rate_requested` and `close_rate_requested` load as arrival mid, noted `requested-as-mid`.
 */
export const freqtradeSqlite: Format = {
  id: 'freqtrade-sqlite',
  title: 'Freqtrade database (live or dry-run)',
  detect,
  read,
}

function detect(sample: FileSample): Detection | null {
  const head = Buffer.from(sample.head.buffer, sample.head.byteOffset, sample.head.byteLength)
  if (head.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  const named = ['stake_amount', 'ft_trade_id', 'open_rate_requested'].some((word) => head.includes(word))
  if (named) return { score: 0.95, reason: 'An SQLite database with freqtrade tables (trades, orders).' }
  return { score: 0.3, reason: 'An SQLite database; freqtrade is the one kind of database that is read.' }
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  const database = await openDatabaseCopy(sample, options.privateFolder, options.task)
  try {
    const tables = new Set(
      rowsOf(database, "SELECT name FROM sqlite_master WHERE type = 'table'").map((row) => String(row['name'])),
    )
    requireTrades(sample.path, database, tables)
    const all = explainingDamage(sample.path, () => rowsOf(database, 'SELECT * FROM trades ORDER BY id').map(asCells))
    const chosen = chooseStrategy(
      sample.path,
      all.map((trade) => trade.text('strategy')),
      options.answers.strategy,
    )
    const trades = all.filter((trade) => chosen(trade.text('strategy')))
    declareTimeframe(trades, sink)
    if (tables.has('orders')) {
      const orders = explainingDamage(sample.path, () =>
        rowsOf(database, 'SELECT * FROM orders ORDER BY id').map(asCells),
      )
      await readOrders({ trades, orders, onlyKnownTrades: trades.length < all.length }, options, sink)
    } else {
      await readTradesOnly(trades, options, sink)
    }
  } finally {
    database.close()
  }
}

function rowsOf(database: DatabaseSync, sql: string): Record<string, unknown>[] {
  return database.prepare(sql).all()
}

function asCells(row: Record<string, unknown>): Cells {
  return cellsOf((column) => row[column], UTC_POINT)
}

function requireTrades(path: string, database: DatabaseSync, tables: ReadonlySet<string>): void {
  if (!tables.has('trades')) {
    const found = tables.size === 0 ? 'no tables' : `the tables ${[...tables].sort().join(', ')}`
    throw new AppError(
      'FORMAT_UNKNOWN',
      `Cannot read ${path}: the database has ${found}, not freqtrade's "trades"; export its fills as CSV.`,
      {
        file: path,
        hint: 'If the bot is running, copy the -wal file beside the database too.',
      },
    )
  }
  const columns = new Set(rowsOf(database, 'PRAGMA table_info(trades)').map((row) => String(row['name'])))
  const missing = REQUIRED.find((name) => !columns.has(name))
  if (missing !== undefined) {
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${path}: table "trades" has no column "${missing}"; it is not a freqtrade database.`,
      { file: path, column: missing },
    )
  }
}

/** Declares the bar length when all trades agree on it. */
function declareTimeframe(trades: readonly Cells[], sink: RowSink): void {
  const minutes = new Set(trades.map((trade) => trade.text('timeframe')).filter((value) => value !== null))
  const only = Number([...minutes][0])
  if (minutes.size === 1 && Number.isFinite(only) && only > 0) sink.timeframe.micros = only * 60_000_000
}
