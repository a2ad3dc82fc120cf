import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { BookRow } from '#engine/ports.ts'
import { realData } from '../support/real-data.ts'
import { openReal } from './real-files.ts'
import { readDetected, readText } from './read-text.ts'

/** 9 August 2024, 00:00:00 UTC, in milliseconds. */
const T0 = 1_723_161_600_000

type Pairs = readonly (readonly [price: string, qty: string])[]

/** A line as the collector writes it. */
const line = (message: object) => `1723161600000000000 ${JSON.stringify(message)}`
const update = (seconds: number, [first, last, before]: readonly number[], bids: Pairs, asks: Pairs, s = 'BTCUSDT') => {
  const T = T0 + seconds * 1000
  const data = { e: 'depthUpdate', E: T, T, s, U: first, u: last, pu: before, b: bids, a: asks }
  return line({ stream: `${s.toLowerCase()}@depth@0ms`, data })
}
const snapshot = (seconds: number, id: number, bids: Pairs, asks: Pairs) =>
  line({ lastUpdateId: id, E: T0 + seconds * 1000, T: T0 + seconds * 1000, bids, asks })

const read = async (lines: readonly string[]) => (await readText('btcusdt_20240809', `${lines.join('\n')}\n`)).sink
const shown = ({ t, bid, bid_qty: bidQty, ask, ask_qty: askQty }: BookRow) => [
  (t / 1000 - T0) / 1000,
  bid,
  bidQty,
  ask,
  askQty,
]

const BOOK = [
  [
    ['99', '5'],
    ['98', '7'],
  ],
  [['101', '4']],
] as const

describe('depth updates of a collector', () => {
  it('give levels from the book it asked for on, with what came before it and belongs to it', async () => {
    const sink = await read([
      // Ends before the snapshot's id of 20, so the snapshot holds it; the second one reaches over it.
      update(0.1, [10, 15, 9], [['99', '1']], []),
      update(0.2, [16, 22, 15], [['98', '0']], []),
      snapshot(0.15, 20, ...BOOK),
      update(0.9, [23, 25, 22], [], [['100', '2']]),
      update(1.1, [26, 26, 25], [['99', '6']], []),
      update(2.5, [27, 28, 26], [['97', '1']], []),
    ])
    expect(sink.books.map(shown)).toEqual([
      [0.9, [99], [5], [100, 101], [2, 4]],
      [1.1, [99], [6], [100, 101], [2, 4]],
    ])
    expect([sink.read, sink.notes.get('book-update'), sink.rejects]).toEqual([6, 6, []])
  })

  it('give none after a gap until the next snapshot', async () => {
    const sink = await read([
      update(0.1, [18, 19, 17], [], []),
      snapshot(0.15, 20, ...BOOK),
      update(0.5, [20, 25, 19], [], [['100', '2']]),
      // 30 to 31 were missed.
      update(1.5, [32, 33, 31], [['99', '0']], []),
      update(2.5, [34, 34, 33], [['99', '1']], []),
      snapshot(3, 35, [['90', '1']], [['91', '1']]),
      update(3.5, [35, 36, 34], [['89', '2']], []),
      update(4.5, [37, 37, 36], [], []),
    ])
    expect(sink.books.map(shown)).toEqual([
      [0.5, [99, 98], [5, 7], [100, 101], [2, 4]],
      [3.5, [90, 89], [1, 2], [91], [1]],
    ])
  })

  it('give none where a snapshot could be of either of two symbols', async () => {
    const sink = await read([
      update(0.1, [10, 15, 9], [], []),
      update(0.1, [10, 15, 9], [], [], 'ETHUSDT'),
      snapshot(0.15, 15, ...BOOK),
      update(0.5, [15, 16, 15], [['99', '1']], []),
      update(1.5, [17, 18, 16], [['99', '2']], []),
    ])
    expect(sink.books).toEqual([])
  })

  it('are refused with a level that nobody can have set', async () => {
    const sink = await read([update(0.1, [10, 15, 9], [['99', '-1']], []), update(0.2, [16, 16, 15], [], [])])
    expect(sink.rejects).toMatchObject([{ record: 1, reason: 'broken-book' }])
  })
})

const REAL = 'hftbacktest/usdm_btcusdt_20240808.gz'
const path = realData(REAL)

/** Best bid and ask by the id of the last change in them, as the ticker of a recording says. */
function tickers(lines: readonly string[]): { u: number; bid: number; ask: number }[] {
  return lines.flatMap((text) => {
    if (!text.includes('"bookTicker"')) return []
    const { data } = JSON.parse(text.slice(20)) as { data: { u: number; b: string; a: string } }
    return [{ u: data.u, bid: Number(data.b), ask: Number(data.a) }]
  })
}

describe.skipIf(path === null)('levels of a real recording', () => {
  it('begin with the best prices that the ticker says after the same change', async () => {
    const { sink } = await readDetected(await openReal(REAL))
    const lines = gunzipSync(readFileSync(path!)).toString().split('\n')
    const lastChange = new Map<number, number>()
    for (const text of lines) {
      const [, T, u] = /"depthUpdate".*?"T":(\d+),.*?"u":(\d+)/.exec(text) ?? []
      if (T !== undefined) lastChange.set(Number(T) * 1000, Number(u))
    }
    const said = tickers(lines)
    const differing = sink.books.filter(({ t, bid, ask }) => {
      const ticker = said.findLast(({ u }) => u <= lastChange.get(t)!)
      return ticker?.bid !== bid[0] || ticker?.ask !== ask[0]
    })
    expect(sink.books.length).toBeGreaterThan(200)
    expect(differing).toEqual([])
    expect(new Set(sink.books.map(({ bid, ask }) => `${bid.length} ${ask.length}`))).toEqual(new Set(['10 10']))
  })
})
