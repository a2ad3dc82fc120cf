import { describe, expect, it } from 'vitest'
import type { Answers } from '#engine/ports.ts'
import { parseTimeMicros } from '#adapters/formats/read-time.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { readHummingbotFee } from '#adapters/formats/hummingbot-fee.ts'
import { parsePython, pythonAt, pythonText } from '#adapters/formats/python-literal.ts'
import { temporaryFile } from '../support/temporary-folder.ts'
import { realData } from '../support/real-data.ts'
import { failureOf } from '../support/read-with-format.ts'
import { openReal, REAL_FILES } from './real-files.ts'
import { readDetected, readText } from './read-text.ts'

const at = (iso: string) => parseTimeMicros(iso, { zone: 'UTC', dateOrder: null })

/** Fees and instants of single fills of real files, worked by hand from their cells. */
const REAL: readonly (readonly [string, number, Record<string, unknown>])[] = [
  // Comm/Fee -1.01303695 is charged; 14:57:08 on 6 November is EST (UTC-5), 13:48:55 on 2 November EDT (UTC-4).
  [
    'ib/activity_20181029_20181115.csv',
    1,
    { side: 'sell', qty: 37, fee: 1.01303695, fee_currency: 'USD', t_fill: at('2018-11-06T19:57:08Z') },
  ],
  ['ib/activity_20181029_20181115.csv', 0, { side: 'buy', fee: 1, t_fill: at('2018-11-02T17:48:55Z') }],
  // A commission in the base currency of the account.
  [
    'ib/transaction_history_test_basic.csv',
    0,
    { side: 'sell', qty: 2, fee: 3, fee_currency: 'GBP', t_fill: at('2025-08-15T04:00:00Z') },
  ],
  // fee -0.021776769: charged. 0.03 contracts of 0.01 BTC at 103,698.9 are 31.10967 USDT; times 7 bps the same.
  [
    'exchange_json/okx_http_get_orders_history.json',
    0,
    { fee: 0.021776769, fee_currency: 'USDT', multiplier: 0.01, t_sent: 1746947317401000, t_fill: 1746947317402000 },
  ],
  [
    'exchange_json/bybit_http_get_executions.json',
    1,
    { symbol: 'ETHUSDT.P', side: 'sell', fee: 0.9, liquidity: 'taker' },
  ],
  // Total 3.48049955 = 8.6 * 0.4037 + fee.
  [
    'exchange_csv/coinbasepro_fills_nsmyers.csv',
    0,
    { fee: 0.00867955, fee_currency: 'USD', t_fill: at('2021-06-03T17:16:25.053Z') },
  ],
  // 1.14732 BTC for 52.3 ETH, and 0.00344196 BTC of fee.
  [
    'exchange_csv/rotki_coinbasepro_account.csv',
    0,
    { symbol: 'ETH-BTC', side: 'buy', qty: 52.3, price: 1.14732 / 52.3, fee: 0.00344196, fee_currency: 'BTC' },
  ],
  // Amsterdam is UTC+1 in November; 11:36:46.620.
  [
    'exchange_csv/bitvavo-export.csv',
    0,
    { symbol: 'ETH/EUR', fee: 0.02600996, t_fill: at('2023-11-30T10:36:46.620Z') },
  ],
  // The cost of 1 EUR stands in a row of its own; prices are in the sentence with a decimal comma.
  [
    'exchange_csv/degiro-export.csv',
    0,
    { symbol: 'US9256521090', qty: 1, price: 33.9, fee: 1, fee_currency: 'EUR', t_fill: at('2022-12-15T15:55:00Z') },
  ],
  // 500 at 0,039: not 39.
  ['exchange_csv/degiro-export.csv', 4, { qty: 500, price: 0.039 }],
  // MES: 62.50 over 12.50 points is 5 dollars a point; 23:02:03 in Chicago in January is UTC-6.
  [
    'exchange_csv/tradovate_Performance_stephenkgli.csv',
    0,
    { side: 'buy', price: 6117.75, multiplier: 5, t_fill: at('2025-01-23T05:02:03Z') },
  ],
  // qty and price of the execution, not of the order (49 at 274.52).
  [
    'exchange_csv/alpaca_order_fills_pyrepr.csv',
    0,
    {
      symbol: 'AAPL',
      side: 'buy',
      qty: 1,
      price: 274.52,
      t_sent: at('2025-12-26T18:27:58.571612Z'),
      t_fill: at('2025-12-26T18:27:59.745969Z'),
    },
  ],
  // Fees are only in the order events; the mid of 381.22 and 381.25 only in the result beside them.
  [
    'lean_results/1186467672-order-events.json',
    0,
    { fee: 1.24, fee_currency: 'USD', arrival_mid: 381.235, t_fill: 1672760580000000 },
  ],
  ['exchange_csv/ibkr-trades-export.csv', 4, { fee: 0.979, fee_currency: 'USD', t_fill: at('2023-08-02T22:00:00Z') }],
]

describe.skipIf(realData('.') === null)('a fill of a real file', () => {
  it.for(REAL)('%s, fill %i', async ([path, index, fields]) => {
    const { sink } = await readDetected(await openReal(path), REAL_FILES[path]?.answers)
    expect(sink.fills[index]).toMatchObject(fields)
  })

  it('a bar of New York and a quote bar of UTC stand at the right instants and prices', async () => {
    const spy = await readDetected(await openReal('lean_data/equity_usa_minute_spy_20131007_trade.zip'))
    // 14,400,000 ms: 04:00 EDT; 1,674,100 ten-thousandths.
    expect(spy.sink.bars[0]).toEqual({
      symbol: 'SPY',
      t: at('2013-10-07T08:00:00Z'),
      open: 167.41,
      high: 167.41,
      low: 167.25,
      close: 167.27,
      volume: 3197,
    })
    const btc = await readDetected(await openReal('lean_data/crypto_coinbase_minute_btceur_20180404_quote.zip'))
    // The closing quote of the minute from midnight is known at its end.
    expect(btc.sink.quotes[0]).toEqual({
      symbol: 'BTCEUR',
      t: at('2018-04-04T00:01:00Z'),
      bid: 6049.68,
      bid_qty: 2.22525012,
      ask: 6049.69,
      ask_qty: 0.98912614,
    })
  })

  it('a feather file gives the prices pandas reads', async () => {
    const { sink } = await readDetected(await openReal('freqtrade_testdata/XRP_ETH-5m.feather'))
    expect(sink.bars[0]?.symbol).toBe('XRP/ETH')
    expect(new Set(sink.bars.map(({ t }) => Number(t) % 300_000_000))).toEqual(new Set([0]))
    for (const { low, high, open, close } of sink.bars)
      expect(low! <= Math.min(open!, close!) && Math.max(open!, close!) <= high! && low! > 0).toBe(true)
  })
})

describe('a day the clocks change', () => {
  const lean = async (day: string, ms: number) => {
    const { sink } = await readText(
      `data/equity/usa/minute/spy/${day}_spy_minute_trade.csv`,
      `${ms},10000,10000,10000,10000,1\n`,
    )
    return sink.bars[0]?.t
  }

  it('milliseconds since midnight in New York are a wall clock', async () => {
    // 09:30 is 13:30 UTC on the Sunday the clocks went forward (10 March 2024), although midnight was 05:00 UTC.
    expect(await lean('20240310', 34_200_000)).toBe(at('2024-03-10T13:30:00Z'))
    expect(await lean('20241103', 34_200_000)).toBe(at('2024-11-03T14:30:00Z'))
    expect(await lean('20240308', 34_200_000)).toBe(at('2024-03-08T14:30:00Z'))
  })

  it('an Interactive Brokers statement, LOBSTER and Tradovate take the offset of their day', async () => {
    const trade = (time: string) => `Trades,Data,Order,Stocks,USD,A,"${time}","1,500",10,10,-15000,-1,0,0,0,O`
    const header =
      'Statement,Header,Field Name,Field Value\nTrades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code'
    const { sink } = await readText(
      'u.csv',
      [header, trade('2024-03-08, 09:30:00'), trade('2024-03-11, 09:30:00')].join('\n'),
    )
    expect(sink.fills.map(({ t_fill, qty }) => [t_fill, qty])).toEqual([
      [at('2024-03-08T14:30:00Z'), 1500],
      [at('2024-03-11T13:30:00Z'), 1500],
    ])
    const rows = ['03/29/2024', '04/02/2024'].map((day) => `X,1,2,1,10,11,$5.00,${day} 10:00:00,${day} 11:00:00`)
    const tradovate = [
      'symbol,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp',
      ...rows,
    ].join('\n')
    const paris: Answers = { zone: 'Europe/Paris' }
    const read = await readText('Performance.csv', tradovate, paris)
    expect(read.sink.fills.filter(({ side }) => side === 'buy').map(({ t_fill }) => t_fill)).toEqual([
      at('2024-03-29T09:00:00Z'),
      at('2024-04-02T08:00:00Z'),
    ])
  })
})

describe('what a file cannot say is asked', () => {
  it('with the flag that answers it', async () => {
    const flagOf = async (name: string, text: string, answers: Answers = {}) => {
      const file = await openFile(temporaryFile(name, text))
      try {
        await readDetected(file, answers)
      } catch (error) {
        return (error as { code: string; details: { flag: string } }).details.flag
      }
      return null
    }
    const bars = 'timestamp,open,high,low,close\n'
    expect(await flagOf('BTC_1m.csv', `${bars}2024-01-02 00:00:00,1,1,1,1\n`)).toBe('--zone')
    expect(await flagOf('BTC_1m.csv', `${bars}01/02/2024 00:00:00,1,1,1,1\n`, { zone: 'UTC' })).toBe('--date-order')
    expect(await flagOf('BTC_1m.csv', `${bars}01/22/2024 00:00:00,1,1,1,1\n`, { zone: 'UTC' })).toBe(null)
    expect(await flagOf('BTC_1m.csv', 'timestamp;open;high;low;close\n1704067200000;1,234;1,234;1,234;1,234\n')).toBe(
      '--decimal',
    )
    expect(
      await flagOf('BTC_1m.csv', 'timestamp;open;high;low;close\n1704067200000;1,234;1,234;1,234;1,234\n', {
        decimal: ',',
      }),
    ).toBe(null)
    expect(await flagOf('trades.csv', `${bars}1704067200000,1,1,1,1\n`)).toBe('--symbol')
    const swap = {
      instId: 'DOGE-USDT-SWAP',
      instType: 'SWAP',
      ordId: '1',
      accFillSz: '1',
      avgPx: '1',
      feeCcy: 'USDT',
      fillTime: '1746947317402',
      cTime: '1746947317402',
      uTime: '1746947317402',
      state: 'filled',
      fee: '-1',
      side: 'buy',
      sz: '1',
    }
    expect(await flagOf('orders.json', JSON.stringify({ data: [swap] }))).toBe('--contract-size')
  })

  it('executions without a side are refused whole', async () => {
    const text =
      ',AcctNumber,Commission,OrderId,Price,Shares,conId,dttime,secType,symbol\n0,U1,1,5,10,1,1,2024-07-02 13:30:00+00:00,STK,A\n'
    expect(await failureOf(() => readText('e.csv', text))).toMatchObject({ code: 'COLUMN_MISSING' })
  })
})

describe('a Hummingbot fee', () => {
  const fee = (text: string) => readHummingbotFee(text, 200, 'USDT')
  it('is a share of the notional, or an amount of a token, in old files and in JSON', () => {
    // 0.001 of 200.
    expect(
      fee("{'fee_type': 'DeductedFromReturns', 'percent': '0.001', 'percent_token': 'ETH', 'flat_fees': []}"),
    ).toEqual({ fee: 0.2, currency: 'USDT' })
    expect(fee('{"percent": "0", "percent_token": null, "flat_fees": [{"token": "BNB", "amount": "0.01"}]}')).toEqual({
      fee: 0.01,
      currency: 'BNB',
    })
    expect(fee("{'percent': '0.001', 'flat_fees': [{'token': 'BNB', 'amount': '0.01'}]}")).toEqual({
      fee: null,
      currency: null,
    })
    expect(fee('not a fee')).toEqual({ fee: null, currency: null })
  })
})

describe('a Python literal', () => {
  it('is read with its calls, enums and escapes, and is nothing when cut', () => {
    const value = parsePython(
      `{'id': UUID('a-b'), 'side': <OrderSide.BUY: 'buy'>, "q": [1, -2.5e3, None, True], 't': datetime.datetime(2025, 1, 2, tzinfo=TzInfo(0)), 's': 'it\\'s'}`,
    )
    expect(pythonText(pythonAt(value, 'id'))).toBe('a-b')
    expect(pythonAt(value, 'side')).toBe('buy')
    expect(pythonAt(value, 'q')).toEqual([1, -2500, null, true])
    expect(pythonAt(value, 't')).toEqual({
      call: 'datetime.datetime',
      args: [2025, 1, 2, { call: 'TzInfo', args: [0] }],
    })
    expect(pythonAt(value, 's')).toBe("it's")
    for (const text of ["{'a': 1", "{'a'", '[1, 2', 'f(1', '', '}', '['.repeat(200_000)])
      expect(parsePython(text)).toBeUndefined()
  })
})
