import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { OrderBook } from '#adapters/formats/order-book.ts'
import { unpackLz4Frame } from '#adapters/formats/lz4-frame.ts'
import { barLengthOfName, symbolOfName } from '#adapters/formats/symbol-of-name.ts'
import { TradeBars } from '#adapters/formats/trade-bars.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'
import { MarketSink } from './market-sink.ts'
import { readDetected, readText } from './read-text.ts'

const JULY = Date.UTC(2024, 6, 1) * 1000

describe('market files', () => {
  it('aggTrades without a header become minute bars, microseconds or milliseconds', async () => {
    const rows = [
      '0,100,2,0,0,1735689600010866,False,True',
      '1,103,1,1,1,1735689630010866,True,True',
      '2,101,1,2,2,1735689659999999,True,True',
      '3,90,5,3,3,1735689660000000,True,True',
    ]
    const { format, sink } = await readText('BTCUSDT-aggTrades-2025-01-01.csv', rows.join('\n'))
    expect(format.id).toBe('binance-agg-trades')
    // The last trade is in the next minute: floor, not round.
    expect(sink.bars).toEqual([
      { symbol: 'BTCUSDT', t: 1735689600000000, open: 100, high: 103, low: 100, close: 101, volume: 4 },
      { symbol: 'BTCUSDT', t: 1735689660000000, open: 90, high: 90, low: 90, close: 90, volume: 5 },
    ])
    expect(sink.timeframe.micros).toBe(60_000_000)
  })

  it('futures aggTrades have a header', async () => {
    const text =
      'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n26129,0.5,4,27781,27781,1498793709153,true\n'
    const { format, sink } = await readText('ETHUSDT-aggTrades-2024-01.csv', text)
    expect([format.id, sink.read]).toEqual(['binance-agg-trades', 1])
  })

  it('trades and klines without a header', async () => {
    const trades = await readText('ETHUSDT-trades-2024-01.csv', '1,100,2,200,1704067200000,True,True\n')
    expect(trades.format.id).toBe('binance-trades')
    const klines = await readText('ETHUSDT-5m-2024-01.csv', '1704067200000,1,3,0.5,2,10,1704067499999,20,5,4,8,0\n')
    expect(klines.format.id).toBe('binance-klines')
    expect(klines.sink.bars).toEqual([
      { symbol: 'ETHUSDT', t: 1704067200000000, open: 1, high: 3, low: 0.5, close: 2, volume: 10 },
    ])
    expect(klines.sink.timeframe.micros).toBe(300_000_000)
  })

  it('klines with the header of futures, and the book ticker', async () => {
    const header =
      'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore'
    const klines = await readText(
      'BTCUSDT-1h-2024-01.csv',
      `${header}\n1704067200000,1,3,0.5,2,10,1704070799999,20,5,4,8,0\n`,
    )
    expect([klines.format.id, klines.sink.bars.length, klines.sink.timeframe.micros]).toEqual([
      'candles-csv',
      1,
      3600e6,
    ])
    const ticker = await readText(
      'BTCUSDT-bookTicker-2024-01.csv',
      'update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n1,99,5,101,6,1704067200000,1704067200001\n',
    )
    expect(ticker.sink.quotes).toEqual([
      { symbol: 'BTCUSDT', t: 1704067200000000, bid: 99, ask: 101, bid_qty: 5, ask_qty: 6 },
    ])
  })

  it('a Tardis book gives a quote when its best has changed, after the whole change', async () => {
    const header = 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount'
    const rows = [
      '1,true,bid,99,5',
      '1,true,bid,98,7',
      '1,true,ask,101,4',
      '2,false,bid,99,0',
      '2,false,ask,100.5,1',
      '3,false,bid,97,9',
    ].map((row) => row.replace(/^(\d)/, `deribit,BTC-PERPETUAL,158569920000000$1,158569920000000$1`))
    const { sink } = await readText('book.csv', [header, ...rows].join('\n'))
    // The third change is below the best bid: no quote.
    expect(
      sink.quotes.map(({ t, bid, ask, bid_qty, ask_qty }) => [Number(t) % 10, bid, ask, bid_qty, ask_qty]),
    ).toEqual([
      [1, 99, 101, 5, 4],
      [2, 98, 100.5, 7, 1],
    ])
  })

  it('Tardis snapshots give their first level', async () => {
    const text =
      'exchange,symbol,timestamp,local_timestamp,asks[0].price,asks[0].amount,bids[0].price,bids[0].amount,asks[1].price\nx,BTCUSDT,1585699200000000,1585699200000001,101,2,99,3,102\n'
    const { sink } = await readText('snap.csv', text)
    expect(sink.quotes).toEqual([{ symbol: 'BTCUSDT', t: 1585699200000000, bid: 99, ask: 101, bid_qty: 3, ask_qty: 2 }])
  })

  it('a LOBSTER book takes its times from the messages beside it', async () => {
    const folder = temporaryFolder()
    const name = (kind: string) => join(folder, `AAPL_2012-06-21_34200000_57600000_${kind}_1.csv`)
    writeFileSync(name('message'), '34200.5,1,1,18,5853300,1\n34201.25,4,1,18,5853300,1\n')
    writeFileSync(name('orderbook'), '5859400,200,5853300,18\n5859100,18,-9999999999,0\n')
    const { sink } = await readDetected(await openFile(name('orderbook')))
    // 09:30:00.5 in New York in June is 13:30:00.5 UTC; an empty side gives no quote.
    expect(sink.quotes).toEqual([
      {
        symbol: 'AAPL',
        t: Date.UTC(2012, 5, 21, 13, 30) * 1000 + 500_000,
        bid: 585.33,
        ask: 585.94,
        bid_qty: 18,
        ask_qty: 200,
      },
    ])
  })

  it('a LEAN file whose path does not say the security waits for an answer', async () => {
    expect(await failureOf(() => readText('20240101_spy_minute_trade.csv', '0,1,1,1,1,1\n'))).toMatchObject({
      code: 'AMBIGUOUS',
    })
  })

  it('is refused as fills, and fills as market data', async () => {
    const bars = await openFile(
      temporaryFile('BTCUSDT_1m.csv', 'timestamp,open,high,low,close,volume\n1704067200000,1,1,1,1,1\n'),
    )
    expect(await failureOf(() => readDetected(bars, {}, 'live'))).toMatchObject({ code: 'FORMAT_UNKNOWN' })
    const fills = await openFile(
      temporaryFile('orders.csv', 'Order Id,Column,Timestamp,Size,Price,Fees,Side\n0,A,1704067200000,1,1,0,Buy\n'),
    )
    expect(await failureOf(() => readDetected(fills, {}, 'market'))).toMatchObject({ code: 'FORMAT_UNKNOWN' })
  })
})

describe('the symbol of a name', () => {
  it.each([
    ['BTCUSDT_1h_kavyansh.csv', 'BTCUSDT', 3600e6],
    ['btc-perp-20211231-20220201_1m.csv', 'BTC-PERP', 60e6],
    ['XRP_ETH-5m.feather', 'XRP/ETH', 300e6],
    ['BTC_USDT_USDT-1h-futures.json', 'BTC/USDT:USDT', 3600e6],
    ['truefx_usdjpy-ticks.csv', 'USDJPY', null],
    ['BTCUSDT-aggTrades-2025-01-01.csv', 'BTCUSDT', null],
    ['trades.csv', null, null],
  ])('%s', (name, symbol, micros) => {
    expect([symbolOfName(`/data/${name}`), barLengthOfName(name)]).toEqual([symbol, micros])
  })
})

describe('trades gathered into bars', () => {
  it('keep the volume, and every price lies between low and high', () => {
    const trade = fc.record({
      t: fc.integer({ min: 0, max: 600_000_000 }).map((micros) => JULY + micros),
      price: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      qty: fc.integer({ min: 0, max: 1000 }),
    })
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1 }), (trades) => {
        const bars = new TradeBars()
        trades.forEach((one, index) => bars.add(index, { symbol: 'A', ...one }))
        const sink = new MarketSink()
        bars.writeTo(sink)
        const volume = sink.bars.reduce((sum, bar) => sum + (bar.volume ?? 0), 0)
        expect(volume).toBe(trades.reduce((sum, { qty }) => sum + qty, 0))
        for (const { t, price } of trades) {
          const bar = sink.bars.find((one) => one.t === Math.floor(t / 6e7) * 6e7)!
          expect(bar.low! <= price && price <= bar.high! && bar.low! <= bar.open! && bar.close! <= bar.high!).toBe(true)
        }
      }),
    )
  })
})

describe('a book built from changes', () => {
  it('has the best of all its levels', () => {
    const change = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const book = new OrderBook('A')
        const levels = { bid: new Map<number, number>(), ask: new Map<number, number>() }
        for (const [isBid, price, qty] of changes) {
          const side = isBid ? 'bid' : 'ask'
          book.set(1, side, price, qty)
          levels[side].set(price, qty)
        }
        const open = (side: 'bid' | 'ask') => [...levels[side]].filter(([, qty]) => qty > 0).map(([price]) => price)
        const quote = book.flush()
        const expected =
          open('bid').length > 0 && open('ask').length > 0 ? [Math.max(...open('bid')), Math.min(...open('ask'))] : null
        expect(quote === null ? null : [quote.bid, quote.ask]).toEqual(expected)
      }),
    )
  })
})

describe('an LZ4 frame', () => {
  const frame = (...blocks: readonly (readonly number[])[]) =>
    Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, ...blocks.flat(), 0, 0, 0, 0])

  it('is unpacked by hand-made blocks', () => {
    // Token 0x32: 3 literals "abc", then a match of 2 + 4 = 6 bytes 3 back, overlapping itself; then 1 literal "d".
    const packed = [0x32, 97, 98, 99, 3, 0, 0x10, 100]
    expect(Buffer.from(unpackLz4Frame(frame([8, 0, 0, 0, ...packed]))).toString()).toBe('abcabcabcd')
    // The highest bit of the length says the block is stored.
    expect(Buffer.from(unpackLz4Frame(frame([2, 0, 0, 0x80, 104, 105]))).toString()).toBe('hi')
    // 15 + 255 + 5 literals: lengths go on while a byte is 255.
    const long = Array.from({ length: 275 }, (_, index) => index % 256)
    const size = 3 + 275
    expect([...unpackLz4Frame(frame([size & 255, size >> 8, 0, 0, 0xf0, 255, 5, ...long]))]).toEqual(long)
  })

  it('refuses what is none, and a match before the start', () => {
    expect(() => unpackLz4Frame(deflateSync('abc'))).toThrow(RangeError)
    expect(() => unpackLz4Frame(frame([5, 0, 0, 0, 0x10, 97, 9, 0, 0]))).toThrow(RangeError)
  })
})
