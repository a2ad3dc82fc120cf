import type { FileSample, ReadOptions, RowSink } from '#engine/ports.ts'
import { cellsOf, UTC_POINT, type Cells } from './cells.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import { readOrders } from './freqtrade-orders.ts'
import { readTradesOnly } from './freqtrade-trades.ts'
import { headerCells } from './header-cells.ts'
import { scoreHeader, sniffSample } from './sniff-sample.ts'
import { chooseStrategy } from './strategy-choice.ts'
import { readWholeTable } from './whole-table.ts'

const ORDERS = ['id', 'ft_trade_id', 'ft_order_side', 'ft_pair', 'order_id', 'status', 'filled', 'order_date']
const TRADES = [
  'id',
  'pair',
  'is_open',
  'fee_open',
  'fee_close',
  'open_rate',
  'close_rate',
  'amount',
  'open_date',
  'close_date',
]

/**
 * The table `orders` of freqtrade's database, saved as CSV. As the database (freqtrade-sqlite.ts), but fees stand in the
 * table `trades`, so they are unknown here: give the database itself where you can.
 */
export const freqtradeOrdersCsv = dumpFormat({
  id: 'freqtrade-orders-csv',
  title: 'Freqtrade table orders (CSV)',
  header: ORDERS,
  read: (orders, options, sink) => readOrders({ trades: [], orders, onlyKnownTrades: false }, options, sink),
})

/** The table `trades` of freqtrade's database, saved as CSV: round trips with fees. Give this or the orders, not both: they are the same trades. */
export const freqtradeTradesTableCsv = dumpFormat({
  id: 'freqtrade-trades-csv',
  title: 'Freqtrade table trades (CSV)',
  header: TRADES,
  async read(all, options, sink, path) {
    const names = all.map((trade) => trade.text('strategy'))
    const chosen = chooseStrategy(path, names, options.answers.strategy)
    await readTradesOnly(
      all.filter((trade) => chosen(trade.text('strategy'))),
      options,
      sink,
    )
  },
})

interface Dump {
  readonly id: string
  readonly title: string
  readonly header: readonly string[]
  readonly read: (rows: readonly Cells[], options: ReadOptions, sink: RowSink, path: string) => Promise<void>
}

function dumpFormat({ id, title, header, read }: Dump): ForeignFormat {
  const format: ForeignFormat = {
    id,
    title,
    holds: 'fills',
    times: 'ISO 8601 without an offset, UTC',
    asks: [],
    detect(sample) {
      const sniff = sniffSample(sample)
      const score = sniff === null ? null : scoreHeader(new Set(sniff.header.map(({ name }) => name)), header)
      return score === null ? null : { score, reason: `The header is that of ${title}.` }
    },
    async read(sample, options, sink) {
      refuseWrongRole(format, sample, options)
      await read(await readRows(sample, options, sink), options, sink, sample.path)
    },
  }
  return format
}

async function readRows(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<Cells[]> {
  const { header, rows } = await readWholeTable(sample, options, sink)
  const columns = new Map(headerCells(header, sample.path).map(({ name, index }) => [name, index]))
  return rows.map(({ cells }) => cellsOf((column) => cells[columns.get(column) ?? -1], UTC_POINT))
}
