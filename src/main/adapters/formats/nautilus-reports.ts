import { CellError } from './cells.ts'
import { csvFormat } from './csv-format.ts'
import { parsePython, pythonText, type PythonValue } from './python-literal.ts'
import { notAnOrder } from './record-writer.ts'
import { fillsOfTrip, splitTripFee } from './round-trip.ts'

const TIMES = 'ISO 8601 with an offset, or ns since 1970'

/** An amount with its currency, as NautilusTrader writes money: `16.00 USD`, positive = charged for a commission. */
function money(text: string | null, column: string): { amount: number | null; currency: string | null } {
  if (text === null) return { amount: null, currency: null }
  const match = /^(-?[\d_,.]+) ([A-Z0-9]+)$/.exec(text.trim())
  const amount = Number(match?.[1]?.replaceAll(/[_,]/g, ''))
  if (match === null || !Number.isFinite(amount))
    throw new CellError('bad-number', `"${text}" is not an amount of money.`, column, text)
  return { amount, currency: match[2]! }
}

/** The one amount of `['16.00 USD']`; several currencies are unknown, none is zero. */
function moneyList(text: string | null, column: string): { amount: number | null; currency: string | null } {
  const list: PythonValue | undefined = text === null ? null : parsePython(text)
  if (!Array.isArray(list)) return money(text, column)
  const amounts = (list as readonly PythonValue[]).map((value) => money(pythonText(value), column))
  const currencies = new Set(amounts.map(({ currency }) => currency))
  if (currencies.size > 1) return { amount: null, currency: null }
  return { amount: amounts.reduce((sum, { amount }) => sum + (amount ?? 0), 0), currency: [...currencies][0] ?? null }
}

/** NautilusTrader's fills report (`generate_fills_report().to_csv()`): quantities and prices are text, `instrument_id` is SYMBOL.VENUE. */
export const nautilusFills = csvFormat({
  id: 'nautilus-fills',
  title: 'NautilusTrader fills report',
  holds: 'fills',
  times: TIMES,
  asks: ['--zone'],
  header: [
    'client_order_id',
    'strategy_id',
    'instrument_id',
    'trade_id',
    'order_side',
    'last_qty',
    'last_px',
    'commission',
    'liquidity_side',
    'ts_event',
  ],
  read(row) {
    const { amount, currency } = money(row.text('commission'), 'commission')
    const liquidity = row.text('liquidity_side')?.toLowerCase() ?? null
    return {
      fills: [
        {
          fill_id: row.text('trade_id'),
          order_id: row.text('client_order_id'),
          strategy: row.text('strategy_id'),
          account: row.text('account_id'),
          trip_id: row.text('position_id'),
          symbol: row.text('instrument_id'),
          side: row.text('order_side')?.toLowerCase() ?? null,
          qty: row.number('last_qty'),
          price: row.number('last_px'),
          fee: amount,
          fee_currency: currency,
          liquidity: liquidity === 'maker' || liquidity === 'taker' ? liquidity : null,
          order_type: row.text('order_type')?.toLowerCase() ?? null,
          t_fill: row.time('ts_event'),
        },
      ],
    }
  },
})

/** NautilusTrader's order fills report: one row an order, filled at its average price; no commission. */
export const nautilusOrders = csvFormat({
  id: 'nautilus-order-fills',
  title: 'NautilusTrader order fills report',
  holds: 'fills',
  times: TIMES,
  asks: ['--zone'],
  header: [
    'client_order_id',
    'instrument_id',
    'side',
    'type',
    'quantity',
    'filled_qty',
    'avg_px',
    'ts_init',
    'ts_last',
  ],
  read(row) {
    const filled = row.number('filled_qty')
    if (filled === null || filled === 0) throw notAnOrder('filled_qty', row.text('filled_qty'))
    return {
      fills: [
        {
          fill_id: row.text('client_order_id'),
          order_id: row.text('client_order_id'),
          strategy: row.text('strategy_id'),
          trip_id: row.text('position_id'),
          symbol: row.text('instrument_id'),
          side: row.text('side')?.toLowerCase() ?? null,
          qty: filled,
          price: row.number('avg_px'),
          order_type: row.text('type')?.toLowerCase() ?? null,
          limit_price: row.number('price'),
          t_sent: row.time('ts_init'),
          t_fill: row.time('ts_last'),
        },
      ],
    }
  },
})

/** NautilusTrader's positions report: round trips of `peak_qty`; a position built in steps has its average prices only. Commissions of both sides together. */
export const nautilusPositions = csvFormat({
  id: 'nautilus-positions',
  title: 'NautilusTrader positions report',
  holds: 'fills',
  times: TIMES,
  asks: ['--zone'],
  header: [
    'instrument_id',
    'entry',
    'peak_qty',
    'ts_opened',
    'ts_closed',
    'avg_px_open',
    'avg_px_close',
    'realized_pnl',
  ],
  read(row) {
    const { amount, currency } = moneyList(row.text('commissions'), 'commissions')
    const [entryPrice, exitPrice] = [row.number('avg_px_open'), row.number('avg_px_close')]
    const closed = row.time('ts_closed')
    const isClosed = closed !== null && closed !== 0
    const [entryFee, exitFee] = splitTripFee(amount, entryPrice, exitPrice, isClosed)
    return {
      fills: fillsOfTrip({
        common: { strategy: row.text('strategy_id'), trip_id: row.text('position_id'), fee_currency: currency },
        symbol: row.text('instrument_id'),
        isShort: row.text('entry')?.toUpperCase() === 'SELL',
        qty: row.number('peak_qty'),
        entry: { t: row.time('ts_opened'), price: entryPrice, fee: entryFee },
        exit: isClosed ? { t: closed, price: exitPrice, fee: exitFee } : null,
      }),
    }
  },
})
