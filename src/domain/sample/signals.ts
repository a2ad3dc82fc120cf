import { dayIndexOf, type Micros } from './calendar.ts'
import type { Instrument } from './instruments.ts'
import { touchAround, type Market } from './market.ts'
import { createRandom, type Random } from './random.ts'
import type { Liquidity, Side, Touch } from './records.ts'
import { CANARY, isOrdinaryDay } from './story.ts'
import type { Trip } from './trips.ts'

/** One leg of a trip at the moment the strategy decides on it; both sides trade the same signals. */
export interface Signal {
  /** Position in time order, 1-based. */
  readonly index: number
  readonly trip: Trip
  readonly instrument: Instrument
  readonly side: Side
  readonly qty: number
  readonly t: Micros
  readonly liquidity: Liquidity
  /** The touch at `t`: the arrival price of both sides. */
  readonly touch: Touch
  /** Ids as each side's file records them; blank where it lost the id. */
  readonly liveSignalId: string
  readonly backtestSignalId: string
}

type Leg = Pick<Signal, 'trip' | 'side' | 't' | 'liquidity'>

/** Share of signals, on ordinary days before the canary, whose live record has no id; in half of them neither has. */
const LOST_ID_SHARE = 0.012

/** Returns the two signals of every trip in time order (then by symbol). */
export function listSignals(seed: number, trips: readonly Trip[], market: Market): Signal[] {
  const legs = trips.flatMap((trip): Leg[] => [
    { trip, side: trip.side, t: trip.entry, liquidity: trip.entryLiquidity },
    { trip, side: -trip.side as Side, t: trip.exit, liquidity: trip.exitLiquidity },
  ])
  legs.sort((a, b) => a.t - b.t || (a.trip.instrument.symbol < b.trip.instrument.symbol ? -1 : 1))
  const random = createRandom(seed, 'signal-ids')
  return legs.map((leg, position) => toSignal(leg, position + 1, market, random))
}

function toSignal(leg: Leg, index: number, market: Market, random: Random): Signal {
  const { instrument, qty } = leg.trip
  const id = `S-${String(index).padStart(5, '0')}`
  const mayLose = leg.t < CANARY.staging.from && isOrdinaryDay(dayIndexOf(leg.t))
  const losesLive = random.chance(LOST_ID_SHARE) && mayLose
  const losesBoth = random.chance(0.5) && losesLive
  return {
    ...leg,
    index,
    instrument,
    qty,
    touch: touchAround(instrument, market.midAt(instrument, leg.t), instrument.spreadBps),
    liveSignalId: losesLive ? '' : id,
    backtestSignalId: losesBoth ? '' : id,
  }
}
