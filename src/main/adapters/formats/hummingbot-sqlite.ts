import type { DatabaseSync } from 'node:sqlite'
import type { FileSample, ReadOptions, RowSink } from '#engine/ports.ts'
import { UTC_POINT } from './cells.ts'
import { csvFormat } from './csv-format.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import { hummingbotFill } from './hummingbot-csv.ts'
import { notAnOrder, RecordWriter } from './record-writer.ts'
import { sourceRow, type SourceRow } from './source-row.ts'
import { explainingDamage, openDatabaseCopy } from './sqlite-copy.ts'
import { chooseStrategy } from './strategy-choice.ts'

const SCALE = 1e6

/**
 * Hummingbot's database: a record is a row of TradeFill. `price`, `amount` and `trade_fee_in_quote` are integers, times a
 * million; times are milliseconds. The copy has the -wal applied, as for freqtrade.
 */
export const hummingbotSqlite: ForeignFormat = {
  id: 'hummingbot-sqlite',
  title: 'Hummingbot database',
  holds: 'fills',
  times: 'ms since 1970, UTC',
  asks: [],
  detect: ({ head }) => {
    const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    const isOurs = bytes.toString('latin1', 0, 15) === 'SQLite format 3' && bytes.includes('TradeFill')
    return isOurs ? { score: 0.95, reason: 'An SQLite database with the table TradeFill.' } : null
  },
  read,
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  refuseWrongRole(hummingbotSqlite, sample, options)
  const database = await openDatabaseCopy(sample, options.privateFolder, options.task)
  try {
    const rows = explainingDamage(sample.path, () => tradeFills(database, sample.path))
    const chosen = chooseStrategy(
      sample.path,
      rows.map((row) => row.text('strategy')),
      options.answers.strategy,
    )
    sink.place.name = 'TradeFill'
    const writer = new RecordWriter(sink, options.task)
    for (const [index, row] of rows.entries()) {
      if (!chosen(row.text('strategy'))) continue
      writer.write(index + 1, () => ({
        fills: [hummingbotFill(row, scaled(row, 'price'), scaled(row, 'amount'), scaled(row, 'trade_fee_in_quote'))],
      }))
      if (writer.isPauseDue) await writer.pause()
    }
    writer.finish()
  } finally {
    database.close()
  }
}

function tradeFills(database: DatabaseSync, path: string): SourceRow[] {
  return database
    .prepare('SELECT * FROM TradeFill ORDER BY timestamp, exchange_trade_id')
    .all()
    .map((row: Record<string, unknown>) =>
      sourceRow(
        (column) => row[column],
        (column) => column in row,
        UTC_POINT,
        path,
      ),
    )
}

function scaled(row: SourceRow, column: string): number | null {
  const stored = row.number(column)
  return stored === null ? null : stored / SCALE
}

/** Hummingbot's `export trades`: no fees, and times as text of the machine's own zone, which is asked. */
export const hummingbotExport = csvFormat({
  id: 'hummingbot-export',
  title: 'Hummingbot export trades',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS, local: asked',
  asks: ['--zone'],
  header: ['Id', 'Timestamp', 'Exchange', 'Market', 'Order_type', 'Side', 'Price', 'Amount', 'Age'],
  read(row) {
    const side = row.text('Side')?.toLowerCase() ?? null
    if (side === 'range') throw notAnOrder('Side', side)
    return {
      fills: [
        {
          fill_id: row.text('Id'),
          symbol: row.text('Market'),
          side,
          qty: row.number('Amount'),
          price: row.number('Price'),
          liquidity: row.text('Order_type')?.toUpperCase() === 'LIMIT_MAKER' ? 'maker' : null,
          order_type: row.text('Order_type')?.toLowerCase() ?? null,
          t_fill: row.time('Timestamp'),
        },
      ],
    }
  },
})
