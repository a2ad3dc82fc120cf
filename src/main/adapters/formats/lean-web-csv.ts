import { csvFormat } from './csv-format.ts'
import { notAnOrder } from './record-writer.ts'
import { fillsOfTrip, splitTripFee } from './round-trip.ts'
import { sideOfSign, unsigned } from './signed-fill.ts'

/** LEAN's orders as the web page downloads them (live ones begin with `Deploy`): filled rows only; sold quantities are negative; no fees. */
export const leanWebOrders = csvFormat({
  id: 'lean-web-orders',
  title: 'LEAN orders (web CSV)',
  holds: 'fills',
  times: 'ISO 8601; asked when without an offset',
  asks: ['--zone'],
  header: ['Time', 'Symbol', 'Price', 'Quantity', 'Type', 'Status', 'Value', 'Tag'],
  read(row) {
    const status = row.text('Status')
    if (status?.toLowerCase() !== 'filled') throw notAnOrder('Status', status)
    const quantity = row.number('Quantity')
    return {
      fills: [
        {
          symbol: row.text('Symbol'),
          side: sideOfSign(quantity),
          qty: unsigned(quantity),
          price: row.number('Price'),
          order_type: row.text('Type')?.toLowerCase() ?? null,
          t_fill: row.time('Time'),
        },
      ],
    }
  },
})

/** LEAN's closed trades as the web page downloads them: round trips, fees of both sides together. */
export const leanWebTrades = csvFormat({
  id: 'lean-web-trades',
  title: 'LEAN closed trades (web CSV)',
  holds: 'fills',
  times: 'ISO 8601; asked when without an offset',
  asks: ['--zone'],
  header: [
    'Entry Time',
    ['Symbols', 'Symbol'],
    'Exit Time',
    'Direction',
    'Entry Price',
    'Exit Price',
    'Quantity',
    'P&L',
    'Fees',
    'IsWin',
  ],
  read(row) {
    const [entryPrice, exitPrice] = [row.number('Entry Price'), row.number('Exit Price')]
    const [entryFee, exitFee] = splitTripFee(row.number('Fees'), entryPrice, exitPrice, true)
    const direction = row.text('Direction')?.toLowerCase()
    return {
      fills: fillsOfTrip({
        common: {},
        symbol: row.text('Symbols'),
        isShort: ['sell', 'short', '1'].includes(direction ?? ''),
        qty: unsigned(row.number('Quantity')),
        entry: { t: row.time('Entry Time'), price: entryPrice, fee: entryFee },
        exit: { t: row.time('Exit Time'), price: exitPrice, fee: exitFee },
      }),
    }
  },
})
