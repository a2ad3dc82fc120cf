import { cellsOf } from './cells.ts'
import { csvFormat } from './csv-format.ts'
import { notAnOrder } from './record-writer.ts'
import { unsigned } from './signed-fill.ts'

/** Bitvavo transactions: buy and sell rows; deposits, withdrawals and staking are no trades. Each row names its own time zone. The amount of a sale is negative. */
export const bitvavo = csvFormat({
  id: 'bitvavo',
  title: 'Bitvavo transactions',
  holds: 'fills',
  times: 'date and time in the zone the row names',
  header: [
    'Timezone',
    'Date',
    'Time',
    'Type',
    'Currency',
    'Amount',
    'Quote Currency',
    'Quote Price',
    'Fee amount',
    'Transaction ID',
  ],
  read(row) {
    const type = row.text('Type')
    if (type !== 'buy' && type !== 'sell') throw notAnOrder('Type', type)
    const when = cellsOf(() => `${row.text('Date') ?? ''} ${row.text('Time') ?? ''}`, {
      decimal: '.',
      zone: row.text('Timezone'),
      dateOrder: null,
    })
    return {
      fills: [
        {
          fill_id: row.text('Transaction ID'),
          symbol: `${row.text('Currency') ?? ''}/${row.text('Quote Currency') ?? ''}`,
          side: type,
          qty: unsigned(row.number('Amount')),
          price: row.number('Quote Price'),
          fee: row.number('Fee amount'),
          fee_currency: row.text('Fee currency'),
          t_fill: when.time('Time'),
        },
      ],
    }
  },
})
