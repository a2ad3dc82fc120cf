import type { Micros } from './calendar.ts'
import type { Instrument } from './instruments.ts'

/** +1 buy, -1 sell. */
export type Side = 1 | -1
export type Liquidity = 'maker' | 'taker'

/** One fill of either side, as printed: every number is already rounded. */
export interface Fill {
  readonly fillId: string
  readonly orderId: string
  /** Blank where the record lost it. */
  readonly signalId: string
  readonly version: string
  readonly instrument: Instrument
  readonly side: Side
  readonly qty: number
  readonly price: number
  readonly fee: number
  readonly liquidity: Liquidity
  readonly tSignal: Micros
  readonly tSent: Micros
  readonly tAck: Micros
  readonly tFill: Micros
  readonly arrivalMid: number
  readonly fillMid: number
  readonly spreadBps: number
}

/** A live fill beside what it would have been had nothing been planted on it. */
export interface LiveFill extends Fill {
  readonly unplanted: { readonly qty: number; readonly price: number; readonly fee: number }
}

export type OrderStatus = 'filled' | 'partial' | 'cancelled' | 'rejected'

/** One live order as sent. */
export interface Order {
  readonly orderId: string
  readonly signalId: string
  readonly version: string
  readonly instrument: Instrument
  readonly side: Side
  readonly qty: number
  readonly liquidity: Liquidity
  readonly limitPrice: number | null
  readonly status: OrderStatus
  readonly filledQty: number
  readonly tSignal: Micros
  readonly tSent: Micros
  readonly tAck: Micros
  readonly tFinal: Micros
}

/** Best bid and ask on the tick grid; `mid` is their exact mean. */
export interface Touch {
  readonly bid: number
  readonly ask: number
  readonly mid: number
  readonly spreadBps: number
}

/** One row of quotes.csv, millisecond times. */
export interface Quote {
  readonly instrument: Instrument
  readonly t: Micros
  readonly touch: Touch
}

/** One funding payment; positive is received. */
export interface Payment {
  readonly t: Micros
  readonly instrument: Instrument
  readonly amount: number
}
