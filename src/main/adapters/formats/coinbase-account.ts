import type { FileSample, FillRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { cellsOf, UTC_POINT, type Cells } from './cells.ts'
import type { ForeignFormat } from './foreign-format.ts'
import { refuseWrongRole } from './foreign-format.ts'
import { headerCells, normaliseHeader } from './header-cells.ts'
import { notAnOrder, RecordWriter, type RecordRows } from './record-writer.ts'
import { scoreHeader, sniffSample } from './sniff-sample.ts'
import { sideOfSign, unsigned } from './signed-fill.ts'
import { readWholeTable } from './whole-table.ts'

const HEADER = [
  'portfolio',
  'type',
  'timestamp',
  'amount',
  'balance',
  'amount/balance unit',
  'transfer id',
  'trade id',
  'order id',
]

/**
 * Coinbase Pro's account statement: a trade is two `match` rows of one trade id, what came and what went, and a `fee`
 * row. The quote currency is the fee's, without a fee row the one paid or received last. The fill stands at the first
 * row of its trade; the other rows are parts of it. Deposits and withdrawals are no trades.
 */
export const coinbaseAccount: ForeignFormat = {
  id: 'coinbase-account',
  title: 'Coinbase Pro account statement',
  holds: 'fills',
  times: 'ISO 8601, UTC',
  asks: [],
  detect(sample) {
    const sniff = sniffSample(sample)
    const score = sniff === null ? null : scoreHeader(new Set(sniff.header.map(({ name }) => name)), HEADER)
    return score === null ? null : { score, reason: 'The header is that of a Coinbase Pro account statement.' }
  },
  read,
}

interface AccountRow {
  readonly line: number
  readonly cells: Cells
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  refuseWrongRole(coinbaseAccount, sample, options)
  const { header, rows: records } = await readWholeTable(sample, options, sink)
  const columns = new Map(headerCells(header, sample.path).map(({ name, index }) => [name, index]))
  const rows = records.map(({ line, cells }): AccountRow => ({
    line,
    cells: cellsOf((column) => cells[columns.get(normaliseHeader(column)) ?? -1], UTC_POINT),
  }))
  const trades = Map.groupBy(rows, ({ cells }) => `${cells.text('order id') ?? ''} ${cells.text('trade id') ?? ''}`)
  const writer = new RecordWriter(sink, options.task)
  for (const row of rows) {
    const key = `${row.cells.text('order id') ?? ''} ${row.cells.text('trade id') ?? ''}`
    writer.write(row.line, () => rowsOf(row, trades.get(key) ?? []))
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
}

function rowsOf(row: AccountRow, trade: readonly AccountRow[]): RecordRows {
  const type = row.cells.text('type')
  if (type !== 'match' && type !== 'fee') throw notAnOrder('type', type)
  const first = trade.find(({ cells }) => cells.text('type') === 'match')
  if (first !== row) return { without: 'part-of-a-trade' }
  return { fills: [fillOf(trade.map(({ cells }) => cells))] }
}

function fillOf(trade: readonly Cells[]): FillRow {
  const fee = trade.find((row) => row.text('type') === 'fee')
  const [one, other] = trade.filter((row) => row.text('type') === 'match')
  if (one === undefined || other === undefined) throw notAnOrder('trade id', one?.text('trade id') ?? null)
  const unit = (row: Cells) => row.text('amount/balance unit')
  const [base, quote] = fee !== undefined && unit(fee) === unit(one) ? [other, one] : [one, other]
  const [bought, paid] = [base.number('amount'), quote.number('amount')]
  return {
    fill_id: `${unit(base) ?? ''}-${unit(quote) ?? ''} ${base.text('trade id') ?? ''}`,
    order_id: base.text('order id'),
    account: base.text('portfolio'),
    symbol: `${unit(base) ?? ''}-${unit(quote) ?? ''}`,
    side: sideOfSign(bought),
    qty: unsigned(bought),
    price: bought === null || bought === 0 || paid === null ? null : Math.abs(paid / bought),
    fee: unsigned(fee?.number('amount') ?? 0),
    fee_currency: unit(quote),
    t_fill: base.time('timestamp'),
  }
}
