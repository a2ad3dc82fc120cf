import { dayIndexOf, timeAt } from './calendar.ts'
import type { Market } from './market.ts'
import { createRandom } from './random.ts'
import type { Signal } from './signals.ts'
import {
  CAPITAL,
  LOST_TIER_FEES_BPS,
  OUTAGE,
  PLANTS,
  THIN_BOOK_SPREAD_MULTIPLE,
  UNDER_SIZE_RATIO,
  USUAL_FEES_BPS,
  isInPlant,
  type Plant,
} from './story.ts'
import { grossPnl, type Trip } from './trips.ts'

/** What the story does to the live execution of one signal. */
export interface Hardship {
  /** Never sent. */
  readonly missed: boolean
  /** Live over intended quantity. */
  readonly sizeRatio: number
  /** Added to the deviation from the mid, and adverse move of the mid before the fill; basis points. */
  readonly slippageBps: number
  readonly driftBps: number
  /** Sent to acknowledged, in place of the usual. */
  readonly ackLatencyMs: number | null
  readonly spreadMultiple: number
  readonly feesBps: { readonly maker: number; readonly taker: number }
}

/** Nothing planted. */
export const NO_HARDSHIP: Hardship = {
  missed: false,
  sizeRatio: 1,
  slippageBps: 0,
  driftBps: 0,
  ackLatencyMs: null,
  spreadMultiple: 1,
  feesBps: USUAL_FEES_BPS,
}

/** Hardships by signal; signals not in the map have none. */
export type Hardships = ReadonlyMap<Signal, Hardship>

/** Returns the hardships of all planted days. Orders left out of it are executed as usual. */
export function planHardships(seed: number, signals: readonly Signal[], market: Market): Hardships {
  const planned = PLANTS.flatMap((plant) => {
    const day = dayIndexOf(timeAt(plant.day, '00:00'))
    const ofDay = signals.filter((signal) => dayIndexOf(signal.t) === day)
    return planDay(seed, plant, ofDay, market)
  })
  return new Map(planned.map(([signal, change]) => [signal, { ...NO_HARDSHIP, ...change }]))
}

type Change = readonly [Signal, Partial<Hardship>]

function planDay(seed: number, plant: Plant, signals: readonly Signal[], market: Market): Change[] {
  switch (plant.event) {
    case 'thin-book':
      return thinBook(seed, plant, signals)
    case 'late-fills':
      return lateFills(seed, plant, signals)
    case 'fee-tier':
      return signals.map((signal) => [signal, { feesBps: LOST_TIER_FEES_BPS }])
    case 'under-sizing':
      return signals.map((signal) => [signal, { sizeRatio: UNDER_SIZE_RATIO }])
    case 'missed-signals':
      return miss(signals, chooseBestTrips(signals, market, 180))
    case 'outage':
      return miss(signals, tripsOf(signals.filter((signal) => signal.t >= OUTAGE.from && signal.t < OUTAGE.to)))
  }
}

/** Scales weights to bps so that sum(notional * bps) costs the plant's share of capital. */
function spreadCost(plant: Plant, signals: readonly Signal[], weights: readonly number[]): number[] {
  const weighted = signals.reduce((sum, { qty, touch }, i) => sum + qty * touch.mid * (weights[i] ?? 0), 0)
  return weights.map((weight) => (weight * (plant.costBps ?? 0) * CAPITAL) / weighted)
}

function thinBook(seed: number, plant: Plant, signals: readonly Signal[]): Change[] {
  const random = createRandom(seed, `thin-book/${plant.day}`)
  const hit = signals.filter(({ instrument, t }) => instrument.symbol === plant.symbol && isInPlant(plant, t))
  const costs = spreadCost(
    plant,
    hit,
    hit.map(() => random.between(0.8, 1.2)),
  )
  return hit.map((signal, i) => [signal, { slippageBps: costs[i] ?? 0, spreadMultiple: THIN_BOOK_SPREAD_MULTIPLE }])
}

/** Acknowledgements around 180 ms with a tail to six seconds; the market runs away as the root of the delay. */
function lateFills(seed: number, plant: Plant, signals: readonly Signal[]): Change[] {
  const random = createRandom(seed, `late-fills/${plant.day}`)
  const delays = signals.map(() => Math.min(random.lognormal(180, 1.4), 6_000))
  const drifts = spreadCost(
    plant,
    signals,
    delays.map((delayMs) => Math.sqrt(delayMs)),
  )
  return signals.map((signal, i) => [signal, { ackLatencyMs: delays[i] ?? 0, driftBps: drifts[i] ?? 0 }])
}

function miss(signals: readonly Signal[], trips: ReadonlySet<Trip>): Change[] {
  return signals.filter((signal) => trips.has(signal.trip)).map((signal) => [signal, { missed: true }])
}

function tripsOf(signals: readonly Signal[]): Set<Trip> {
  return new Set(signals.map((signal) => signal.trip))
}

/** The day's most profitable trips, at least four, until their gross P&L reaches `target` USDT. */
function chooseBestTrips(signals: readonly Signal[], market: Market, target: number): Set<Trip> {
  const best = [...tripsOf(signals)].sort((a, b) => grossPnl(b, market) - grossPnl(a, market))
  const chosen = new Set<Trip>()
  let total = 0
  for (const trip of best) {
    if (chosen.size >= 4 && total >= target) break
    if (grossPnl(trip, market) <= 0) break
    total += grossPnl(trip, market)
    chosen.add(trip)
  }
  return chosen
}
