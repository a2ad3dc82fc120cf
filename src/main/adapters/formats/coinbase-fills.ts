import { csvFormat } from './csv-format.ts'

/** Coinbase Pro, Advanced and Exchange fills (older ones without `portfolio`). `fee` is what was charged; `total` is net of it. */
export const coinbaseFills = csvFormat({
  id: 'coinbase-fills',
  title: 'Coinbase fills',
  holds: 'fills',
  times: 'ISO 8601, UTC',
  header: ['trade id', 'product', 'side', 'created at', 'size', 'size unit', 'price', 'fee', 'price/fee/total unit'],
  zone: 'UTC',
  read: (row) => ({
    fills: [
      {
        // Trade ids count per product.
        fill_id: `${row.text('product') ?? ''} ${row.text('trade id') ?? ''}`,
        account: row.text('portfolio'),
        symbol: row.text('product'),
        side: row.text('side'),
        qty: row.number('size'),
        price: row.number('price'),
        fee: row.number('fee'),
        fee_currency: row.text('price/fee/total unit'),
        t_fill: row.time('created at'),
      },
    ],
  }),
})
