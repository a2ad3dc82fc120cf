import type { Answers } from '#engine/ports.ts'
import { PROGRAMS } from './made-up-programs.ts'
import { VENUES } from './made-up-venues.ts'

/** A JSON document with a list of records, and which field of one is a number. */
export interface ListSpecimen {
  readonly format: string
  readonly name: string
  readonly document: unknown
  /** Where the list is; the empty path is the document itself. */
  readonly list: readonly string[]
  readonly number: string | number
  readonly answers?: Answers
  /** The format is told by the order of its keys too. */
  readonly inOrder?: true
}

/** A dump of one record a line. */
export interface LinesSpecimen {
  readonly format: string
  readonly name: string
  readonly good: string
  /** The same with a number that is none, and cut off. */
  readonly wrong: string
  readonly cut: string
  /** Why the cut line is refused, where it is not `ragged-row`. */
  readonly cutReason?: string
  readonly answers?: Answers
}

function madeUp(format: string, list: readonly string[], number: string): ListSpecimen {
  const sample = [...PROGRAMS, ...VENUES].find((known) => known.format === format)
  return { format, name: sample?.name ?? 'export.json', document: JSON.parse(sample?.text ?? 'null'), list, number }
}

const OPENED = Date.UTC(2024, 0, 2)

/** Every format that is a JSON document with a list. */
export const LISTS: readonly ListSpecimen[] = [
  madeUp('freqtrade-api', ['trades'], 'open_rate'),
  madeUp('ccxt-trades', [], 'price'),
  madeUp('binance-my-trades', [], 'price'),
  madeUp('binance-user-trades', [], 'price'),
  madeUp('okx-fills', ['data'], 'fillPx'),
  madeUp('bitmex-executions', [], 'lastPx'),
  madeUp('kraken-futures-fills', ['fills'], 'price'),
  madeUp('hyperliquid-fills', [], 'px'),
  madeUp('dydx-fills', ['fills'], 'price'),
  {
    format: 'bybit-executions',
    name: 'executions.json',
    document: {
      retCode: 0,
      result: {
        category: 'linear',
        list: [
          {
            symbol: 'ETHUSDT',
            execId: 'e',
            orderId: 'o',
            side: 'Buy',
            execPrice: '2000',
            execQty: '1',
            execFee: '1.1',
            execTime: '1704153600000',
            isMaker: false,
            execType: 'Trade',
            orderType: 'Market',
          },
        ],
      },
    },
    list: ['result', 'list'],
    number: 'execPrice',
  },
  {
    format: 'okx-orders',
    name: 'orders.json',
    document: {
      code: '0',
      data: [
        {
          instType: 'SPOT',
          instId: 'ETH-USDT',
          ordId: '1',
          clOrdId: '',
          side: 'buy',
          ordType: 'limit',
          px: '2000',
          sz: '1',
          accFillSz: '1',
          avgPx: '2000',
          fee: '-1',
          feeCcy: 'USDT',
          state: 'filled',
          fillTime: '1704153600001',
          cTime: '1704153600000',
          uTime: '1704153600001',
        },
      ],
    },
    list: ['data'],
    number: 'avgPx',
  },
  {
    format: 'lean-order-events',
    name: 'x-order-events.json',
    document: [
      {
        id: 'a-1-2',
        algorithmId: 'a',
        orderId: 1,
        orderEventId: 2,
        symbolValue: 'SPY',
        time: 1704153600.5,
        status: 'filled',
        orderFeeAmount: 1,
        orderFeeCurrency: 'USD',
        fillPrice: 470,
        fillQuantity: 10,
        direction: 'buy',
      },
    ],
    list: [],
    number: 'fillPrice',
  },
  {
    format: 'freqtrade-backtest',
    name: 'backtest-result.json',
    document: {
      strategy: {
        S: {
          trades: [
            {
              pair: 'BTC/USDT',
              amount: 2,
              open_rate: 100,
              close_rate: 110,
              fee_open: 0.001,
              fee_close: 0.002,
              is_open: false,
              is_short: false,
              open_timestamp: OPENED,
              close_timestamp: OPENED + 3_600_000,
            },
          ],
          timeframe: '5m',
        },
      },
    },
    list: ['strategy', 'S', 'trades'],
    number: 'open_rate',
  },
  {
    format: 'kraken-public-trades',
    name: 'Trades.json',
    document: { error: [], result: { XXBTZUSD: [['100.1', '0.5', 1704153600.1234, 'b', 'm', '', 1]], last: '1' } },
    list: ['result', 'XXBTZUSD'],
    number: 0,
    inOrder: true,
  },
  {
    format: 'freqtrade-candles-json',
    name: 'BTC_USDT-5m.json',
    document: [[OPENED, 1, 2, 0.5, 1.5, 10]],
    list: [],
    number: 1,
  },
  {
    format: 'freqtrade-public-trades-json',
    name: 'XRP_ETH-trades.json',
    document: [[OPENED, '1', null, 'buy', 100, 2, 200]],
    list: [],
    number: 4,
  },
  {
    format: 'lean-equity',
    name: 'summary.json',
    document: {
      rollingWindow: {},
      totalPerformance: {},
      charts: { 'Strategy Equity': { series: { Equity: { values: [[1704153600, 1, 2, 0.5, 1.5]] } } } },
    },
    list: ['charts', 'Strategy Equity', 'series', 'Equity', 'values'],
    number: 4,
  },
]

const LOG = '2024-01-02 00:00:00,123 | INFO | ORDER FILLED | OrderID=1 | Symbol=ETHUSDT | Side=BUY'

/** Every format that is a dump of lines. */
export const LINES: readonly LinesSpecimen[] = [
  {
    format: 'lean-market',
    name: '20240102_spy_minute_trade.csv',
    good: '34200000,4700000,4710000,4690000,4705000,100',
    wrong: '34200000,abc,4710000,4690000,4705000,100',
    cut: '34200000,4700000,4710',
    answers: { security: 'equity' },
  },
  {
    format: 'lobster-messages',
    name: 'AAPL_2012-06-21_34200000_37800000_message_1.csv',
    good: '34200.5,4,1,18,5853300,1',
    wrong: '34200.5,4,1,18,abc,1',
    cut: '34200.5,4,1',
  },
  {
    format: 'hftbacktest-raw',
    name: 'usdm.txt',
    good: '1704153600000000001 {"stream":"a@bookTicker","data":{"e":"bookTicker","s":"A","b":"1","B":"1","a":"2","A":"1","T":1704153600001}}',
    wrong:
      '1704153600000000001 {"stream":"a@bookTicker","data":{"e":"bookTicker","s":"A","b":"abc","B":"1","a":"2","A":"1","T":1704153600001}}',
    cut: '1704153600000000001 {"stream":"a@book',
  },
  {
    format: 'binance-agg-trades',
    name: 'BTCUSDT-aggTrades-2024-01.csv',
    good: '0,100,2,0,0,1704153600000,False,True',
    wrong: '0,abc,2,0,0,1704153600000,False,True',
    cut: '0,100,2',
  },
  {
    format: 'binance-trades',
    name: 'BTCUSDT-trades-2024-01.csv',
    good: '1,100,2,200,1704153600000,True,True',
    wrong: '1,abc,2,200,1704153600000,True,True',
    cut: '1,100',
  },
  {
    format: 'binance-klines',
    name: 'BTCUSDT-1m-2024-01.csv',
    good: '1704153600000,1,3,0.5,2,10,1704153659999,20,5,4,8,0',
    wrong: '1704153600000,abc,3,0.5,2,10,1704153659999,20,5,4,8,0',
    cut: '1704153600000,1,3',
  },
  {
    format: 'pyfolio-returns',
    name: 'returns.csv',
    good: '2024-01-02,0.01',
    wrong: '2024-01-02,abc',
    cut: '2024-01-02',
    answers: { capital: 100_000 },
  },
  {
    format: 'stratix-log',
    name: 'live.log',
    good: `${LOG} | FilledSize=0.5 | FillPrice=2000 | Status=FILLED | Timestamp=2024-01-02T00:00:00.100`,
    wrong: `${LOG} | FilledSize=0.5 | FillPrice=abc | Status=FILLED | Timestamp=2024-01-02T00:00:00.100`,
    cut: LOG.slice(0, 70),
    cutReason: 'missing-value',
    answers: { zone: 'UTC' },
  },
]
