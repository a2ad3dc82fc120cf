import { MILLISECOND, MINUTE, SAMPLE_END, SAMPLE_START, dayIndexOf, type Micros } from './calendar.ts'
import { INSTRUMENTS, roundTo, type Instrument } from './instruments.ts'
import { touchAround, type Market } from './market.ts'
import { createRandom } from './random.ts'
import type { Quote } from './records.ts'
import type { Signal } from './signals.ts'
import { THIN_BOOK_SPREAD_MULTIPLE, isInPlant, plantOn } from './story.ts'

/** Distance of the regular quotes. */
const GRID = 15 * MINUTE

/** Returns all quotes by time, then symbol: every 15 minutes, just before every signal and before every live fill. */
export function collectQuotes(market: Market, signals: readonly Signal[], liveQuotes: readonly Quote[]): Quote[] {
  const atSignals = signals.map(({ instrument, t, touch }) => ({ instrument, t: t - MILLISECOND, touch }))
  const quotes = [...gridQuotes(market), ...atSignals, ...liveQuotes]
  return quotes.sort((a, b) => a.t - b.t || (a.instrument.symbol < b.instrument.symbol ? -1 : 1))
}

function gridQuotes(market: Market): Quote[] {
  const quotes: Quote[] = []
  for (let t = SAMPLE_START; t < SAMPLE_END; t += GRID) {
    for (const instrument of INSTRUMENTS) {
      const spreadBps = instrument.spreadBps * spreadMultipleAt(instrument, t)
      quotes.push({ instrument, t, touch: touchAround(instrument, market.midAt(instrument, t), spreadBps) })
    }
  }
  return quotes
}

function spreadMultipleAt(instrument: Instrument, t: Micros): number {
  const plant = plantOn(dayIndexOf(t))
  const isThin = plant?.event === 'thin-book' && plant.symbol === instrument.symbol && isInPlant(plant, t)
  return isThin ? THIN_BOOK_SPREAD_MULTIPLE : 1
}

/** Draws the quantities at the touch, within half to one and a half of the usual; a tenth of it in a thin book. */
export function createDepths(seed: number): (quote: Quote) => { bidQty: number; askQty: number } {
  const random = createRandom(seed, 'depth')
  return ({ instrument, t }) => {
    const usual = spreadMultipleAt(instrument, t) > 1 ? instrument.depthQty / 10 : instrument.depthQty
    const draw = () => roundTo(usual * random.between(0.5, 1.5), instrument.lotDigits)
    return { bidQty: draw(), askQty: draw() }
  }
}
