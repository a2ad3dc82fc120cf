import { sum } from '#domain/stats/moments.ts'
import type { Coalition } from './shapley.ts'
import {
  feeBase,
  meanFeeRate,
  readSide,
  tradedLegs,
  type FeeBasis,
  type Leg,
  type Schedule,
  type SwitchableLeg,
  type SwitchableSide,
} from './schedule.ts'

/** The common mark M_d of a day, in price. */
export interface Mark {
  readonly day: string
  readonly mark: number
}

/**
 * One pair: side s (+1 buy, -1 sell), contract multiplier c, each side's schedule (null: no counterpart on that side; no
 * legs: sent, never filled), and marks of consecutive evaluated days from the first leg's day on.
 */
export interface AttributedPair {
  readonly side: 1 | -1
  readonly multiplier: number
  readonly live: Schedule | null
  readonly backtest: Schedule | null
  readonly marks: readonly Mark[]
}

/** P&L of one day in money: from legs dated that day, and from the position earlier legs left. */
export interface DayValue {
  readonly new: number
  readonly carry: number
}

/** The four properties of a pair that come from live or from the backtest, in the order of the ladder. */
export const SWITCHES = ['sizing', 'timing', 'slippage', 'fees'] as const

/** One such property. */
export type Switch = (typeof SWITCHES)[number]

/** Which properties come from live. */
export type Switches = Coalition<Switch>

/** Returns whether a pair has a mid for every traded leg, so that timing and slippage can be told apart. */
export function hasMids(pair: AttributedPair): boolean {
  return tradedOnEitherSide(pair).every((leg) => leg.mid !== null)
}

/**
 * Returns a pair's P&L on each day of its marks with the chosen properties from live and the rest from the backtest:
 * quantity Q (sizing); weights, days and mids (timing); deviation x (slippage); fee rate (fees); price_j = m_j + x and
 * fee = rate * Q w_j |price_j|. Deviation and rate go leg by leg when they come from the schedule's own side, else as
 * their side's mean. All from live is live exactly, none is the backtest exactly. An unknown fee takes the other side's
 * rate, and where a price is zero the rate is per unit. Fees of legs without quantity go with `fees`.
 */
export function pairValue(pair: AttributedPair, switches: Switches): DayValue[] {
  return valuePair(pair)(switches)
}

/** Returns {@link pairValue} of one pair as a function of the switches, reading the pair once. */
export function valuePair(pair: AttributedPair): (switches: Switches) => DayValue[] {
  const sides = readSides(pair)
  return (switches) =>
    pair.marks.map(({ day, mark }, index) => {
      const idleFees = feesWithoutQuantity(switches.fees ? pair.live : pair.backtest, day)
      if (sides === null) return { new: -idleFees, carry: 0 }
      const scale = pair.side * pair.multiplier
      const move = mark - (pair.marks[index - 1]?.mark ?? mark)
      return {
        new: newValue(sides, switches, day, mark, scale) - idleFees,
        carry: scale * heldBefore(sides, switches, day) * move,
      }
    })
}

/** Both sides of a pair, each complete: a side that traded nothing has the other's schedule and rates with quantity 0. */
interface Sides {
  readonly live: SwitchableSide
  readonly backtest: SwitchableSide
  readonly basis: FeeBasis
}

function newValue(sides: Sides, switches: Switches, day: string, mark: number, scale: number): number {
  const { quantity, legs } = positionOf(sides, switches)
  const today = legs.filter((leg) => leg.day === day)
  return sum(
    today.map((leg) => {
      const traded = quantity * leg.weight
      const price = leg.mid + deviationOf(leg, sides, switches)
      return scale * traded * (mark - price) - feeRateOf(leg, sides, switches) * feeBase(price, traded, sides.basis)
    }),
  )
}

function heldBefore(sides: Sides, switches: Switches, day: string): number {
  const { quantity, legs } = positionOf(sides, switches)
  return quantity * sum(legs.filter((leg) => leg.day < day).map((leg) => leg.weight))
}

function positionOf(sides: Sides, switches: Switches): { quantity: number; legs: readonly SwitchableLeg[] } {
  const { quantity } = switches.sizing ? sides.live : sides.backtest
  const { legs } = switches.timing ? sides.live : sides.backtest
  return { quantity, legs }
}

function deviationOf(leg: SwitchableLeg, sides: Sides, switches: Switches): number {
  if (switches.slippage === switches.timing) return leg.deviation
  return switches.slippage ? sides.live.meanDeviation : sides.backtest.meanDeviation
}

function feeRateOf(leg: SwitchableLeg, sides: Sides, switches: Switches): number {
  if (switches.fees === switches.timing) return leg.feeRate
  return switches.fees ? sides.live.feeRate : sides.backtest.feeRate
}

function feesWithoutQuantity(schedule: Schedule | null, day: string): number {
  const idle = (schedule?.legs ?? []).filter((leg) => leg.quantity === 0 && leg.day === day)
  return sum(idle.map((leg) => leg.fee ?? 0))
}

const NOTHING: Schedule = { legs: [] }

function tradedOnEitherSide(pair: AttributedPair): Leg[] {
  return [pair.live, pair.backtest].flatMap((schedule) => tradedLegs(schedule ?? NOTHING))
}

function readSides(pair: AttributedPair): Sides | null {
  const basis: FeeBasis = tradedOnEitherSide(pair).some((leg) => leg.price === 0) ? 'quantity' : 'notional'
  const useMids = hasMids(pair)
  const read = (own: Schedule, other: Schedule) =>
    readSide(own, { useMids, basis, rateForUnknownFee: meanFeeRate(tradedLegs(other), basis) ?? 0 })
  const live = read(pair.live ?? NOTHING, pair.backtest ?? NOTHING)
  const backtest = read(pair.backtest ?? NOTHING, pair.live ?? NOTHING)
  const complete = live ?? backtest
  if (complete === null) return null
  return { live: live ?? { ...complete, quantity: 0 }, backtest: backtest ?? { ...complete, quantity: 0 }, basis }
}
