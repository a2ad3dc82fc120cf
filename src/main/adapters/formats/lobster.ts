import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileSample, Format } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { checkCells, numberCell } from './line-cells.ts'
import { bookRow, sideLevels } from './book-levels.ts'
import { linesFormat } from './lines-format.ts'
import type { ForeignFormat } from './foreign-format.ts'
import type { RecordRows } from './record-writer.ts'
import { zonedToUtcMs } from './zone.ts'

const NAME = /^([A-Z0-9.]+)_(\d{4})-(\d{2})-(\d{2})_\d+_\d+_(message|orderbook)_\d+\.csv$/i
const PRICE_SCALE = 10_000
const TIMES = 's since midnight, New York'
const EMPTY_LEVEL = 9_999_999_999
/** Where a level's ask and bid begin among its four cells. */
const [ASK, BID] = [0, 2]

/** Symbol and midnight of New York's day, from a file's name. */
interface Day {
  readonly symbol: string
  readonly midnightMs: number
}

function detect(kind: 'message' | 'orderbook') {
  return ({ path }: FileSample) =>
    NAME.exec(basename(path))?.[5]?.toLowerCase() === kind
      ? { score: 0.95, reason: `The file is named as a LOBSTER ${kind} file.` }
      : null
}

function dayOf(path: string): Day {
  const [, symbol = '', year, month, day] = NAME.exec(basename(path)) ?? []
  return { symbol: symbol.toUpperCase(), midnightMs: Date.UTC(Number(year), Number(month) - 1, Number(day)) }
}

/** Microseconds of seconds since New York's midnight, a wall clock. */
function timeOf({ midnightMs }: Day, seconds: number | null): number | null {
  if (seconds === null) return null
  const whole = Math.floor(seconds)
  return zonedToUtcMs(midnightMs + whole * 1000, 'America/New_York') * 1000 + Math.floor((seconds - whole) * 1e6 + 1e-3)
}

/**
 * LOBSTER messages: time, type, order id, size, price times 10,000, direction of the resting order; no header, the day is
 * in the name. Executions (types 4 visible, 5 hidden) become minute bars; orders sent, changed or deleted are the book's.
 */
export const lobsterMessages: ForeignFormat = linesFormat({
  id: 'lobster-messages',
  title: 'LOBSTER messages',
  holds: 'market',
  times: TIMES,
  detect: detect('message'),
  open({ path }) {
    const day = dayOf(path)
    return (line) => {
      const cells = line.split(',')
      if (cells.length !== 6) checkCells(cells, 6)
      const t = timeOf(day, numberCell(cells, 0, 'time'))
      const price = numberCell(cells, 4, 'price')
      const type = cells[1]
      if (type !== '4' && type !== '5') return { without: 'book-update' }
      return {
        trades: [
          {
            symbol: day.symbol,
            t,
            price: price === null ? null : price / PRICE_SCALE,
            qty: numberCell(cells, 3, 'size'),
          },
        ],
      }
    }
  },
})

const withoutTimes = linesFormat({
  id: 'lobster-orderbook',
  title: 'LOBSTER order book',
  holds: 'market',
  times: `${TIMES}, in the message file beside it`,
  detect: detect('orderbook'),
  open: (file, sample) => bookReader(dayOf(file.path), timesBySample.get(sample) ?? []),
})
const timesBySample = new WeakMap<FileSample, readonly string[]>()

/**
 * LOBSTER order book: ask price, ask size, bid price, bid size of each level, one line for each line of the message file
 * of the same name, which must stand beside it since only it has the times. The first level is the quote;
 * a level that nobody stands at has a price of 9999999999 or its negative.
 */
export const lobsterOrderBook: ForeignFormat = {
  ...withoutTimes,
  async read(sample, options, sink) {
    timesBySample.set(sample, await readTimes(sample))
    await (withoutTimes as Format).read(sample, options, sink)
  },
}

function bookReader(day: Day, times: readonly string[]) {
  return (line: string, number: number): RecordRows => {
    const cells = line.split(',')
    const [ask, askQty, bid, bidQty] = [0, 1, 2, 3].map((index) => numberCell(cells, index, 'level'))
    const t = timeOf(day, numberCell([times[number - 1] ?? ''], 0, 'time'))
    if (ask == null || bid == null || Math.abs(ask) === EMPTY_LEVEL || Math.abs(bid) === EMPTY_LEVEL)
      return { without: 'one-sided-quote' }
    const level = (index: number, side: number) => levelOf(cells, 4 * index + side)
    const bids = sideLevels((index) => level(index, BID))
    const asks = sideLevels((index) => level(index, ASK))
    return {
      books: [bookRow(day.symbol, t, bids, asks)],
      quotes: [
        { symbol: day.symbol, t, bid: bid / PRICE_SCALE, ask: ask / PRICE_SCALE, bid_qty: bidQty!, ask_qty: askQty! },
      ],
    }
  }
}

/** Price and size in two cells; none where nobody stands at the level. */
function levelOf(cells: readonly string[], at: number): readonly [number | null, number | null] {
  const price = numberCell(cells, at, 'level')
  if (price === null || Math.abs(price) === EMPTY_LEVEL) return [null, null]
  return [price / PRICE_SCALE, numberCell(cells, at + 1, 'level')]
}

async function readTimes({ path, realPath }: FileSample): Promise<readonly string[]> {
  const name = basename(path).replace(/orderbook/i, 'message')
  const text = await readFile(join(dirname(realPath), name), 'utf8').catch((cause: unknown) => {
    throw new AppError(
      'FILE_MISSING',
      `Cannot read ${path}: LOBSTER keeps its times in ${name}; put that file beside it.`,
      { file: path, cause },
    )
  })
  return text.split('\n').map((line) => line.slice(0, line.indexOf(',')))
}
