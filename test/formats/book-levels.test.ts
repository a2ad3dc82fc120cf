import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BookRow } from '#engine/ports.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { BookSeconds } from '#adapters/formats/book-seconds.ts'
import { realData } from '../support/real-data.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openReal } from './real-files.ts'
import { readDetected, readText } from './read-text.ts'

/** 1 March 2020, 00:00:00 UTC, in microseconds. */
const T0 = 1_583_020_800_000_000

/** Levels of LOBSTER lines written beside messages of these seconds after 09:30 New York. */
async function lobster(seconds: readonly number[], lines: readonly string[]) {
  const folder = temporaryFolder()
  const name = (kind: string) => join(folder, `AAPL_2012-06-21_34200000_57600000_${kind}_2.csv`)
  writeFileSync(name('message'), seconds.map((second) => `${34200 + second},1,1,18,5853300,1\n`).join(''))
  writeFileSync(name('orderbook'), lines.map((line) => `${line}\n`).join(''))
  return (await readDetected(await openFile(name('orderbook')))).sink
}

describe('levels of a book', () => {
  it('are read of every LOBSTER level, prices in dollars, as far as somebody stands there', async () => {
    const sink = await lobster([0.5], ['5859400,200,5853300,18,5859900,50,-9999999999,0'])
    expect(sink.books).toEqual([
      {
        symbol: 'AAPL',
        t: Date.UTC(2012, 5, 21, 13, 30) * 1000 + 500_000,
        bid: [585.33],
        bid_qty: [18],
        ask: [585.94, 585.99],
        ask_qty: [200, 50],
      },
    ])
    expect(sink.notes.get('book-levels')).toBe(1)
  })

  it('are kept as the last of each second, and again only when they change or half a minute has passed', async () => {
    const [near, far] = ['5859400,200,5853300,18', '5859400,300,5853300,18']
    // Second 0: 200, 300; second 1: 300, as kept; second 2: 200; then 200 until 2.5 + 30 s.
    const sink = await lobster(
      [0.2, 0.9, 1.5, 2.5, 20.5, 32.4, 32.5, 33],
      [near, far, far, near, near, near, near, near],
    )
    const start = Date.UTC(2012, 5, 21, 13, 30) * 1000
    expect(sink.books.map(({ t, ask_qty: qty }) => [(t - start) / 1e6, qty[0]])).toEqual([
      [0.9, 300],
      [2.5, 200],
      [32.5, 200],
    ])
    // Quotes stay as they are: one a line.
    expect(sink.quotes.length).toBe(8)
  })

  it('refuse a record whose book cannot have been shown, with its line and why', async () => {
    const sink = await lobster(
      [0, 1, 2, 3, 4],
      [
        '5853200,200,5853300,18',
        '5859400,0,5853300,18',
        '5859400,10,5853300,18,5859900,-5,5853200,1',
        '5859400,10,5853300,18,5859300,5,5853200,1',
        '5859400,10,5853300,18,5859500,5,5853200,1',
      ],
    )
    expect(sink.rejects.map(({ record, reason, message }) => [record, reason, message])).toEqual([
      [1, 'broken-book', 'The book is crossed: its best bid 585.33 is above its best ask 585.32.'],
      [2, 'broken-book', 'Level 1 of the asks has a quantity of 0, not above 0.'],
      [3, 'broken-book', 'Level 2 of the asks has a quantity of -5, not above 0.'],
      [4, 'broken-book', 'Level 2 of the asks at 585.93 is no worse than the level before it at 585.94.'],
    ])
    expect([sink.read, sink.quotes.length, sink.books.length]).toEqual([5, 1, 1])
  })

  it('are read of Tardis snapshots, ten of each side at most', async () => {
    const columns = (side: string) => Array.from({ length: 12 }, (_, n) => `${side}[${n}].price,${side}[${n}].amount`)
    const header = ['exchange,symbol,timestamp,local_timestamp', ...columns('asks'), ...columns('bids')].join(',')
    const cells = (sign: number) => Array.from({ length: 12 }, (_, n) => `${100 + sign * (n + 1)},${n + 1}`)
    const { format, sink } = await readText(
      'snap.csv',
      `${header}\nx,BTCUSDT,${T0},${T0},${cells(1).join(',')},${cells(-1).join(',')}\n`,
    )
    expect(format.id).toBe('tardis-snapshots')
    expect(sink.books).toEqual([
      {
        symbol: 'BTCUSDT',
        t: T0,
        bid: [99, 98, 97, 96, 95, 94, 93, 92, 91, 90],
        bid_qty: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        ask: [101, 102, 103, 104, 105, 106, 107, 108, 109, 110],
        ask_qty: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      },
    ])
  })
})

describe('levels of a book made of changes', () => {
  const read = async (rows: readonly string[]) => {
    const header = 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount'
    const lines = rows.map((row) => {
      const [seconds = '', ...rest] = row.split(',')
      const t = T0 + Math.round(Number(seconds) * 1e6)
      return `deribit,BTC-PERPETUAL,${t},${t},${rest.join(',')}`
    })
    return (await readText('book.csv', [header, ...lines].join('\n'))).sink
  }
  const shown = ({ t, bid, bid_qty: bidQty, ask, ask_qty: askQty }: BookRow) => [
    (t - T0) / 1e6,
    bid,
    bidQty,
    ask,
    askQty,
  ]
  const SNAPSHOT = ['0,true,bid,98,7', '0,true,bid,99,5', '0,true,ask,102,3', '0,true,ask,101,4']

  it('begin with a whole snapshot, best first, and end with the file', async () => {
    const sink = await read([...SNAPSHOT, '0.4,false,ask,101,0', '0.6,false,bid,97,1', '1.2,false,bid,99,6'])
    // The change of 1.2 s is not in the book of second 0.
    expect(sink.books.map(shown)).toEqual([
      [0.6, [99, 98, 97], [5, 7, 1], [102], [3]],
      [1.2, [99, 98, 97], [6, 7, 1], [102], [3]],
    ])
  })

  it('are not known of changes alone, nor while a snapshot is sent', async () => {
    const changes = [...SNAPSHOT.map((row) => row.replace('true', 'false')), '2,false,bid,99,6']
    const alone = await read(changes)
    expect([alone.books, alone.quotes.length]).toEqual([[], 2])
    // A second snapshot, sent over two seconds, replaces all levels: what stood before it is the last known book.
    const twice = await read([
      ...SNAPSHOT,
      '0.5,false,bid,98,8',
      '3.9,true,bid,90,1',
      '4.1,true,ask,91,1',
      '5,false,ask,92,1',
    ])
    expect(twice.books.map(shown)).toEqual([
      [0.5, [99, 98], [5, 8], [101, 102], [4, 3]],
      [4.1, [90], [1], [91], [1]],
      [5, [90], [1], [91, 92], [1, 1]],
    ])
  })

  it('leave a crossed book out, and say so, without refusing the change that found it', async () => {
    const sink = await read([...SNAPSHOT, '0.5,false,bid,101.5,1', '2,false,bid,101.5,0', '3,false,bid,99,9'])
    expect(sink.books.map(shown)).toEqual([
      [2, [99, 98], [5, 7], [101, 102], [4, 3]],
      [3, [99, 98], [9, 7], [101, 102], [4, 3]],
    ])
    expect(sink.notes.get('crossed-book')).toBe(1)
    expect(sink.rejects).toEqual([])
  })

  it('refuse a change to a negative quantity or a price of nothing, which stays out of the book', async () => {
    const sink = await read([...SNAPSHOT, '0.5,false,bid,99,-5', '0.6,false,ask,0,5', '0.7,false,ask,102,2'])
    expect(sink.rejects.map(({ record, reason, column }) => [record, reason, column])).toEqual([
      [6, 'broken-book', 'amount'],
      [7, 'broken-book', 'price'],
    ])
    expect(sink.books.map(shown)).toEqual([[0.7, [99, 98], [5, 7], [101, 102], [4, 2]]])
  })
})

describe('thinning', () => {
  it('keeps each symbol by itself', () => {
    const book = (symbol: string, t: number): BookRow => ({ symbol, t, bid: [1], bid_qty: [1], ask: [2], ask_qty: [t] })
    const seconds = new BookSeconds()
    const given = [book('A', 100), book('B', 200), book('A', 300), book('A', 1_000_000)].map((one, i) =>
      seconds.add(i, one),
    )
    expect(given.map((kept) => kept?.record ?? null)).toEqual([null, null, null, 2])
    expect(seconds.rest().map(({ record }) => record)).toEqual([3, 1])
  })
})

const HYPERLIQUID = 'hftbacktest/hyperliquid_btcusd_20250126.gz'

describe.skipIf(realData(HYPERLIQUID) === null)('levels of a real file', () => {
  it('are ten of the twenty that Hyperliquid sends, at most one book a second', async () => {
    const { sink } = await readDetected(await openReal(HYPERLIQUID))
    const first = sink.books[0]!
    expect([first.symbol, first.bid.length, first.ask.length]).toEqual(['BTC/USDC:USDC', 10, 10])
    // As the file's first lines have them.
    expect([first.bid[0], first.bid_qty[0], first.bid[9], first.ask[0], first.ask_qty[1]]).toEqual([
      105055, 3.03622, 105043, 105056, 0.0001,
    ])
    const seconds = sink.books.map(({ t }) => Math.floor(t / 1e6))
    expect(new Set(seconds).size).toBe(seconds.length)
    expect(sink.books.length).toBeLessThan(sink.quotes.length)
    expect(sink.rejects).toEqual([])
  })
})
