import { csvFormat } from './csv-format.ts'
import { barLengthOfName } from './symbol-of-name.ts'

const TIME = ['timestamp', 'time', 'date', 'datetime', 'open_time', 'opentime', 't', '']
const ASKED = 'ISO 8601 or since 1970; asked when without an offset'

/** Candles of any program: a time (of the bar's start), open, high, low, close, maybe volume and symbol. Without a symbol the file is named after it. */
export const candlesCsv = csvFormat({
  id: 'candles-csv',
  title: 'Candles (CSV)',
  holds: 'market',
  times: ASKED,
  asks: ['--zone'],
  header: [TIME, 'open', 'high', 'low', 'close'],
  without: ['entry_price', 'side'],
  read(row, file) {
    const named = barLengthOfName(file.path)
    if (named !== null) file.declareBars(named)
    const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((column) => row.number(column))
    return {
      bars: [
        {
          symbol: row.has('symbol') ? row.text('symbol') : file.symbol(),
          t: row.time('timestamp'),
          open: open!,
          high: high!,
          low: low!,
          close: close!,
          volume: row.number('volume'),
        },
      ],
    }
  },
})

/** Quotes of any program: a time, bid and ask, maybe their sizes and a symbol. Without a symbol the file is named after it. */
export const quotesCsv = csvFormat({
  id: 'quotes-csv',
  title: 'Quotes or ticks (CSV)',
  holds: 'market',
  times: ASKED,
  asks: ['--zone'],
  header: [TIME, 'bid', 'ask'],
  without: ['open', 'close', 'side', 'price'],
  read: (row, file) => ({
    quotes: [
      {
        symbol: row.has('symbol') ? row.text('symbol') : file.symbol(),
        t: row.time('timestamp'),
        bid: row.number('bid'),
        ask: row.number('ask'),
        bid_qty: row.number('bid_size') ?? row.number('bid_qty'),
        ask_qty: row.number('ask_size') ?? row.number('ask_qty'),
      },
    ],
  }),
})

/** Freqtrade's table of the market's trades (CSV): ms since 1970; the symbol is in the file's name. They become minute bars. */
export const freqtradeTradesCsv = csvFormat({
  id: 'freqtrade-public-trades-csv',
  title: 'Freqtrade market trades (CSV)',
  holds: 'market',
  times: 'ms since 1970, UTC',
  header: ['timestamp', 'id', 'type', 'side', 'price', 'amount', 'cost'],
  without: ['order', 'fee', 'symbol'],
  read: (row, file) => ({
    trades: [
      { symbol: file.symbol(), t: row.time('timestamp'), price: row.number('price'), qty: row.number('amount') },
    ],
  }),
})
