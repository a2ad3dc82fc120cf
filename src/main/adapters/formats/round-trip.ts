import type { FillRow } from '#engine/ports.ts'

/** One round trip: an entry and, when it is closed, an exit. Fees in `feeCurrency`, else the quote currency. */
export interface RoundTrip {
  readonly common: Partial<FillRow>
  readonly symbol: string | null
  readonly isShort: boolean
  readonly qty: number | null
  readonly entry: TripSide
  /** Null while the trip is open. */
  readonly exit: TripSide | null
}
export interface TripSide {
  readonly t: number | null
  readonly price: number | null
  readonly fee: number | null
  readonly extra?: Partial<FillRow>
}

/** Returns the fills of a round trip: the entry buys (a short sells), the exit does the opposite. */
export function fillsOfTrip(trip: RoundTrip): FillRow[] {
  const fill = (side: TripSide, isBuy: boolean): FillRow => ({
    ...trip.common,
    symbol: trip.symbol,
    side: isBuy ? 'buy' : 'sell',
    qty: trip.qty,
    price: side.price,
    fee: side.fee,
    t_fill: side.t,
    ...side.extra,
  })
  const entry = fill(trip.entry, !trip.isShort)
  return trip.exit === null ? [entry] : [entry, fill(trip.exit, trip.isShort)]
}

/** Splits a trip's whole fee over entry and exit by their notional (price; the quantity is the same), all of it on the entry while open. */
export function splitTripFee(
  fee: number | null,
  entryPrice: number | null,
  exitPrice: number | null,
  closed: boolean,
): [number | null, number | null] {
  if (fee === null) return [null, null]
  if (!closed) return [fee, null]
  const total = Math.abs(entryPrice ?? 0) + Math.abs(exitPrice ?? 0)
  const entry = total === 0 ? fee / 2 : (fee * Math.abs(entryPrice ?? 0)) / total
  return [entry, fee - entry]
}
