import { sum } from '#domain/stats/moments.ts'

/** What one side of a pair traded on one day: quantity >= 0, average price, mid at the fills (null: unknown), fee in money (negative: rebate; null: unknown). */
export interface Leg {
  readonly day: string
  readonly quantity: number
  readonly mid: number | null
  readonly price: number
  readonly fee: number | null
}

/** One side of a pair: its legs in order of day. No legs: sent, never filled. */
export interface Schedule {
  readonly legs: readonly Leg[]
}

/** One traded leg in the terms the causes switch: weight w_j, mid m_j, deviation x_j = p_j - m_j, fee rate f_j. */
export interface SwitchableLeg {
  readonly day: string
  readonly weight: number
  readonly mid: number
  readonly deviation: number
  readonly feeRate: number
}

/** One side in the terms the causes switch: quantity Q, legs whose weights add up to 1, and the side's own mean deviation and fee rate. */
export interface SwitchableSide {
  readonly quantity: number
  readonly legs: readonly SwitchableLeg[]
  readonly meanDeviation: number
  readonly feeRate: number
}

/** What a fee rate is per: money traded (|price| x quantity), or units where a price of zero leaves no notional. */
export type FeeBasis = 'notional' | 'quantity'

/** Returns the legs with a quantity; a leg without one can carry nothing but a fee. */
export function tradedLegs(schedule: Schedule): Leg[] {
  return schedule.legs.filter((leg) => leg.quantity > 0)
}

/** Returns the amount a leg's fee rate applies to. */
export function feeBase(price: number, quantity: number, basis: FeeBasis): number {
  return basis === 'notional' ? Math.abs(price) * quantity : quantity
}

/** Returns total known fee / total base over the legs whose fee is known, or null when no such leg has a base. */
export function meanFeeRate(legs: readonly Leg[], basis: FeeBasis): number | null {
  const known = legs.filter((leg) => leg.fee !== null)
  const base = sum(known.map((leg) => feeBase(leg.price, leg.quantity, basis)))
  return base === 0 ? null : sum(known.map((leg) => leg.fee ?? 0)) / base
}

/** How to read a schedule: whether mids count, what fee rates are per, and the rate that stands for an unknown fee. */
export interface Reading {
  readonly useMids: boolean
  readonly basis: FeeBasis
  readonly rateForUnknownFee: number
}

/** Returns a side in switchable terms. Without mids each leg's price stands as its mid, so deviations are 0. Null when nothing was traded. */
export function readSide(schedule: Schedule, reading: Reading): SwitchableSide | null {
  const traded = tradedLegs(schedule)
  const quantity = sum(traded.map((leg) => leg.quantity))
  if (quantity === 0) return null
  const legs = traded.map((leg) => readLeg(leg, quantity, reading))
  const meanDeviation = sum(legs.map((leg) => leg.weight * leg.deviation))
  const bases = traded.map((leg) => feeBase(leg.price, leg.quantity, reading.basis))
  const fees = sum(legs.map((leg, index) => leg.feeRate * (bases[index] ?? 0)))
  return { quantity, legs, meanDeviation, feeRate: fees / sum(bases) }
}

function readLeg(leg: Leg, quantity: number, reading: Reading): SwitchableLeg {
  const mid = reading.useMids ? (leg.mid ?? leg.price) : leg.price
  const feeRate =
    leg.fee === null ? reading.rateForUnknownFee : leg.fee / feeBase(leg.price, leg.quantity, reading.basis)
  return { day: leg.day, weight: leg.quantity / quantity, mid, deviation: leg.price - mid, feeRate }
}
