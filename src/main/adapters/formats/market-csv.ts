import { csvFormat } from './csv-format.ts'
import { barLengthOfName } from './symbol-of-name.ts'

const TIME = ['timestamp', 'time', 'date', 'datetime', 'open_time', 'opentime', 't', '']
const MAKER = ['buyer_maker', 'is_buyer_maker', 'isbuyermaker', 'aggressor_side', 'aggressor', 'taker_side']
const ASKED = 'ISO 8601 or since 1970; asked when without an offset'

/**
 * Candles of any program: a time (of the bar's start), open and close, maybe high, low, volume and symbol. Without a symbol
 * the file is named after it. Without high and low they stay unknown, noted once: they are no extremes of open and close.
 */
export const candlesCsv = csvFormat({
  id: 'candles-csv',
  title: 'Candles (CSV or Parquet)',
  holds: 'market',
  times: ASKED,
  asks: ['--zone', '--symbol'],
  header: [TIME, 'open', 'close'],
  without: ['entry_price', 'side', 'bid', 'nav', 'pnl'],
  open: (file) => {
    const named = barLengthOfName(file.path)
    if (named !== null) file.declareBars(named)
    let lacking = 0
    return {
      read(row) {
        const [high, low] = [row.number('high'), row.number('low')]
        if (high === null || low === null) lacking += 1
        const bar = {
          symbol: row.has('symbol') ? row.text('symbol') : file.symbol(),
          t: row.time('timestamp'),
          open: row.number('open'),
          high,
          low,
          close: row.number('close'),
          volume: row.number('volume'),
        }
        return { bars: [bar] }
      },
      end() {
        if (lacking > 0) file.note('no-high-low', 'high, low', lacking)
        return {}
      },
    }
  },
})

/** Quotes of any program: a time, bid and ask, maybe their sizes and a symbol. Without a symbol the file is named after it. */
export const quotesCsv = csvFormat({
  id: 'quotes-csv',
  title: 'Quotes or ticks (CSV or Parquet)',
  holds: 'market',
  times: ASKED,
  asks: ['--zone', '--symbol'],
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

/** Freqtrade's table of the market's trades (CSV or Parquet): ms since 1970; the symbol is in the file's name. They become minute bars. */
export const freqtradeTradesCsv = csvFormat({
  id: 'freqtrade-public-trades-csv',
  title: 'Freqtrade market trades (CSV or Parquet)',
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

/**
 * Trades of the market of any program, told by who was the maker or the aggressor, which no file of one's own fills says
 * so. Without a symbol the file is named after it. They become minute bars.
 */
export const marketTrades = csvFormat({
  id: 'market-trades',
  title: 'Market trades (CSV or Parquet)',
  holds: 'market',
  times: ASKED,
  asks: ['--zone', '--symbol'],
  header: [TIME, ['trade_id', 'id'], 'price', ['quantity', 'qty', 'size', 'amount'], MAKER],
  without: ['order_id', 'orderid', 'fee', 'commission', 'quote_qty', 'quoteqty', 'local_timestamp'],
  read: (row, file) => ({
    trades: [
      {
        symbol: row.has('symbol') ? row.text('symbol') : file.symbol(),
        t: row.time('timestamp'),
        price: row.number('price'),
        qty: row.number('quantity'),
      },
    ],
  }),
})
