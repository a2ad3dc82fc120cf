import { describe, expect, it } from 'vitest'
import { parseMapping, parseSettings } from '#adapters/formats/mapping.ts'
import { importText, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFile } from '../support/temporary-folder.ts'
import { at } from './made-up-sample.ts'

const BARS = `shape = "bars"
zone = "UTC"
[columns]
t = "When"
open = "O"
close = "C"
[constants]
symbol = "BTC/USDT"
`
const HEAD = 'When,O,C\n2024-01-02 00:00:00,100,101\n2024-01-02 00:01:00,101,102\n'
const rowsOf = async (workbench: Awaited<ReturnType<typeof openProject>>, sql: string) =>
  await workbench.store.runText(sql)
const BAR_ROWS =
  'SELECT symbol, epoch_us(t)::DOUBLE AS t, epoch_us(t_end)::DOUBLE AS t_end, open, high, low, close FROM bar ORDER BY t'
const mapping = (toml: string) => temporaryFile('m.toml', toml)

describe('a mapping of market data and of equity', () => {
  it('reads bars with what there is: high and low stay unknown', async () => {
    const workbench = await openProject()
    const report = await importText(workbench, HEAD, { role: 'market', mapping: mapping(BARS) })
    expect(report.inputs).toMatchObject([{ format: 'mapped', rows: { read: 2, accepted: 2 } }])
    const [first] = await rowsOf(workbench, BAR_ROWS)
    expect(first).toEqual({
      symbol: 'BTC/USDT',
      t: at('2024-01-02T00:00:00Z'),
      t_end: at('2024-01-02T00:01:00Z'),
      open: 100,
      high: null,
      low: null,
      close: 101,
    })
  })

  it('reads bars stamped at their close, by a clock that is three hours ahead', async () => {
    const toml = `stamp = "bar-close"\ntime_offset = "-3h"\nbar_interval = "1m"\n${BARS}`
    const workbench = await openProject()
    await importText(workbench, HEAD, { role: 'market', mapping: mapping(toml) })
    // 00:00 less three hours is 21:00 of the day before, the close of the bar that began at 20:59.
    expect(await rowsOf(workbench, BAR_ROWS)).toMatchObject([
      { t: at('2024-01-01T20:59:00Z'), t_end: at('2024-01-01T21:00:00Z') },
      { t: at('2024-01-01T21:00:00Z'), t_end: at('2024-01-01T21:01:00Z') },
    ])
    expect(await rowsOf(workbench, 'SELECT time_offset_us, stamp FROM source_file')).toEqual([
      { time_offset_us: -3 * 3600e6, stamp: 'bar-close' },
    ])
  })

  it('reads quotes in cents and equity with flows', async () => {
    const workbench = await openProject()
    const quotes = 'shape = "quotes"\nprice_scale = 0.01\n[columns]\nt = 1\nsymbol = 2\nbid = 3\nask = 4\n'
    await importText(workbench, 't,s,b,a\n1704153600000,A/USD,12345,12346\n', {
      role: 'market',
      mapping: mapping(quotes),
    })
    expect(await rowsOf(workbench, 'SELECT bid, ask, bid_qty FROM quote')).toEqual([
      { bid: 123.45, ask: 123.46, bid_qty: null },
    ])
    const equity = 'shape = "equity"\ntime_offset = 60\n[columns]\nt = "t"\nnav = "value"\nflow = "paid"\n'
    const report = await importText(workbench, 't,value,paid\n1704153600,1000,0\n1704240000,x,5\n', {
      role: 'equity',
      mapping: mapping(equity),
    })
    expect(report.rejects).toMatchObject([{ line: 3, reason: 'bad-number', column: 'value' }])
    expect(await rowsOf(workbench, 'SELECT epoch_us(t)::DOUBLE AS t, nav, flow FROM equity')).toEqual([
      { t: at('2024-01-02T00:01:00Z'), nav: 1000, flow: 0 },
    ])
  })

  it('is refused under another role, and says which column its shape lacks', async () => {
    const workbench = await openProject()
    expect(await failureOf(() => importText(workbench, HEAD, { role: 'live', mapping: mapping(BARS) }))).toMatchObject({
      code: 'FORMAT_UNKNOWN',
    })
    const lacking = await failureOf(() =>
      parseMapping('shape = "quotes"\n[columns]\nt = 1\nsymbol = 2\nbid = 3\n', 'm.toml'),
    )
    expect(lacking.message).toContain('"ask"')
  })
})

describe('a mapping file without a shape', () => {
  const CANDLES = 'timestamp,open,high,low,close\n2024-01-02 00:00:00,1,2,1,1\n2024-01-02 00:05:00,1,2,1,1\n'

  it('says the clock and the zone of a file that is recognised by itself', async () => {
    const workbench = await openProject()
    const toml = 'zone = "Asia/Tokyo"\ntime_offset = "250ms"\n'
    const report = await importText(workbench, CANDLES, {
      role: 'market',
      name: 'BTCUSDT-5m.csv',
      mapping: mapping(toml),
    })
    expect(report.inputs).toMatchObject([{ format: 'candles-csv' }])
    // Midnight in Tokyo is 15:00 UTC the day before, a quarter of a second later by the right clock.
    expect(await rowsOf(workbench, BAR_ROWS)).toMatchObject([
      { t: at('2024-01-01T15:00:00.250Z'), t_end: at('2024-01-01T15:05:00.250Z') },
      { t: at('2024-01-01T15:05:00.250Z') },
    ])
  })

  it('and of a canonical one: quotes are moved as they are loaded, fills when they are matched', async () => {
    const workbench = await openProject()
    const file = mapping('time_offset = 1\n')
    await importText(workbench, 'symbol,t,bid,ask\nA/USD,2024-01-02T00:00:00Z,1,2\n', { role: 'market', mapping: file })
    await importText(workbench, 'symbol,side,qty,price,t_fill\nA/USD,buy,1,1,2024-01-02T00:00:00Z\n', { mapping: file })
    expect(await rowsOf(workbench, 'SELECT epoch_us(t)::DOUBLE AS t FROM quote')).toEqual([
      { t: at('2024-01-02T00:00:01Z') },
    ])
    expect(
      await rowsOf(
        workbench,
        'SELECT epoch_us(t_fill)::DOUBLE AS t, s.time_offset_us AS later FROM fill JOIN source_file s USING (source_id)',
      ),
    ).toEqual([{ t: at('2024-01-02T00:00:00Z'), later: 1e6 }])
  })

  it('is told from a mapping by its keys, and a wrong one is named', () => {
    expect(parseSettings(BARS, 'm.toml')).toBeNull()
    expect(parseSettings('zone = "UTC"\nbar_interval = "5m"\n', 'm.toml')).toMatchObject({
      zone: 'UTC',
      barMicros: 300e6,
    })
    expect(() => parseSettings('time_offset = "soon"\n', 'm.toml')).toThrow(/line 1, key "time_offset"/)
    expect(() => parseSettings('bar_interval = "-5m"\n', 'm.toml')).toThrow(/above zero/)
    expect(() => parseMapping('zone = "UTC"\n', 'm.toml')).toThrow(/shape/)
  })
})

describe('an inverse contract', () => {
  it('is refused as a fill, and its quotes and bars load: prices are prices', async () => {
    const workbench = await openProject()
    const quotes =
      'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount\nderibit,BTC/USD:BTC,1704153600000000,1704153600000001,1,101,99,2\n'
    const canonical =
      'symbol,t,open,close\nBTC/USD:BTC,2024-01-02T00:00:00Z,100,101\nBTC/USD:BTC,2024-01-02T00:01:00Z,100,101\n'
    for (const text of [quotes, canonical]) {
      const { inputs } = await importText(workbench, text, { role: 'market', name: 'market.csv' })
      expect(inputs[0]?.rows.rejected).toBe(0)
    }
    const fill = 'symbol,side,qty,price,t_fill\nBTC/USD:BTC,buy,1,1,2024-01-02T00:00:00Z\n'
    expect(await failureOf(() => importText(workbench, fill))).toMatchObject({ code: 'NOTHING_ACCEPTED' })
  })
})
