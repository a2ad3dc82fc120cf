import type { FillRow } from '#engine/ports.ts'
import { csvFormat } from './csv-format.ts'
import { readHummingbotFee } from './hummingbot-fee.ts'
import type { SourceRow } from './source-row.ts'

/**
 * Hummingbot's `trades_<config>.csv`, old and new (`trade_fee_in_quote`). Times are milliseconds since 1970; `age` is how
 * long the order had rested, to the second. A paper trade's order id holds `//` and its age is n/a.
 */
export const hummingbotCsv = csvFormat({
  id: 'hummingbot-csv',
  title: 'Hummingbot trades (CSV)',
  holds: 'fills',
  times: 'ms since 1970, UTC',
  header: [
    'exchange_trade_id',
    'config_file_path',
    'timestamp',
    'order_id',
    'trade_type',
    'price',
    'amount',
    'trade_fee',
  ],
  read: (row) => ({
    fills: [hummingbotFill(row, row.number('price'), row.number('amount'), row.number('trade_fee_in_quote'))],
  }),
})

/** Reads one fill of Hummingbot's own columns, its numbers given: the database scales them. */
export function hummingbotFill(
  row: SourceRow,
  price: number | null,
  qty: number | null,
  feeInQuote: number | null,
): FillRow {
  const quote = row.text('quote_asset')
  const t = row.time('timestamp')
  const type = row.text('order_type')
  const notional = price === null || qty === null ? null : price * qty
  const { fee, currency } =
    feeInQuote === null
      ? readHummingbotFee(row.text('trade_fee'), notional, quote)
      : { fee: feeInQuote, currency: quote }
  const age = ageMicros(row.text('age'))
  return {
    fill_id: row.text('exchange_trade_id'),
    order_id: row.text('order_id'),
    strategy: row.text('strategy'),
    version: row.text('config_file_path'),
    symbol: row.text('symbol'),
    side: row.text('trade_type')?.toLowerCase() ?? null,
    qty,
    price,
    fee,
    fee_currency: currency,
    liquidity: type === 'LIMIT_MAKER' ? 'maker' : null,
    order_type: orderTypeOf(type),
    t_sent: t === null || age === null ? null : t - age,
    t_fill: t,
  }
}

function orderTypeOf(type: string | null): string | null {
  if (type === null) return null
  return type.startsWith('LIMIT') ? 'limit' : type.toLowerCase()
}

/** Microseconds of `00:01:07`, or of `1 days 00:01:07`. */
function ageMicros(age: string | null): number | null {
  const [days, clock] = age?.includes(' day') === true ? [Number.parseInt(age, 10), age.split(' ').at(-1)] : [0, age]
  const match = /^(\d+):(\d{2}):(\d{2})$/.exec(clock ?? '')
  if (match === null) return null
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(Number)
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e6
}
