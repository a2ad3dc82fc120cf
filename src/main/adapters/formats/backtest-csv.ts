import { csvFormat } from './csv-format.ts'
import { fillsOfTrip, splitTripFee } from './round-trip.ts'
import { unsigned } from './signed-fill.ts'

const ASKED = 'ISO 8601; asked when without an offset'

/** vectorbt `trades.records_readable`: round trips; the column of the data is the symbol. Open ones end at the last bar and have an entry only. Fees are those of each side. */
export const vectorbtTrades = csvFormat({
  id: 'vectorbt-trades',
  title: 'vectorbt trades',
  holds: 'fills',
  times: ASKED,
  asks: ['--zone'],
  header: [
    'Column',
    'Size',
    'Entry Timestamp',
    'Avg Entry Price',
    'Entry Fees',
    'Exit Timestamp',
    'Avg Exit Price',
    'Exit Fees',
    'Direction',
    'Status',
  ],
  read: (row) => ({
    fills: fillsOfTrip({
      common: { trip_id: row.text('Exit Trade Id') ?? row.text('Trade Id') },
      symbol: row.text('Column'),
      isShort: row.text('Direction')?.toLowerCase() === 'short',
      qty: row.number('Size'),
      entry: { t: row.time('Entry Timestamp'), price: row.number('Avg Entry Price'), fee: row.number('Entry Fees') },
      exit:
        row.text('Status')?.toLowerCase() === 'open'
          ? null
          : { t: row.time('Exit Timestamp'), price: row.number('Avg Exit Price'), fee: row.number('Exit Fees') },
    }),
  }),
})

/** vectorbt `orders.records_readable`. */
export const vectorbtOrders = csvFormat({
  id: 'vectorbt-orders',
  title: 'vectorbt orders',
  holds: 'fills',
  times: ASKED,
  asks: ['--zone'],
  header: ['Order Id', 'Column', ['Timestamp', 'Fill Index'], 'Size', 'Price', 'Fees', 'Side'],
  read: (row) => ({
    fills: [
      {
        fill_id: row.text('Order Id'),
        symbol: row.text('Column'),
        side: row.text('Side')?.toLowerCase() ?? null,
        qty: row.number('Size'),
        price: row.number('Price'),
        fee: row.number('Fees'),
        t_fill: row.time('Timestamp'),
      },
    ],
  }),
})

/** backtesting.py `stats._trades`: round trips, short sizes negative; the symbol is in the file's name. `Commission` (newer) is of both sides; without it fees are unknown, since they are inside the prices. */
export const backtestingPy = csvFormat({
  id: 'backtesting-py',
  title: 'backtesting.py trades',
  holds: 'fills',
  times: ASKED,
  asks: ['--zone'],
  header: ['Size', 'EntryBar', 'ExitBar', 'EntryPrice', 'ExitPrice', 'PnL', 'EntryTime', 'ExitTime'],
  read(row, file) {
    const size = row.number('Size')
    const [entryPrice, exitPrice] = [row.number('EntryPrice'), row.number('ExitPrice')]
    const [entryFee, exitFee] = splitTripFee(row.number('Commission'), entryPrice, exitPrice, true)
    return {
      fills: fillsOfTrip({
        common: {},
        symbol: file.symbol(),
        isShort: (size ?? 0) < 0,
        qty: unsigned(size),
        entry: { t: row.time('EntryTime'), price: entryPrice, fee: entryFee },
        exit: { t: row.time('ExitTime'), price: exitPrice, fee: exitFee },
      }),
    }
  },
})

/** Jesse's trades (CSV, every cell quoted): round trips, `fee` of both sides together, times in milliseconds. */
export const jesseTrades = csvFormat({
  id: 'jesse-trades',
  title: 'Jesse trades',
  holds: 'fills',
  times: 'ms since 1970, UTC',
  header: [
    'strategy_name',
    'symbol',
    'exchange',
    'type',
    'entry_price',
    'exit_price',
    'qty',
    'fee',
    'PNL',
    'opened_at',
    'closed_at',
  ],
  read(row) {
    const [entryPrice, exitPrice] = [row.number('entry_price'), row.number('exit_price')]
    const [entryFee, exitFee] = splitTripFee(row.number('fee'), entryPrice, exitPrice, true)
    return {
      fills: fillsOfTrip({
        common: { strategy: row.text('strategy_name'), trip_id: row.text('id') },
        symbol: row.text('symbol'),
        isShort: row.text('type')?.toLowerCase() === 'short',
        qty: unsigned(row.number('qty')),
        entry: { t: row.time('opened_at'), price: entryPrice, fee: entryFee },
        exit: { t: row.time('closed_at'), price: exitPrice, fee: exitFee },
      }),
    }
  },
})
