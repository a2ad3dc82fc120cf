import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { failureOf } from '../support/read-with-format.ts'
import { at } from './made-up-sample.ts'
import { readDetected } from './read-text.ts'
import { fixedPointSql, writeParquet } from './write-parquet.ts'

const T = '1704153600000000001::UBIGINT'
const INSTRUMENT = { instrument_id: 'EUR/USD.SIM', price_precision: '5', size_precision: '0' }

/** The raw integer of a decimal text at 16 or 9 decimals. */
function rawOf(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

const quoteSql = (bid: string, ask: string, size: string, t = T) =>
  `SELECT ${bid} AS bid_price, ${ask} AS ask_price, ${size} AS bid_size, ${size} AS ask_size, ${t} AS ts_event, ${t} AS ts_init`
const quotesOf = async (select: string, metadata: Readonly<Record<string, string>> = INSTRUMENT) =>
  (await readDetected(await openFile(await writeParquet('quotes.parquet', select, metadata)))).sink

describe("NautilusTrader's fixed-point quotes", () => {
  it('are read from 128-bit, 64-bit, integer and decimal columns alike', async () => {
    const wide = (text: string) => fixedPointSql(rawOf(text, 16), 16)
    const narrow = (text: string) => fixedPointSql(rawOf(text, 9), 8)
    const integer = (text: string) => `${rawOf(text, 9)}::BIGINT`
    const decimal = (text: string) => `${text}::DECIMAL(38, 16)`
    // 10,000,000 at 16 decimals is 1e23, which no 64-bit integer holds: the upper half counts.
    for (const write of [wide, narrow, integer, decimal]) {
      const { quotes } = await quotesOf(quoteSql(write('1.12127'), write('1.12129'), write('10000000')))
      expect(quotes).toEqual([
        {
          symbol: 'EUR/USD.SIM',
          t: at('2024-01-02T00:00:00Z'),
          bid: 1.12127,
          ask: 1.12129,
          bid_qty: 1e7,
          ask_qty: 1e7,
        },
      ])
    }
  })

  it('give the double nearest to the decimal, whatever its size', async () => {
    const price = fc.tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 99_999_999 }))
    const prices = fc
      .sample(price, { numRuns: 200, seed: 7 })
      .map(([whole, part]) => `${whole}.${String(part).padStart(8, '0')}`)
    const select = prices.map((text) =>
      quoteSql(fixedPointSql(rawOf(text, 16), 16), fixedPointSql(rawOf(text, 16), 16), fixedPointSql(0n, 16)),
    )
    const { quotes } = await quotesOf(select.join(' UNION ALL '))
    expect(quotes.map(({ bid }) => bid).toSorted()).toEqual(prices.map(Number).toSorted())
  })

  it('may be negative, and one never set is unknown', async () => {
    const unset = fixedPointSql((1n << 127n) - 1n, 16)
    const { quotes } = await quotesOf(quoteSql(fixedPointSql(-15_000_000_000_000_000n, 16), unset, unset))
    expect(quotes).toMatchObject([{ bid: -1.5, ask: null, bid_qty: null }])
  })

  it('have times as timestamps in newer catalogs; a time of zero is none', async () => {
    const price = fixedPointSql(rawOf('1', 16), 16)
    const instant = "'2024-01-02 01:00:00+01'::TIMESTAMPTZ"
    expect((await quotesOf(quoteSql(price, price, price, instant))).quotes).toMatchObject([
      { t: at('2024-01-02T00:00:00Z') },
    ])
    expect((await quotesOf(quoteSql(price, price, price, '0::UBIGINT'))).rejects).toMatchObject([
      { record: 1, reason: 'bad-time', column: 'ts_event', place: 'Parquet' },
    ])
  })

  it('of no instrument are named after the file, or asked', async () => {
    const price = fixedPointSql(rawOf('1', 16), 16)
    const named = await writeParquet('ETHUSDT-quotes.parquet', quoteSql(price, price, price))
    expect((await readDetected(await openFile(named))).sink.quotes).toMatchObject([{ symbol: 'ETHUSDT' }])
    expect(await failureOf(() => quotesOf(quoteSql(price, price, price), {}))).toMatchObject({ code: 'AMBIGUOUS' })
  })
})

describe("NautilusTrader's bars", () => {
  const price = fixedPointSql(rawOf('2.5', 16), 16)
  const bar = `SELECT ${['open', 'high', 'low', 'close', 'volume'].map((name) => `${price} AS ${name}`).join(', ')},
    1704153600000000000::UBIGINT AS ts_event, 1704157200000000000::UBIGINT AS ts_init`
  const barsOf = async (barType: string) =>
    (await readDetected(await openFile(await writeParquet('bars.parquet', bar, { bar_type: barType })))).sink

  it('start their length before ts_init, the close; ts_event may be either', async () => {
    // Closed at 01:00: an hour's bar starts at 00:00, not at 01:00.
    const { bars, timeframe } = await barsOf('BTCUSDT-PERP.BINANCE-1-HOUR-LAST-EXTERNAL')
    expect(bars).toEqual([
      {
        symbol: 'BTCUSDT-PERP.BINANCE',
        t: at('2024-01-02T00:00:00Z'),
        open: 2.5,
        high: 2.5,
        low: 2.5,
        close: 2.5,
        volume: 2.5,
      },
    ])
    expect(timeframe.micros).toBe(3600e6)
    expect((await barsOf('ES.GLBX-15-MINUTE-BID-INTERNAL')).bars).toMatchObject([{ t: at('2024-01-02T00:45:00Z') }])
  })

  it('of ticks have no length, and of no bar type no instrument: both are said', async () => {
    expect((await failureOf(() => barsOf('ES.GLBX-100-TICK-LAST-INTERNAL'))).message).toContain('100-TICK')
    expect((await failureOf(() => barsOf(''))).message).toContain('length')
  })
})
