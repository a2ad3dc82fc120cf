import { invariant } from '#shared/errors.ts'
import { DAY_COUNT, MILLISECOND, MINUTE, type Micros } from './calendar.ts'
import { roundTo, type Instrument } from './instruments.ts'
import type { Market } from './market.ts'
import { createRandom, type Random } from './random.ts'
import type { Liquidity, Side } from './records.ts'
import { isOrdinaryDay, plantOn } from './story.ts'
import { overnightTerms, plantedTerms, regularTerms, type TripTerms } from './trip-terms.ts'

/** One intended round trip: what the strategy wanted, before any execution. */
export interface Trip {
  readonly instrument: Instrument
  readonly side: Side
  readonly qty: number
  readonly entry: Micros
  readonly exit: Micros
  readonly entryLiquidity: Liquidity
  readonly exitLiquidity: Liquidity
}

/** Two orders of one instrument are at least this far apart, so late fills cannot interleave. */
const SPACING = MINUTE
const MAX_ATTEMPTS = 200

/** Returns the gross P&L of a trip at the market's mids, USDT, before any cost. */
export function grossPnl(trip: Trip, market: Market): number {
  return trip.side * trip.qty * (market.midAt(trip.instrument, trip.exit) - market.midAt(trip.instrument, trip.entry))
}

/** Plans every intended round trip of the sample, day by day. */
export function planTrips(seed: number, market: Market): Trip[] {
  const trips: Trip[] = []
  for (let day = 0; day < DAY_COUNT; day++) trips.push(...planDay(seed, day, market, trips.slice(-60)))
  return trips
}

function planDay(seed: number, day: number, market: Market, earlier: readonly Trip[]): Trip[] {
  const random = createRandom(seed, `trips/${day}`)
  const plant = plantOn(day)
  const trips: Trip[] = []
  const add = (terms: TripTerms) => trips.push(drawTrip(random, market, terms, [...earlier, ...trips]))
  for (const terms of plantedTerms(plant)) add(terms)
  for (let count = random.integer(17, 23); count > 0; count--) add(regularTerms(day, plant))
  if (isOrdinaryDay(day) && isOrdinaryDay(day + 1) && day + 1 < DAY_COUNT) add(overnightTerms(day))
  return plant?.event === 'under-sizing' ? turnProfitable(trips, market, 350) : trips
}

function drawTrip(random: Random, market: Market, terms: TripTerms, others: readonly Trip[]): Trip {
  const instrument = terms.instrument(random)
  const [entry, exit] = drawTimes(random, terms, instrument, others)
  const midAtEntry = market.midAt(instrument, entry)
  const right: Side = market.midAt(instrument, exit) > midAtEntry ? 1 : -1
  const liquidity = (): Liquidity => (random.chance(terms.makerShare) ? 'maker' : 'taker')
  return {
    instrument,
    side: random.chance(terms.hitRate) ? right : (-right as Side),
    qty: roundTo(random.between(...terms.notional) / midAtEntry, instrument.lotDigits),
    entry,
    exit,
    entryLiquidity: liquidity(),
    exitLiquidity: liquidity(),
  }
}

function drawTimes(
  random: Random,
  terms: TripTerms,
  instrument: Instrument,
  others: readonly Trip[],
): [Micros, Micros] {
  const taken = others.filter((trip) => trip.instrument === instrument).flatMap((trip) => [trip.entry, trip.exit])
  const isFree = (t: Micros) => terms.allows(instrument, t) && taken.every((other) => Math.abs(other - t) >= SPACING)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const entry = toMillisecond(random.between(...terms.entry))
    const exit = toMillisecond(entry + terms.hold(random))
    if (exit <= terms.latestExit && isFree(entry) && isFree(exit)) return [entry, exit]
  }
  invariant(false, 'a day has room for its trips')
}

function toMillisecond(t: number): Micros {
  return Math.floor(t / MILLISECOND) * MILLISECOND
}

/** Turns the worst trips to the other side until the day's gross P&L reaches `target` USDT. */
function turnProfitable(trips: readonly Trip[], market: Market, target: number): Trip[] {
  let total = trips.reduce((sum, trip) => sum + grossPnl(trip, market), 0)
  const worstFirst = [...trips].sort((a, b) => grossPnl(a, market) - grossPnl(b, market))
  const turned = new Set<Trip>()
  for (const trip of worstFirst) {
    if (total >= target || grossPnl(trip, market) >= 0) break
    total -= 2 * grossPnl(trip, market)
    turned.add(trip)
  }
  return trips.map((trip) => (turned.has(trip) ? { ...trip, side: -trip.side as Side } : trip))
}
