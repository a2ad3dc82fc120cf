import { csvFormat } from './csv-format.ts'
import { notAnOrder } from './record-writer.ts'
import { withoutPence } from './signed-fill.ts'

/**
 * Trading 212 history. Rows other than `Market buy`, `Limit sell` and their like are no trades. Prices in GBX are pence.
 * Times are UTC (its column is `Time (UTC)` in later exports).
 */
export const trading212 = csvFormat({
  id: 'trading212',
  title: 'Trading 212 history',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS, UTC',
  header: [
    ['Time', 'Time (UTC)'],
    'Action',
    'ISIN',
    'Ticker',
    'No. of shares',
    'Price / share',
    'Currency (Price / share)',
  ],
  zone: 'UTC',
  read(row) {
    const action = row.text('Action')
    const match = /^(market|limit|stop|stop limit) (buy|sell)$/i.exec(action ?? '')
    if (match === null) throw notAnOrder('Action', action)
    const [price] = withoutPence(row.number('Price / share'), row.text('Currency (Price / share)'))
    return {
      fills: [
        {
          fill_id: row.text('ID'),
          symbol: row.text('Ticker'),
          side: match[2]!.toLowerCase(),
          qty: row.number('No. of shares'),
          price,
          fee: row.number('Currency conversion fee') ?? 0,
          fee_currency: row.text('Currency (Currency conversion fee)'),
          order_type: match[1]!.toLowerCase(),
          t_fill: row.time('Time'),
        },
      ],
    }
  },
})
