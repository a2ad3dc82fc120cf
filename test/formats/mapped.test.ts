import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Answers } from '#engine/ports.ts'
import { mappedFormat } from '#adapters/formats/mapped.ts'
import { parseMapping } from '#adapters/formats/mapping.ts'
import { realData } from '../support/real-data.ts'
import { failureOf, readWithFormat } from '../support/read-with-format.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/mappings')
const readMapped = async (toml: string, path: string, answers: Answers = {}) =>
  readWithFormat(mappedFormat(parseMapping(toml, 'm.toml')), path, answers)
const readFixture = async (name: string, path: string) =>
  readMapped(readFileSync(resolve(FIXTURES, name), 'utf8'), path)
const at = (iso: string) => Date.parse(iso) * 1000

const FILLS = `shape = "fills"
zone = "UTC"
[columns]
symbol = "Symbol"
side = "Side"
qty = "Qty"
price = "Avg Price"
t_fill = "Time"
`
const HEADER = 'Time,Symbol,Side,Qty,Avg Price\n'

describe('real files of bots, mapped', () => {
  const real = (name: string, segments: [string, string], rows: number, fills: number) => ({
    name,
    segments,
    rows,
    fills,
  })
  it.for([
    real('bot-round-trips.toml', ['pairB_numatix_kumud', 'live_trades.csv'], 6, 12),
    real('bot-round-trips.toml', ['pairB_numatix_kumud', 'backtest_trades.csv'], 6, 12),
    real('bot-fills.toml', ['pairC_stratix', 'live_trades.csv'], 43, 43),
    real('bot-fills.toml', ['pairC_stratix', 'backtest_trades.csv'], 4, 4),
    real('engine-live.toml', ['pairG_coldriver', 'live_trades.csv'], 7, 14),
    real('engine-backtest.toml', ['pairG_coldriver', 'backtest_trades.csv'], 4500, 9000),
    real('option-omega-live.toml', ['pair_optionomega_meic', 'meic-strategy-trade-log.csv'], 26, 52),
    real('option-omega-backtest.toml', ['pair_optionomega_meic', 'meic-tradelog.csv'], 532, 1064),
  ])('$name reads $segments: $rows rows, $fills fills', async ({ name, segments, rows, fills }, context) => {
    const path = realData(...segments)
    if (path === null) return context.skip('the real file is not on this machine')
    const sink = await readFixture(name, path)
    expect(sink).toMatchObject({ read: rows, accountedFor: rows, rejects: [] })
    expect(sink.fills).toHaveLength(fills)
    expect(sink.fills.every(({ t_fill, price, qty }) => t_fill !== null && price !== null && (qty ?? 0) > 0)).toBe(true)
  })

  it('gives a first round trip as it stands in the file', async (context) => {
    const path = realData('pairB_numatix_kumud', 'live_trades.csv')
    if (path === null) return context.skip('the real file is not on this machine')
    const sink = await readFixture('bot-round-trips.toml', path)
    expect(
      sink.fills
        .slice(0, 2)
        .map(({ record, side, qty, price, t_fill, trip_id }) => [record, side, qty, price, t_fill, trip_id]),
    ).toEqual([
      [2, 'buy', 1, 91699.99, at('2026-01-04T11:39:00Z'), '2'],
      [2, 'sell', 1, 91695.6, at('2026-01-04T11:40:00Z'), '2'],
    ])
  })

  it('splits a commission so that entry and exit add up to it, row by row', async (context) => {
    const path = realData('pairG_coldriver', 'backtest_trades.csv')
    if (path === null) return context.skip('the real file is not on this machine')
    const sink = await readFixture('engine-backtest.toml', path)
    const [entry, exit] = sink.fills
    // 2.0031243671233687 in all; the notionals are 1000.00 and 1003.12.
    expect(entry!.fee! + exit!.fee!).toBeCloseTo(2.0031243671233687, 12)
    expect(entry?.fee).toBeCloseTo(1, 6)
    expect(exit?.fee).toBeCloseTo(1.0031243671233687, 6)
  })

  it('gives the net P&L that Option Omega printed for every spread, live and backtest', async (context) => {
    for (const [mapping, file, printed] of [
      ['option-omega-live.toml', 'meic-strategy-trade-log.csv', 'P/L'],
      ['option-omega-backtest.toml', 'meic-tradelog.csv', 'P/L'],
    ] as const) {
      const path = realData('pair_optionomega_meic', file)
      if (path === null) return context.skip('the real file is not on this machine')
      const spreads = await readFixture(mapping, path)
      const check = await readMapped(
        `shape = "fills"\nzone = "UTC"\n[columns]\nprice = "${printed}"\nt_fill = "Date Opened"\n[constants]\nsymbol = "x"\nqty = 1\nside = "buy"\n`,
        path,
      )
      const pnl = new Map<number, number>()
      for (const { record, side, qty, price, multiplier, fee } of spreads.fills) {
        pnl.set(record, (pnl.get(record) ?? 0) + (side === 'sell' ? 1 : -1) * qty! * price! * multiplier! - (fee ?? 0))
      }
      for (const { record, price } of check.fills) expect(pnl.get(record)).toBeCloseTo(price!, 6)
    }
  })

  it('reads New York times and one instrument for the spread', async (context) => {
    const path = realData('pair_optionomega_meic', 'meic-strategy-trade-log.csv')
    if (path === null) return context.skip('the real file is not on this machine')
    const sink = await readFixture('option-omega-live.toml', path)
    expect(sink.fills[0]).toMatchObject({
      symbol: 'SPX 2025-05-30 +6025C -5945C',
      side: 'sell',
      qty: 2,
      price: 2.63,
      multiplier: 100,
      strategy: 'MEIC',
      t_fill: at('2025-05-30T14:15:40Z') + 546199,
    })
    expect(sink.fills[1]).toMatchObject({
      side: 'buy',
      qty: 2,
      price: 5.1,
      t_fill: at('2025-05-30T19:26:20Z') + 409492,
    })
    // 2 * 100 * (2.63 - 5.10) = -494 gross against -504.25116 net.
    expect(sink.fills[0]!.fee! + sink.fills[1]!.fee!).toBeCloseTo(10.25116, 9)
  })
})

describe('a mapped delimited file', () => {
  it('hands over values as read: text as text, empty as null', async () => {
    const sink = await readMapped(FILLS, temporaryFile('f.csv', `${HEADER}2024-01-02 03:04:05,BTC,Hold,,1.5\n`))
    expect(sink.fills).toMatchObject([
      { record: 2, symbol: 'BTC', side: 'hold', qty: null, price: 1.5, t_fill: at('2024-01-02T03:04:05Z') },
    ])
  })

  it("rejects a bad row in the middle with its line, the header's own text and what stood there", async () => {
    const rows = [
      '2024-01-02 00:00:00,BTC,buy,1,1.5',
      '"2024-01-02 00:00:01","a\nb",buy,lots,1.5',
      'noon,BTC,buy,1,1.5',
      '2024-01-02,BTC,buy',
      '2024-01-03,ETH,sell,2,2.5,',
    ]
    const sink = await readMapped(FILLS, temporaryFile('f.csv', `${HEADER}${rows.join('\n')}\n`))
    expect(sink.rejects.map(({ record, reason, column, raw }) => [record, reason, column, raw])).toEqual([
      [3, 'bad-number', 'Qty', 'lots'],
      [5, 'bad-time', 'Time', 'noon'],
      [6, 'ragged-row', undefined, '2024-01-02,BTC,buy'],
    ])
    expect(sink.fills.map(({ record, symbol }) => [record, symbol])).toEqual([
      [2, 'BTC'],
      [7, 'ETH'],
    ])
    expect(sink).toMatchObject({ read: 5, accountedFor: 5 })
  })

  it('takes the side from the sign of the quantity where none is mapped', async () => {
    const toml = FILLS.replace('side = "Side"\n', '')
    const sink = await readMapped(
      toml,
      temporaryFile('f.csv', `${HEADER}2024-01-02,A,,-3,1.5\n2024-01-02,A,,"1,000",1.5\n`),
    )
    expect(sink.fills.map(({ side, qty }) => [side, qty])).toEqual([
      ['sell', 3],
      ['buy', 1000],
    ])
  })

  it('reads a semicolon file with decimal commas, CRLF and a byte-order mark', async () => {
    const text = '\uFEFFTime;Symbol;Side;Qty;Avg Price\r\n02.01.2024 03:04;BTC;buy;1,5;1.234,50\r\n'
    const sink = await readMapped(`date_order = "dmy"\n${FILLS}`, temporaryFile('f.csv', text))
    expect(sink.fills).toMatchObject([{ qty: 1.5, price: 1234.5, t_fill: at('2024-01-02T03:04:00Z') }])
  })

  it('translates values whatever their case, applies the fee sign and the price scale', async () => {
    const toml = `fee_sign = "negative-charged"\nprice_scale = 0.01\n${FILLS}fee = "Fee"\n[values.side]\nLONG = "buy"\n`
    const sink = await readMapped(
      toml,
      temporaryFile(
        'f.csv',
        'Time,Symbol,Side,Qty,Avg Price,Fee\n2024-01-02,A,long,1,1234,-0.5\n2024-01-02,A,Long,1,1200,0\n',
      ),
    )
    expect(sink.fills.map(({ side, price, fee }) => [side, price, fee])).toEqual([
      ['buy', 12.34, 0.5],
      ['buy', 12, 0],
    ])
  })

  it('lets the mapping speak for its file before the answers for all', async () => {
    const path = temporaryFile('f.csv', `${HEADER}2024-07-02 00:00:00,A,buy,1,1\n`)
    const answers = { zone: 'America/New_York' }
    expect((await readMapped(FILLS, path, answers)).fills[0]?.t_fill).toBe(at('2024-07-02T00:00:00Z'))
    expect((await readMapped(FILLS.replace('zone = "UTC"\n', ''), path, answers)).fills[0]?.t_fill).toBe(
      at('2024-07-02T04:00:00Z'),
    )
  })

  it('asks for a zone, a date order and a decimal mark instead of guessing', async () => {
    const open = FILLS.replace('zone = "UTC"\n', '')
    const ask = async (toml: string, row: string) =>
      failureOf(() => readMapped(toml, temporaryFile('f.csv', `${HEADER}${row}\n`)))
    const zone = await ask(open, '2024-01-02 00:00:00,A,buy,1,1')
    expect(zone).toMatchObject({ code: 'AMBIGUOUS' })
    expect(zone.message).toContain('--zone')
    expect((await ask(FILLS, '12/10/2024,A,buy,1,1')).message).toContain('--date-order')
    expect((await ask(FILLS, '2024-01-02,A,buy,"1,234",1')).message).toContain('--decimal')
    const proved = await readMapped(
      FILLS,
      temporaryFile('f.csv', `${HEADER}12/10/2024,A,buy,1,1\n13/10/2024,A,buy,1,1\n`),
    )
    expect(proved.fills[0]?.t_fill).toBe(at('2024-10-12T00:00:00Z'))
  })

  it('rejects rows that are not wanted as not-an-order', async () => {
    const sink = await readMapped(
      `${FILLS}[keep]\nSide = ["buy"]\n`,
      temporaryFile('f.csv', `${HEADER}2024-01-02,A,buy,1,1\n2024-01-02,A,SubTotal,1,1\n`),
    )
    expect(sink.rejects).toMatchObject([{ record: 3, reason: 'not-an-order', column: 'Side', raw: 'SubTotal' }])
    expect(sink.fills).toHaveLength(1)
  })

  it('says which mapped column is not in the header', async () => {
    const failure = await failureOf(() =>
      readMapped(FILLS.replace('"Qty"', '"Quantity"'), temporaryFile('f.csv', `${HEADER}2024-01-02,A,buy,1,1\n`)),
    )
    expect(failure).toMatchObject({ code: 'COLUMN_MISSING', line: 1 })
    expect(failure.message).toContain('"Quantity"')
    expect(failure.message).toContain('Time, Symbol, Side, Qty, Avg Price')
  })

  it('reads numbered columns of a file without a header', async () => {
    const toml =
      'shape = "fills"\nheader = false\n[columns]\nt_fill = 3\nprice = 2\nqty = 1\n[constants]\nsymbol = "A"\n'
    const sink = await readMapped(toml, temporaryFile('f.csv', '-2,1.5,1704125400\n3,1.6,1704125400123\n'))
    expect(sink.fills.map(({ record, side, qty, t_fill }) => [record, side, qty, t_fill])).toEqual([
      [1, 'sell', 2, 1704125400_000000],
      [2, 'buy', 3, 1704125400_123000],
    ])
  })

  it('refuses a cut-off or binary file', async () => {
    expect(
      await failureOf(() => readMapped(FILLS, temporaryFile('f.csv', `${HEADER}2024-01-02,"A,buy`))),
    ).toMatchObject({ code: 'FILE_TRUNCATED' })
    expect(await failureOf(() => readMapped(FILLS, temporaryFile('f.bin', 'SQLite format 3\0')))).toMatchObject({
      code: 'FORMAT_UNKNOWN',
    })
  })
})

describe('mapped round trips', () => {
  const TRIPS = `shape = "round-trips"
zone = "UTC"
[columns]
symbol = "s"
direction = "d"
qty = "q"
entry_time = "t0"
entry_price = "p0"
exit_time = "t1"
exit_price = "p1"
fee = "f"
`
  it('gives an open one an entry that carries the whole fee, and rejects a direction it does not know', async () => {
    const path = temporaryFile(
      'f.csv',
      's,d,q,t0,p0,t1,p1,f\nA,short,1,2024-01-02,10,2024-01-03,30,4\nA,long,1,2024-01-02,10,,,4\nA,up,1,2024-01-02,10,,,4\n',
    )
    const sink = await readMapped(TRIPS, path)
    // 4 split by notionals 10 and 30: 1 and 3.
    expect(sink.fills.map(({ record, side, price, fee }) => [record, side, price, fee])).toEqual([
      [2, 'sell', 10, 1],
      [2, 'buy', 30, 3],
      [3, 'buy', 10, 4],
    ])
    expect(sink.rejects).toMatchObject([{ record: 4, reason: 'unknown-side', raw: 'up' }])
  })

  it('keeps fees of entry and exit apart where both are given', async () => {
    const toml = TRIPS.replace('fee = "f"', 'fee_entry = "f"\nfee_exit = "g"')
    const sink = await readMapped(
      toml,
      temporaryFile('f.csv', 's,d,q,t0,p0,t1,p1,f,g\nA,long,1,2024-01-02,10,2024-01-03,30,4,5\n'),
    )
    expect(sink.fills.map(({ fee }) => fee)).toEqual([4, 5])
  })

  it('rejects option legs it cannot read', async () => {
    const toml = TRIPS.replace('round-trips', 'legs').replace('direction = "d"', 'legs = "d"')
    const sink = await readMapped(
      toml,
      temporaryFile(
        'f.csv',
        's,d,q,t0,p0,t1,p1,f\nSPX,nonsense,1,2024-01-02,10,2024-01-03,30,4\nSPX,,1,2024-01-02,10,2024-01-03,30,4\n',
      ),
    )
    expect(sink.rejects.map(({ reason }) => reason)).toEqual(['not-an-order', 'missing-value'])
  })
})

describe('mapped JSON', () => {
  const CCXT = `shape = "fills"
[columns]
symbol = "symbol"
side = "side"
qty = "amount"
price = "price"
t_fill = "timestamp"
fee = "fee.cost"
fee_currency = "fee.currency"
`
  const trade = {
    symbol: 'BTC/USDT',
    side: 'buy',
    amount: '0.5',
    price: 41608.0,
    timestamp: 1705775204887,
    fee: { cost: 2.9e-7, currency: 'BTC' },
  }

  it('reads a list of objects by dotted paths, numbers as text too', async () => {
    const sink = await readMapped(CCXT, temporaryFile('t.json', JSON.stringify([trade, 5, { ...trade, price: 'x' }])))
    expect(sink.fills).toMatchObject([
      { record: 1, qty: 0.5, price: 41608, fee: 2.9e-7, fee_currency: 'BTC', t_fill: 1705775204_887000 },
    ])
    expect(sink.rejects.map(({ record, reason, column, place }) => [record, reason, column, place])).toEqual([
      [2, 'ragged-row', undefined, '$'],
      [3, 'bad-number', 'price', '$'],
    ])
    expect(sink).toMatchObject({ read: 3, accountedFor: 3 })
  })

  it('reads a list inside a document, and says where to look when there is none', async () => {
    const path = temporaryFile('t.json', JSON.stringify({ data: { list: [trade] }, code: 0 }))
    expect((await readMapped(`records = "data.list"\n${CCXT}`, path)).fills).toHaveLength(1)
    const failure = await failureOf(() => readMapped(CCXT, path))
    expect(failure).toMatchObject({ code: 'COLUMN_MISSING' })
    expect(failure.message).toContain('data, code')
  })

  it('reads lists of lists by number', async () => {
    const toml = CCXT.replace(
      /\[columns\][^]*/,
      '[columns]\nt_fill = 1\nprice = 2\nqty = 3\n[constants]\nsymbol = "A"\nside = "buy"\n',
    )
    const sink = await readMapped(toml, temporaryFile('t.json', '[[1705775204887, 1.5, 2]]'))
    expect(sink.fills).toMatchObject([{ price: 1.5, qty: 2 }])
  })

  it('reads JSON lines with their physical lines', async () => {
    const line = JSON.stringify(trade)
    const sink = await readMapped(CCXT, temporaryFile('t.jsonl', `${line}\n\nnot json\n${line}`))
    expect(sink.fills.map(({ record }) => record)).toEqual([1, 4])
    expect(sink.rejects).toMatchObject([{ record: 3, reason: 'ragged-row', raw: 'not json' }])
  })

  it('says that a document is cut off', async () => {
    expect(
      await failureOf(() => readMapped(CCXT, temporaryFile('t.json', JSON.stringify([trade]).slice(0, -5)))),
    ).toMatchObject({ code: 'FILE_TRUNCATED' })
  })

  it('reads a real exchange answer', async (context) => {
    const path = realData('exchange_json', 'bybit_http_get_executions.json')
    if (path === null) return context.skip('the real file is not on this machine')
    const toml = `shape = "fills"\nrecords = "result.list"\n[columns]\nsymbol = "symbol"\nside = "side"\nqty = "execQty"\nprice = "execPrice"\nt_fill = "execTime"\nfee = "execFee"\nfee_currency = "feeCurrency"\n`
    const sink = await readMapped(toml, path)
    expect(sink).toMatchObject({ read: 2, accountedFor: 2, rejects: [] })
    expect(sink.fills.every(({ side, qty }) => ['buy', 'sell'].includes(side ?? '') && qty! > 0)).toBe(true)
  })
})
