import type { Micros } from './calendar.ts'
import type { Instrument } from './instruments.ts'
import type { Market } from './market.ts'
import type { Fill } from './records.ts'

/** Running P&L of some fills, marked to the market; starts flat. */
export interface Ledger {
  /** Returns cash plus marked positions after all fills up to `t`, fees deducted; `t` must not go back. */
  pnlAt(t: Micros): number
}

/** Creates the ledger of fills given in time order. */
export function createLedger(fills: readonly Fill[], market: Market): Ledger {
  const positions = new Map<Instrument, number>()
  let cash = 0
  let next = 0
  const book = ({ instrument, side, qty, price, fee }: Fill) => {
    positions.set(instrument, (positions.get(instrument) ?? 0) + side * qty)
    cash -= side * qty * price + fee
  }
  return {
    pnlAt(t) {
      for (let fill = fills[next]; fill && fill.tFill <= t; fill = fills[++next]) book(fill)
      let value = cash
      for (const [instrument, qty] of positions) value += qty * market.midAt(instrument, t)
      return value
    },
  }
}
