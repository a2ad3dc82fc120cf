import { AppError } from '#shared/errors.ts'
import { csvFormat } from './csv-format.ts'

/** The API's "unset" double. */
const UNSET = 1.7e308

/**
 * Executions of Interactive Brokers' API, saved as CSV: `side` is BOT or SLD. A dump without it does not say bought or
 * sold, and nothing else in the file does, so it is refused. `Commission` is what was charged.
 */
export const ibExecutions = csvFormat({
  id: 'ib-executions',
  title: 'Interactive Brokers API executions (CSV)',
  holds: 'fills',
  times: 'ISO 8601 with an offset (`dttime`)',
  header: ['AcctNumber', 'Price', 'Shares', 'Commission', 'OrderId', 'dttime', 'conId', 'symbol', 'secType'],
  read(row, file) {
    if (!row.has('side'))
      throw new AppError(
        'COLUMN_MISSING',
        `Cannot read ${file.path}: its executions do not say bought or sold; save "side" (BOT or SLD) of each execution too.`,
        { file: file.path, column: 'side' },
      )
    const commission = row.number('Commission')
    return {
      fills: [
        {
          fill_id: row.text('id'),
          order_id: row.text('permId') ?? row.text('OrderId'),
          account: row.text('AcctNumber'),
          symbol: row.text('symbol'),
          side: sideOf(row.text('side')),
          qty: row.number('Shares'),
          price: row.number('Price'),
          fee: commission === null || Math.abs(commission) > UNSET ? null : commission,
          fee_currency: row.text('commission_currency') ?? row.text('currency'),
          t_fill: row.time('dttime'),
          multiplier: row.number('multiplier'),
        },
      ],
    }
  },
})

function sideOf(side: string | null): string | null {
  const word = side?.toUpperCase()
  if (word === 'BOT' || word === 'BUY') return 'buy'
  return word === 'SLD' || word === 'SELL' ? 'sell' : side
}
