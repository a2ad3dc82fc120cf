import { csvFormat } from './csv-format.ts'
import { notAnOrder } from './record-writer.ts'
import { parseInstrument } from '#domain/parity/instrument.ts'

/**
 * tcapy trades: rows of event_type `trade` are fills, the rest are what happened to their orders. side is 1 or -1. The
 * notional is in `notional_currency`: of the base it is the quantity, of the quote it is divided by the price.
 * `market_mid` is the mid at the fill.
 */
export const tcapyTrades = csvFormat({
  id: 'tcapy-trades',
  title: 'tcapy trades',
  holds: 'fills',
  times: 'ISO 8601; asked when without an offset',
  asks: ['--zone'],
  header: ['date', 'event_type', 'executed_notional', 'executed_price', 'id', 'notional_currency', 'side', 'ticker'],
  read(row) {
    const event = row.text('event_type')
    if (event !== 'trade') throw notAnOrder('event_type', event)
    const [notional, price] = [row.number('executed_notional'), row.number('executed_price')]
    const { base } = parseInstrument(row.text('ticker') ?? '')
    const isBase = row.text('notional_currency') === base
    const side = row.number('side')
    return {
      fills: [
        {
          fill_id: row.text('id'),
          order_id: row.text('ancestor_pointer_id'),
          account: row.text('account_id'),
          strategy: row.text('algo_id'),
          symbol: row.text('ticker'),
          side: side === 1 ? 'buy' : side === -1 ? 'sell' : row.text('side'),
          qty: isBase || notional === null || price === null || price === 0 ? notional : notional / price,
          price,
          limit_price: row.number('price_limit'),
          fill_mid: row.number('market_mid'),
          t_fill: row.time('date'),
        },
      ],
    }
  },
})
