import { invariant } from '#shared/errors.ts'
import { HOUR, MINUTE, dayStart, timeAt, type Micros } from './calendar.ts'
import { INSTRUMENTS, type Instrument } from './instruments.ts'
import type { Random } from './random.ts'
import { OUTAGE, type Plant } from './story.ts'

/** What a trip is drawn from. */
export interface TripTerms {
  readonly instrument: (random: Random) => Instrument
  readonly entry: readonly [Micros, Micros]
  readonly hold: (random: Random) => number
  readonly notional: readonly [number, number]
  /** Probability of being on the right side of the market. */
  readonly hitRate: number
  readonly makerShare: number
  readonly latestExit: Micros
  /** Returns whether an order of the instrument may be sent at a time. */
  readonly allows: (instrument: Instrument, t: Micros) => boolean
}

const MAKER_SHARE = 0.35
const HIT_RATE = 0.63
function pickInstrument(random: Random): Instrument {
  let rest = random.uniform()
  const found = INSTRUMENTS.find((instrument) => (rest -= instrument.weight) < 0) ?? INSTRUMENTS[0]
  invariant(found, 'the sample has at least one instrument')
  return found
}

/** Returns the terms of an ordinary trip, closed by 23:40 of its day; larger on days whose plant scales with size. */
export function regularTerms(day: number, plant: Plant | undefined): TripTerms {
  const scale = plant?.event === 'missed-signals' || plant?.event === 'under-sizing' ? 1.4 : 1
  const latestExit = dayStart(day) + 23 * HOUR + 40 * MINUTE
  return {
    instrument: pickInstrument,
    entry: [dayStart(day) + 30 * MINUTE, dayStart(day) + 23 * HOUR],
    hold: (random) => Math.min(Math.max(random.lognormal(45, 0.7), 10), 200) * MINUTE,
    notional: [2_500 * scale, 5_500 * scale],
    hitRate: HIT_RATE,
    makerShare: MAKER_SHARE,
    latestExit,
    allows: (instrument, t) => !isReserved(plant, instrument, t),
  }
}

/** Whether only planted trips may trade then: the thin book's hour in its symbol; the outage and two minutes around it. */
function isReserved(plant: Plant | undefined, instrument: Instrument, t: Micros): boolean {
  if (plant?.event === 'outage') return t >= OUTAGE.from - 2 * MINUTE && t < OUTAGE.to + 2 * MINUTE
  if (plant?.event !== 'thin-book' || instrument.symbol !== plant.symbol) return false
  const hour = timeAt(plant.day, `${plant.hour}:00`)
  return t >= hour && t < hour + HOUR
}

/** Returns the terms of a trip opened in the evening and closed the next morning. */
export function overnightTerms(day: number): TripTerms {
  const start = dayStart(day)
  return {
    ...regularTerms(day, undefined),
    entry: [start + 20 * HOUR, start + 23.5 * HOUR],
    hold: (random) => random.between(6, 11) * HOUR,
    latestExit: start + 35 * HOUR,
  }
}

/** Returns the terms of the trips a plant needs beside the ordinary ones. */
export function plantedTerms(plant: Plant | undefined): TripTerms[] {
  if (plant?.event === 'thin-book') return Array.from({ length: 4 }, () => thinBookTerms(plant))
  return plant?.event === 'outage' ? Array.from({ length: 5 }, () => outageTerms(plant)) : []
}

/** Four trips, all market orders, opened and closed inside the thin hour. */
function thinBookTerms(plant: Plant): TripTerms {
  const hour = timeAt(plant.day, `${plant.hour}:00`)
  const instrument = INSTRUMENTS.find((candidate) => candidate.symbol === plant.symbol)
  invariant(instrument, 'a thin book names one of the instruments')
  return {
    instrument: () => instrument,
    entry: [hour + 2 * MINUTE, hour + 40 * MINUTE],
    hold: (random) => random.between(8, 15) * MINUTE,
    notional: [5_500, 6_500],
    hitRate: HIT_RATE,
    makerShare: 0,
    latestExit: hour + 58 * MINUTE,
    allows: () => true,
  }
}

/** Five trips whose entries fall into the outage and whose exits come after it; all would have won. */
function outageTerms(plant: Plant): TripTerms {
  return {
    instrument: pickInstrument,
    entry: [OUTAGE.from + MINUTE, OUTAGE.to - MINUTE],
    hold: (random) => random.between(80, 200) * MINUTE,
    notional: [5_500, 6_500],
    hitRate: 1,
    makerShare: MAKER_SHARE,
    latestExit: timeAt(plant.day, '20:00'),
    allows: () => true,
  }
}
