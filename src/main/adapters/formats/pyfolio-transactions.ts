import type { FillRow } from '#engine/ports.ts'
import { csvFormat } from './csv-format.ts'
import { sideOfSign, unsigned } from './signed-fill.ts'
import type { SourceRow } from './source-row.ts'

/** Zipline's and pyfolio's transactions: the time is the index, without a name when pandas wrote it, or `dt`. Bought is positive. A commission is only there when zipline was told to book one per trade. */
export const ziplineTransactions = csvFormat({
  id: 'zipline-transactions',
  title: 'Zipline or pyfolio transactions',
  holds: 'fills',
  times: 'ISO 8601; UTC in zipline, asked when without an offset',
  asks: ['--zone'],
  header: [['', 'dt'], 'amount', 'price', ['symbol', 'sid', 'asset']],
  without: ['side', 'value', 'id', 'timestamp'],
  read: (row) => ({ fills: [transaction(row, '')] }),
})

/** Backtrader's Transactions analyzer, as pyfolio takes it: `date,amount,price,sid,symbol,value`; value = -amount * price, no fees. */
export const backtraderTransactions = csvFormat({
  id: 'backtrader-transactions',
  title: 'Backtrader transactions',
  holds: 'fills',
  times: 'ISO 8601 without an offset: asked',
  asks: ['--zone'],
  header: ['date', 'amount', 'price', 'sid', 'symbol', 'value'],
  read: (row) => ({ fills: [transaction(row, 'date')] }),
})

function transaction(row: SourceRow, time: string): FillRow {
  const amount = row.number('amount')
  return {
    order_id: row.text('order_id'),
    symbol: row.text('symbol'),
    side: sideOfSign(amount),
    qty: unsigned(amount),
    price: row.number('price'),
    fee: row.number('commission'),
    t_fill: row.time(time),
  }
}
