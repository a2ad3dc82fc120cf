import type { Answers } from '#engine/ports.ts'
import { PROGRAMS } from './made-up-programs.ts'
import { VENUES } from './made-up-venues.ts'

/** A table told by its header, how one good record of it looks, and which of its cells can be broken. */
export interface TableSpecimen {
  readonly format: string
  readonly name: string
  readonly header: string
  /** The lines of one good record, {n} being its number; the first of them is the one that is broken. */
  readonly good: readonly string[]
  /** A column that is read as a number; null where a number only stands in a sentence. */
  readonly number: string
  /** A column that is read as a time. */
  readonly time: string
  readonly answers?: Answers
  /** What a wrong number is, where `abc` would make it no record of the format at all. */
  readonly wrong?: string
  /** Where records are numbered by an id of their own, not by line. */
  readonly ownNumbers?: true
  /** Rows handed over when the middle one of three records is broken, where they are not those of two records alone. */
  readonly outputs?: number
}

/** A made-up file of a format, its header and first record. */
function madeUp(format: string, number: string, time: string, rest: Partial<TableSpecimen> = {}): TableSpecimen {
  const sample = [...PROGRAMS, ...VENUES].find((known) => known.format === format)
  const [header = '', good = ''] = (sample?.text ?? '').replace(/^\uFEFF/, '').split('\n')
  return {
    format,
    name: sample?.name ?? 'export.csv',
    header,
    good: [good],
    number,
    time,
    ...(sample?.answers !== undefined && { answers: sample.answers }),
    ...rest,
  }
}

const UTC: Answers = { zone: 'UTC' }

/** Every format that is a table with a header. */
export const TABLES: readonly TableSpecimen[] = [
  madeUp('hummingbot-export', 'Price', 'Timestamp'),
  madeUp('lean-web-orders', 'Quantity', 'Time'),
  madeUp('lean-web-trades', 'Entry Price', 'Exit Time'),
  madeUp('nautilus-fills', 'last_px', 'ts_event'),
  madeUp('nautilus-order-fills', 'avg_px', 'ts_last'),
  madeUp('nautilus-positions', 'avg_px_open', 'ts_closed'),
  madeUp('vectorbt-trades', 'Avg Entry Price', 'Entry Timestamp'),
  madeUp('vectorbt-orders', 'Price', 'Timestamp'),
  madeUp('backtesting-py', 'EntryPrice', 'ExitTime'),
  madeUp('backtrader-transactions', 'price', 'date'),
  madeUp('jesse-trades', 'entry_price', 'closed_at'),
  madeUp('tcapy-trades', 'executed_price', 'date'),
  madeUp('binance-spot-history', 'Price', 'Date(UTC)'),
  madeUp('binance-spot-history-old', 'Price', 'Date(UTC)'),
  madeUp('binance-futures-history', 'Price', 'Date(UTC)'),
  madeUp('kraken-trades', 'price', 'time'),
  madeUp('ib-executions', 'Price', 'dttime'),
  {
    format: 'ib-flex',
    name: 'flex.csv',
    header: 'Buy/Sell,DateTime,Symbol,Quantity,TradePrice,IBCommission',
    good: ['BUY,20240102;093000,AAPL,1,100,-1'],
    number: 'TradePrice',
    time: 'DateTime',
    answers: UTC,
  },
  {
    format: 'freqtrade-orders-csv',
    name: 'orders.csv',
    header:
      'id,ft_trade_id,ft_order_side,ft_pair,order_id,status,symbol,order_type,side,price,average,amount,filled,remaining,order_date,order_filled_date',
    good: ['1,1,buy,BTC/USDT,o1,closed,BTC/USDT,limit,buy,100,100,2,2,0,2024-01-02 00:00:00,2024-01-02 00:00:01'],
    number: 'average',
    time: 'order_filled_date',
    ownNumbers: true,
  },
  {
    format: 'freqtrade-trades-csv',
    name: 'trades.csv',
    header:
      'id,pair,is_open,is_short,fee_open,fee_close,open_rate,close_rate,amount,open_date,close_date,strategy,leverage',
    good: ['1,BTC/USDT,0,0,0.001,0.001,100,110,2,2024-01-02 00:00:00,2024-01-02 01:00:00,S,1'],
    number: 'open_rate',
    time: 'close_date',
    ownNumbers: true,
  },
  {
    format: 'hummingbot-csv',
    name: 'trades_conf.csv',
    header:
      'exchange_trade_id,config_file_path,strategy,market,symbol,base_asset,quote_asset,timestamp,order_id,trade_type,order_type,price,amount,leverage,trade_fee,position,age',
    good: ['1,c.yml,s,binance,BTC-USDT,BTC,USDT,1704153600000,o,BUY,LIMIT,100,1,1,,NIL,'],
    number: 'price',
    time: 'timestamp',
  },
  {
    format: 'zipline-transactions',
    name: 'txn.csv',
    header: ',amount,price,symbol',
    good: ['2024-01-02 21:00:00+00:00,-5,10.5,AAPL'],
    number: 'price',
    time: '',
  },
  {
    format: 'option-omega-backtest',
    name: 'log.csv',
    header:
      'Date Opened,Time Opened,Legs,Premium,Date Closed,Time Closed,Avg. Closing Cost,No. of Contracts,Opening Commissions + Fees,Closing Commissions + Fees,Strategy',
    good: [
      '2024-05-28,11:00:00,2 May 30 5945 C STO 2.80 | 2 May 30 6025 C BTO 0.17,526,2024-05-28,15:00:00,-100,2,1,1,MEIC',
    ],
    number: 'Premium',
    time: 'Date Closed',
  },
  {
    format: 'option-omega-live',
    name: 'log.csv',
    header:
      'Strategy,Date Opened,Legs,Initial Premium,No. of Contracts,P/L,Date Closed,Avg. Closing Cost,Reason For Close',
    good: [
      'MEIC,2024-05-28T11:00:00,2 May 30 5945 C STO 2.80 | 2 May 30 6025 C BTO 0.17,5.26,2,800,2024-05-28T15:00:00,1.00,Expired',
    ],
    number: 'Initial Premium',
    time: 'Date Closed',
  },
  {
    format: 'coinbase-fills',
    name: 'fills.csv',
    header: 'trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit',
    good: ['1,BTC-USD,BUY,2024-01-02T00:00:00Z,1,BTC,100,0.1,-100.1,USD'],
    number: 'price',
    time: 'created at',
  },
  {
    format: 'coinbase-account',
    name: 'account.csv',
    header: 'portfolio,type,timestamp,amount,balance,amount/balance unit,transfer id,trade id,order id',
    good: [
      'default,match,2024-01-02T00:00:00Z,2,2,BTC,,{n},o1',
      'default,match,2024-01-02T00:00:00Z,-100,0,USD,,{n},o1',
      'default,fee,2024-01-02T00:00:00Z,-0.5,0,USD,,{n},o1',
    ],
    number: 'amount',
    time: 'timestamp',
  },
  {
    format: 'bitvavo',
    name: 'export.csv',
    header:
      'Timezone,Date,Time,Type,Currency,Amount,Quote Currency,Quote Price,Received / Paid Currency,Received / Paid Amount,Fee currency,Fee amount,Status,Transaction ID',
    good: ['Europe/Amsterdam,2024-07-01,12:00:00.123,buy,BTC,0.5,EUR,60000,EUR,-30000,EUR,5,Completed,t1'],
    number: 'Quote Price',
    time: 'Time',
  },
  {
    format: 'tradovate-performance',
    name: 'Performance.csv',
    header:
      'symbol,_priceFormat,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration',
    good: ['ESZ4,-2,1,2,1,5000,5001,$50.00,12/02/2024 09:30:00,12/02/2024 09:31:00,1min'],
    number: 'buyPrice',
    time: 'soldTimestamp',
    answers: { zone: 'America/Chicago' },
  },
  {
    format: 'trading212',
    name: 'export.csv',
    header: 'Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,ID',
    good: ['Market buy,2024-07-01 12:00:00,US0378331005,AAPL,Apple,2,100,USD,1,200,i1'],
    number: 'Price / share',
    time: 'Time',
  },
  {
    format: 'degiro-account',
    name: 'Account.csv',
    header: 'Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id',
    good: ['01-07-2024,12:00,01-07-2024,ACME,US0000000001,"Koop 1 @ 33,9 USD",,USD,"-33,90",USD,"0,00",o1'],
    number: 'Omschrijving',
    wrong: 'Koop 1 @ 3,3,9 USD',
    time: 'Datum',
    answers: { zone: 'Europe/Amsterdam' },
  },
  {
    format: 'tardis-quotes',
    name: 'quotes.csv',
    header: 'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount',
    good: ['x,BTCUSDT,1704153600000000,1704153600000001,1,101,99,2'],
    number: 'ask_price',
    time: 'timestamp',
  },
  {
    format: 'tardis-snapshots',
    name: 'book.csv',
    header: 'exchange,symbol,timestamp,local_timestamp,asks[0].price,asks[0].amount,bids[0].price,bids[0].amount',
    good: ['x,BTCUSDT,1704153600000000,1704153600000001,101,1,99,2'],
    number: 'asks[0].price',
    time: 'timestamp',
  },
  {
    format: 'tardis-trades',
    name: 'trades.csv',
    header: 'exchange,symbol,timestamp,local_timestamp,id,side,price,amount',
    good: ['x,BTCUSDT,1704153600000000,1704153600000001,1,buy,100,2'],
    number: 'price',
    time: 'timestamp',
  },
  {
    format: 'tardis-book',
    name: 'changes.csv',
    header: 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount',
    good: [
      'x,BTCUSDT,1704153600000000,1704153600000001,false,bid,99,2',
      'x,BTCUSDT,1704153600000000,1704153600000001,false,ask,101,2',
    ],
    number: 'price',
    time: 'timestamp',
    // The book does not change after the first record.
    outputs: 1,
  },
  {
    format: 'binance-depth',
    name: 'depth.csv',
    header: 'symbol,timestamp,first_update_id,last_update_id,side,update_type,price,qty',
    good: ['BTCUSDT,1704153600000,1,2,b,set,99,2', 'BTCUSDT,1704153600000,1,2,a,set,101,2'],
    number: 'price',
    time: 'timestamp',
    outputs: 1,
  },
  {
    format: 'binance-book-ticker',
    name: 'BTCUSDT-bookTicker-2024-01.csv',
    header: 'update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time',
    good: ['1,99,5,101,6,1704067200000,1704067200001'],
    number: 'best_bid_price',
    time: 'transaction_time',
  },
  {
    format: 'freqtrade-public-trades-csv',
    name: 'XRP_ETH-trades.csv',
    header: 'timestamp,id,type,side,price,amount,cost',
    good: ['1704153600000,1,,buy,100,2,200'],
    number: 'price',
    time: 'timestamp',
  },
  {
    format: 'market-trades',
    name: 'BTCUSDT-trades.csv',
    header: 'timestamp,trade_id,price,quantity,buyer_maker',
    good: ['2024-01-02 00:00:00+00:00,1,100,2,True'],
    number: 'price',
    time: 'timestamp',
  },
  {
    format: 'candles-csv',
    name: 'BTCUSDT_1m.csv',
    header: 'timestamp,open,high,low,close,volume',
    good: ['1704153600000,1,2,1,1,1'],
    number: 'open',
    time: 'timestamp',
  },
  {
    format: 'quotes-csv',
    name: 'EURUSD.csv',
    header: 'timestamp,bid,ask',
    good: ['2024-01-02T00:00:00Z,1.1,1.2'],
    number: 'bid',
    time: 'timestamp',
  },
  {
    format: 'nautilus-quotes',
    name: 'EURUSD.csv',
    header: 'bid_price,ask_price,bid_size,ask_size,ts_event,ts_init',
    good: ['1.1,1.2,1000,1000,1704153600000000000,1704153600000000000'],
    number: 'bid_price',
    time: 'ts_event',
  },
  {
    format: 'nautilus-trades',
    name: 'EURUSD.csv',
    header: 'price,size,aggressor_side,trade_id,ts_event,ts_init',
    good: ['1.1,1000,1,1,1704153600000000000,1704153600000000000'],
    number: 'price',
    time: 'ts_event',
  },
  {
    format: 'option-omega-daily',
    name: 'daily.csv',
    header: 'Date,Net Liquidity,Current Funds,Withdrawn,Trading Funds,P/L,P/L %,Drawdown %',
    good: ['2024-01-02,100000,100000,0,100000,0,0,0'],
    number: 'Net Liquidity',
    time: 'Date',
  },
]
