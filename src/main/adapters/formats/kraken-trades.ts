import { csvFormat } from './csv-format.ts'

/** Kraken's trades.csv (spot and margin): cost is without the fee, and the fee is shown in the quote currency even where it was taken in the base. ledgers.csv is another file. */
export const krakenTrades = csvFormat({
  id: 'kraken-trades',
  title: 'Kraken trades.csv',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS, UTC',
  header: ['txid', 'ordertxid', 'pair', 'time', 'type', 'ordertype', 'price', 'cost', 'fee', 'vol'],
  without: ['refid'],
  zone: 'UTC',
  read: (row) => ({
    fills: [
      {
        fill_id: row.text('txid'),
        order_id: row.text('ordertxid'),
        symbol: row.text('pair'),
        side: row.text('type'),
        qty: row.number('vol'),
        price: row.number('price'),
        fee: row.number('fee'),
        order_type: row.text('ordertype'),
        t_fill: row.time('time'),
      },
    ],
  }),
})
