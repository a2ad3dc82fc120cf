import { DAY_COUNT, HOUR, SAMPLE_END, SAMPLE_START, dayIndexOf, dayStart, formatTime, type Micros } from './calendar.ts'
import { INSTRUMENTS, roundTo, type Instrument } from './instruments.ts'
import type { Market } from './market.ts'
import { createRandom } from './random.ts'
import type { Fill, LiveFill, Payment, Quote } from './records.ts'

/** Returns the mark of an instrument on a sample day: its last quote mid before the day's end. */
export type Marks = (instrument: Instrument, day: number) => number

/** Reads the marks off quotes given in time order; an instrument's first price before its first quote. */
export function markDays(quotes: readonly Quote[]): Marks {
  const table = new Map<string, number>()
  for (const { instrument, t, touch } of quotes) table.set(`${instrument.symbol}/${dayIndexOf(t)}`, touch.mid)
  return (instrument, day) => table.get(`${instrument.symbol}/${day}`) ?? instrument.price
}

/** Returns daily P&L in USDT: carry of earlier positions + fills against the day's mark - fees + funding. */
export function sumDailyPnl(fills: readonly Fill[], payments: readonly Payment[], marks: Marks): number[] {
  const pnl = Array.from({ length: DAY_COUNT }, () => 0)
  const add = (day: number, amount: number) => {
    pnl[day] = (pnl[day] ?? 0) + amount
  }
  for (const fill of fills) {
    const day = dayIndexOf(fill.tFill)
    add(day, fill.side * fill.qty * (marks(fill.instrument, day) - fill.price) - fill.fee)
  }
  for (const [instrument, positions] of positionsAtDayEnds(fills)) {
    positions.forEach((qty, day) => add(day + 1, qty * (marks(instrument, day + 1) - marks(instrument, day))))
  }
  for (const payment of payments) add(dayIndexOf(payment.t), payment.amount)
  return pnl
}

function positionsAtDayEnds(fills: readonly Fill[]): [Instrument, number[]][] {
  return INSTRUMENTS.map((instrument) => [instrument, endPositions(fillsOf(fills, instrument), instrument.lotDigits)])
}

function fillsOf(fills: readonly Fill[], instrument: Instrument): Fill[] {
  return fills.filter((fill) => fill.instrument === instrument)
}

function endPositions(fills: readonly Fill[], lotDigits: number): number[] {
  return Array.from({ length: DAY_COUNT - 1 }, (_, day) => positionBefore(fills, dayStart(day + 1), lotDigits))
}

function positionBefore(fills: readonly Fill[], t: Micros, lotDigits: number): number {
  let qty = 0
  for (const fill of fills) if (fill.tFill < t) qty += fill.side * fill.qty
  return roundTo(qty, lotDigits)
}

/** Returns what planting changed on day `day`: P&L of the fills as they are minus as they would have been, USDT. */
export function effectOfPlant(fills: readonly LiveFill[], missed: readonly Fill[], day: number, marks: Marks): number {
  let effect = 0
  for (const fill of fills) {
    if (dayIndexOf(fill.tFill) !== day) continue
    const mark = marks(fill.instrument, day)
    effect += contribution(fill.side, fill, mark) - contribution(fill.side, fill.unplanted, mark)
  }
  for (const fill of missed) {
    if (dayIndexOf(fill.tFill) === day) effect -= contribution(fill.side, fill, marks(fill.instrument, day))
  }
  return effect
}

function contribution(side: number, { qty, price, fee }: LiveFill['unplanted'], mark: number): number {
  return side * qty * (mark - price) - fee
}

/** Returns funding paid (negative) or received on live positions held at 00:00, 08:00 and 16:00 UTC. */
export function settleFunding(seed: number, fills: readonly Fill[], market: Market): Payment[] {
  const payments: Payment[] = []
  const byInstrument = INSTRUMENTS.map((instrument) => [instrument, fillsOf(fills, instrument)] as const)
  for (let t = SAMPLE_START + 8 * HOUR; t < SAMPLE_END; t += 8 * HOUR) {
    const random = createRandom(seed, `funding/${formatTime(t, 0)}`)
    for (const [instrument, own] of byInstrument) {
      const rate = (0.5 + 0.4 * random.normal()) / 1e4
      const qty = positionBefore(own, t, instrument.lotDigits)
      if (qty !== 0) payments.push({ t, instrument, amount: roundTo(-qty * market.midAt(instrument, t) * rate, 6) })
    }
  }
  return payments
}
