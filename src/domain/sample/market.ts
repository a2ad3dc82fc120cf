import { DAY_COUNT, MINUTE, SAMPLE_START, type Micros } from './calendar.ts'
import { INSTRUMENTS, roundTo, type Instrument } from './instruments.ts'
import { createRandom } from './random.ts'
import type { Touch } from './records.ts'

const MINUTES_PER_DAY = 1_440
/** Loadings of a minute's return on the common and the own factor; squares add to 1. */
const COMMON_LOADING = 0.8
const OWN_LOADING = 0.6

/** Prices of all instruments at all times of the sample. */
export interface Market {
  /** Returns the unrounded mid at `t`, linear between whole minutes. */
  midAt(instrument: Instrument, t: Micros): number
}

/** Creates the market of `seed`: a random walk by the minute per instrument with one common factor. */
export function createMarket(seed: number): Market {
  const minutes = DAY_COUNT * MINUTES_PER_DAY
  const common = Float64Array.from({ length: minutes }, drawNormals(seed, 'market/common'))
  const paths = new Map(INSTRUMENTS.map((instrument) => [instrument.symbol, walk(seed, instrument, common)]))
  return {
    midAt(instrument, t) {
      const position = (t - SAMPLE_START) / MINUTE
      const minute = Math.min(Math.floor(position), minutes - 1)
      const path = paths.get(instrument.symbol) ?? []
      const from = path[minute] ?? instrument.price
      return from + ((path[minute + 1] ?? from) - from) * (position - minute)
    },
  }
}

function drawNormals(seed: number, label: string): () => number {
  const random = createRandom(seed, label)
  return () => random.normal()
}

function walk(seed: number, instrument: Instrument, common: Float64Array): Float64Array {
  const own = drawNormals(seed, `market/${instrument.symbol}`)
  const sigma = instrument.volatilityDaily / Math.sqrt(MINUTES_PER_DAY)
  const path = new Float64Array(common.length + 1)
  let price = instrument.price
  path[0] = price
  common.forEach((shared, minute) => {
    price *= 1 + sigma * (COMMON_LOADING * shared + OWN_LOADING * own())
    path[minute + 1] = price
  })
  return path
}

/** Returns the touch around `mid` with both prices on the tick grid and at least one tick apart. */
export function touchAround(instrument: Instrument, mid: number, spreadBps: number): Touch {
  const { priceDigits } = instrument
  const half = spreadBps / 2e4
  const bid = roundTo(mid * (1 - half), priceDigits)
  const ask = Math.max(roundTo(mid * (1 + half), priceDigits), roundTo(bid + 10 ** -priceDigits, priceDigits))
  const exactMid = roundTo((bid + ask) / 2, priceDigits + 1)
  return { bid, ask, mid: exactMid, spreadBps: roundTo(((ask - bid) / exactMid) * 1e4, 4) }
}
