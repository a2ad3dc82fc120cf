import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { openFile } from '#adapters/files/open-file.ts'
import { freqtradeBacktest } from '#adapters/formats/freqtrade-backtest.ts'
import { realData } from '../support/real-data.ts'
import { failureOf, readWithFormat } from '../support/read-with-format.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const OPENED = Date.UTC(2024, 0, 2)
const TRADE = {
  pair: 'BTC/USDT',
  amount: 2,
  open_date: '2024-01-02 00:00:00+00:00',
  close_date: '2024-01-02 01:00:00+00:00',
  open_rate: 100,
  close_rate: 110,
  fee_open: 0.001,
  fee_close: 0.002,
  is_open: false,
  is_short: false,
  open_timestamp: OPENED,
  close_timestamp: OPENED + 3_600_000,
}

const documentOf = (...trades: unknown[]) =>
  JSON.stringify({ strategy: { S: { trades, timeframe: '5m', starting_balance: 1000 } } })
const resultFile = (...trades: unknown[]) => temporaryFile('backtest-result.json', documentOf(...trades))
const read = async (...trades: unknown[]) => readWithFormat(freqtradeBacktest, resultFile(...trades))

describe('real backtest results', () => {
  const single = realData('freqtrade_testdata', 'backtest-result.json')
  const several = realData('freqtrade_testdata', 'backtest-result_multistrat.json')
  const recent = realData('pairA_freqtrade_ichiV1', 'backtest-result-2024-05-06_09-49-32.json')

  it.skipIf(single === null)('gives two fills a trade; their P&L is the one freqtrade printed', async () => {
    const sink = await readWithFormat(freqtradeBacktest, single!)
    expect(sink).toMatchObject({
      read: 179,
      accountedFor: 179,
      rejects: [],
      place: { name: 'strategy.StrategyTestV3.trades' },
    })
    expect(sink.fills).toHaveLength(358)
    expect(sink.fills[0]).toMatchObject({
      side: 'buy',
      symbol: 'TRX/BTC',
      price: 0.0000964,
      t_fill: Date.UTC(2018, 0, 10, 7, 15) * 1000,
    })
    // The file's own first trade: 10.3734 * 9.64e-5 * 0.0025 each way.
    expect(sink.fills[0]?.fee).toBeCloseTo(10.37344398340249 * 9.64e-5 * 0.0025, 15)
    expect(sink.timeframe.micros).toBe(300_000_000)
  })

  it.skipIf(several === null)('reads two strategies of an older schema, or the one asked for', async () => {
    const both = await readWithFormat(freqtradeBacktest, several!)
    expect(both).toMatchObject({ read: 358, accountedFor: 358 })
    expect(new Set(both.fills.map((fill) => fill.strategy))).toEqual(new Set(['StrategyTestV2', 'TestStrategy']))
    expect(new Set(both.fills.map((fill) => fill.trip_id)).size).toBe(358)
    const one = await readWithFormat(freqtradeBacktest, several!, { strategy: 'TestStrategy' })
    expect(one.read).toBe(179)
    const failure = await failureOf(() => readWithFormat(freqtradeBacktest, several!, { strategy: 'X' }))
    expect(failure.message).toContain('StrategyTestV2, TestStrategy')
  })

  it.skipIf(recent === null)(
    'reads the orders of a newer file: 923 trades, net P&L as freqtrade summed it',
    async () => {
      const sink = await readWithFormat(freqtradeBacktest, recent!)
      expect(sink).toMatchObject({ read: 923, accountedFor: 923, rejects: [] })
      expect(sink.fills).toHaveLength(1846)
      const pnl = sink.fills.reduce(
        (sum, { side, qty, price, fee }) => sum + (side === 'buy' ? -1 : 1) * qty! * price! - fee!,
        0,
      )
      // profit_total_abs of the file; freqtrade rounds each trade to 8 digits.
      expect(pnl).toBeCloseTo(239760.95951706, 4)
      expect(sink.notes.get('starting-balance')).toBe(1000)
    },
  )
})

describe('a made-up backtest result', () => {
  it('turns a trade into an entry and an exit with fees of their own rate', async () => {
    const sink = await read(TRADE)
    expect(sink.fills).toEqual([
      {
        record: 1,
        strategy: 'S',
        trip_id: 'S 1',
        fee_currency: 'USDT',
        multiplier: 1,
        symbol: 'BTC/USDT',
        side: 'buy',
        qty: 2,
        price: 100,
        fee: 0.2,
        t_fill: OPENED * 1000,
      },
      {
        record: 1,
        strategy: 'S',
        trip_id: 'S 1',
        fee_currency: 'USDT',
        multiplier: 1,
        symbol: 'BTC/USDT',
        side: 'sell',
        qty: 2,
        price: 110,
        fee: 0.44,
        t_fill: (OPENED + 3_600_000) * 1000,
      },
    ])
  })

  it('sells first in a short, and leaves an open trade open', async () => {
    const sink = await read(
      { ...TRADE, is_short: true },
      { ...TRADE, is_open: true, close_date: null, close_timestamp: null },
    )
    expect(sink.fills.map(({ record, side }) => [record, side])).toEqual([
      [1, 'sell'],
      [1, 'buy'],
      [2, 'buy'],
    ])
  })

  it('reads an old trade that has no timestamps, sides or orders', async () => {
    const { pair, amount, open_rate, close_rate, fee_open, fee_close, is_open } = TRADE
    const old = {
      pair,
      amount,
      open_rate,
      close_rate,
      fee_open,
      fee_close,
      is_open,
      open_date: '2024-01-02 00:00:00',
      close_date: '2024-01-02 01:00:00+00:00',
      sell_reason: 'roi',
    }
    const sink = await read(old)
    expect(sink.fills.map(({ side, t_fill }) => [side, t_fill])).toEqual([
      ['buy', OPENED * 1000],
      ['sell', (OPENED + 3_600_000) * 1000],
    ])
  })

  it('prefers the stored orders, each at its own price, leaving out those never filled', async () => {
    const order = (side: string, amount: number, price: number, ms: number | null) => ({
      ft_order_side: side,
      ft_is_entry: side === 'buy',
      amount,
      safe_price: price,
      order_filled_timestamp: ms,
    })
    const sink = await read({
      ...TRADE,
      orders: [
        order('buy', 1, 99, OPENED),
        order('buy', 1, 101, OPENED + 1),
        order('buy', 1, 90, null),
        order('sell', 2, 110, OPENED + 2.5),
      ],
    })
    expect(
      sink.fills.map(({ side, qty, price, fee, t_fill }) => [side, qty, price, fee, t_fill! - OPENED * 1000]),
    ).toEqual([
      ['buy', 1, 99, 0.099, 0],
      ['buy', 1, 101, 0.101, 1000],
      ['sell', 2, 110, 0.44, 2500],
    ])
  })

  it('gives funding as cash received at the close', async () => {
    const sink = await read({ ...TRADE, funding_fees: -1.5 }, { ...TRADE, funding_fees: 0 })
    expect(sink.cashRows).toEqual([
      { record: 1, t: (OPENED + 3_600_000) * 1000, symbol: 'BTC/USDT', kind: 'funding', amount: -1.5 },
    ])
  })

  it('rejects what it cannot read, by trade, and reads on', async () => {
    const sink = await read(
      { ...TRADE, amount: 'much' },
      7,
      { ...TRADE, pair: 'BTC/USD:BTC' },
      { ...TRADE, open_timestamp: 'noon' },
      TRADE,
    )
    expect(sink.rejects.map(({ record, reason, place }) => [record, reason, place])).toEqual([
      [1, 'bad-number', 'strategy.S.trades'],
      [2, 'ragged-row', 'strategy.S.trades'],
      [3, 'inverse-unsupported', 'strategy.S.trades'],
      [4, 'bad-time', 'strategy.S.trades'],
    ])
    expect(sink).toMatchObject({ read: 5, accountedFor: 5 })
    expect(sink.fills).toHaveLength(2)
  })

  it('hands over a missing amount as missing', async () => {
    expect((await read({ ...TRADE, amount: null })).fills).toMatchObject([{ qty: null }, { qty: null }])
  })

  it.each([
    ['cut off', documentOf(TRADE).slice(0, -40), 'FILE_TRUNCATED'],
    ['not JSON in its middle', documentOf(TRADE).replace('"amount":2', '"amount":2,,'), 'FILE_UNREADABLE'],
    ['without strategies', '{"strategy":{},"trades":[]}', 'FORMAT_UNKNOWN'],
    ['without trades', '{"strategy":{"S":{"trades":5}}}', 'COLUMN_MISSING'],
  ])('says that a file is %s', async (_name, content, code) => {
    expect(await failureOf(() => readWithFormat(freqtradeBacktest, temporaryFile('r.json', content)))).toMatchObject({
      code,
    })
  })

  it('is recognised by its structure, pretty-printed or not', async () => {
    const detect = async (content: string) =>
      freqtradeBacktest.detect(await openFile(temporaryFile('r.json', content)))?.score ?? null
    expect(await detect(documentOf(TRADE))).toBe(0.95)
    expect(await detect(JSON.stringify(JSON.parse(documentOf(TRADE)), null, 2))).toBe(0.95)
    expect(await detect('{"trades":[]}')).toBeNull()
    expect(await detect('symbol,price\n')).toBeNull()
  })

  it('reads the result inside the zip, not the configuration beside it', async () => {
    const zip = new ZipFile()
    zip.addBuffer(Buffer.from('{}'), 'backtest-result-2025_config.json')
    zip.addBuffer(Buffer.from(documentOf(TRADE, TRADE)), 'backtest-result-2025.json')
    zip.end()
    const path = join(temporaryFolder(), 'backtest-result-2025.zip')
    await pipeline(zip.outputStream, createWriteStream(path))
    expect(freqtradeBacktest.detect(await openFile(path))?.score).toBe(0.9)
    expect((await readWithFormat(freqtradeBacktest, path)).fills).toHaveLength(4)
  })
})
