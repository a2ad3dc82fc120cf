import fc from 'fast-check'
import type { Row, Tables } from '../support/project.ts'

/** The days of every book; a review starts on the second, so the first only builds positions. */
export const DAYS = ['2025-01-06', '2025-01-07', '2025-01-08', '2025-01-09'] as const
/** The days a review from the second day on evaluates. */
export const EVALUATED = DAYS.slice(1)
export const SYMBOLS = ['BTC/USDT', 'ETH/USDT'] as const
const MULTIPLIERS = { 'BTC/USDT': 1, 'ETH/USDT': 5 } as const
export type Symbol = (typeof SYMBOLS)[number]

/** Positions that earlier legs leave are worth the mark before the first evaluated day, so there are marks for all four. */
export interface Portfolio {
  readonly orders: readonly Order[]
  /** Marks by symbol, one per day, given to the program as quotes. */
  readonly marks: Readonly<Record<Symbol, readonly number[]>>
  readonly openings: readonly { readonly origin: Origin; readonly symbol: Symbol; readonly qty: number }[]
  readonly cash: readonly { readonly day: number; readonly amount: number }[]
  readonly scale: number
}

export type Origin = 'live' | 'backtest'

/** One intention: the fills of each side under one signal id, or of one side alone. */
export interface Order {
  readonly symbol: Symbol
  readonly side: 'buy' | 'sell'
  readonly live: readonly Fill[]
  readonly backtest: readonly Fill[]
}

/** A fill; `fee` null is unknown, `inBase` says that it was charged in the base currency. */
export interface Fill {
  readonly day: number
  readonly time: string
  readonly qty: number
  readonly price: number
  readonly mid: number | null
  readonly fee: number | null
  readonly inBase: boolean
}

export const multiplierOf = (symbol: Symbol): number => MULTIPLIERS[symbol]

const money = (min: number, max: number) => fc.integer({ min: min * 1e4, max: max * 1e4 }).map((value) => value / 1e4)
const weighted = <T>(...choices: [number, fc.Arbitrary<T>][]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const anyFill = (unknownFees: boolean): fc.Arbitrary<Fill> =>
  fc.record({
    day: fc.nat({ max: 3 }),
    // Just before and after midnight, and never within a minute after the quotes that give the marks.
    time: fc.constantFrom('00:05:00', '09:30:00', '23:50:00'),
    qty: money(0.5, 50),
    price: weighted([12, money(50, 150)], [1, fc.constant(0)]),
    mid: weighted<number | null>([15, money(50, 150)], [1, fc.constant(null)]),
    fee: weighted<number | null>([8, money(-2, 5)], [unknownFees ? 2 : 0, fc.constant(null)]),
    inBase: weighted([6, fc.constant(false)], [1, fc.constant(true)]),
  })

/** What is unknown of one day's fee of a side is unknown of all of it: the reference reads a leg's fee whole. */
function wholeLegs(fills: readonly Fill[]): Fill[] {
  const unknown = new Set(fills.filter((fill) => fill.fee === null).map((fill) => fill.day))
  return fills.map((fill) => (unknown.has(fill.day) ? { ...fill, fee: null, inBase: false } : fill))
}

const anyOrder = (unknownFees: boolean): fc.Arbitrary<Order> =>
  fc
    .record({
      symbol: fc.constantFrom(...SYMBOLS),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      live: fc.array(anyFill(unknownFees), { maxLength: 4 }),
      backtest: fc.array(anyFill(unknownFees), { maxLength: 4 }),
    })
    .filter((order) => order.live.length + order.backtest.length > 0)
    .map((order) => {
      // A contract's multiplier has no meaning for a fee in the base currency.
      const charged = (fills: readonly Fill[]) =>
        wholeLegs(fills).map((fill) => ({ ...fill, inBase: fill.inBase && multiplierOf(order.symbol) === 1 }))
      return { ...order, live: charged(order.live), backtest: charged(order.backtest) }
    })

const anchorFill = (day: number): Fill => ({
  day,
  time: '12:00:00',
  qty: 1,
  price: 100,
  mid: 100,
  fee: 0.1,
  inBase: false,
})
/** Traded alike by both sides on the first and last evaluated day, so that both cover the same days and symbols. */
const ANCHORS: readonly Order[] = SYMBOLS.map((symbol) => {
  const fills = [anchorFill(1), anchorFill(3)]
  return { symbol, side: 'buy', live: fills, backtest: fills }
})

/** Units a side holds of a symbol after a day, unscaled: what it opened with and traded, less fees taken in the base currency. */
export function unitsHeld({ orders, openings }: Portfolio, origin: Origin, symbol: Symbol, day: number): number {
  const opened = openings.filter((opening) => opening.origin === origin && opening.symbol === symbol)
  const moved = orders
    .filter((order) => order.symbol === symbol)
    .flatMap((order) => order[origin].filter((fill) => fill.day <= day).map((fill) => unitsMoved(order, fill)))
  return [...opened.map(({ qty }) => qty), ...moved].reduce((sum, units) => sum + units, 0)
}

export function unitsMoved({ symbol, side }: Order, { qty, fee, inBase }: Fill): number {
  return (side === 'buy' ? 1 : -1) * qty * multiplierOf(symbol) - (inBase ? (fee ?? 0) : 0)
}

/** Sells or buys back, order by order without a counterpart, whatever either side still holds of a symbol on a day. */
function closeBooks(portfolio: Portfolio, symbol: Symbol, day: number): Portfolio {
  const orders = (['live', 'backtest'] as const).flatMap((origin): Order[] => {
    const units = unitsHeld(portfolio, origin, symbol, day)
    const fill = { ...anchorFill(day), time: '23:55:00', qty: Math.abs(units) / multiplierOf(symbol) }
    const alone = { live: [], backtest: [], [origin]: [fill] }
    return units === 0 ? [] : [{ symbol, side: units > 0 ? 'sell' : 'buy', ...alone }]
  })
  return { ...portfolio, orders: [...portfolio.orders, ...orders] }
}

/** Any small book of two symbols over four days; in half of them both sides close a symbol on a day, and hold nothing overnight. */
export const anyPortfolio: fc.Arbitrary<Portfolio> = fc
  .tuple(
    fc.boolean().chain(openBooks),
    fc.option(fc.tuple(fc.constantFrom(...SYMBOLS), fc.nat({ max: 2 })), { freq: 2 }),
  )
  .map(([portfolio, closed]) => (closed === null ? portfolio : closeBooks(portfolio, ...closed)))

function openBooks(unknownFees: boolean): fc.Arbitrary<Portfolio> {
  return fc.record({
    orders: fc.array(anyOrder(unknownFees), { minLength: 2, maxLength: 8 }).map((orders) => [...ANCHORS, ...orders]),
    marks: fc.record({
      'BTC/USDT': fc.array(money(50, 150), { minLength: 4, maxLength: 4 }),
      'ETH/USDT': fc.array(money(50, 150), { minLength: 4, maxLength: 4 }),
    }),
    openings: fc.array(
      fc.record({
        origin: fc.constantFrom('live' as const, 'backtest' as const),
        symbol: fc.constantFrom(...SYMBOLS),
        qty: money(-20, 20),
      }),
      { maxLength: 2 },
    ),
    cash: fc.array(fc.record({ day: fc.nat({ max: 3 }), amount: money(-20, 20) }), { maxLength: 2 }),
    scale: fc.constantFrom(1, 0.15, 3),
  })
}

/** Returns a portfolio as canonical rows by file. */
export function tablesOf(portfolio: Portfolio): Tables {
  const quotes = DAYS.flatMap((day, index) =>
    SYMBOLS.map((symbol) => {
      const mark = portfolio.marks[symbol][index] ?? 0
      return { symbol, t: `${day}T23:59:30Z`, bid: mark, ask: mark }
    }),
  )
  return {
    live: fillRows(portfolio, 'live'),
    backtest: fillRows(portfolio, 'backtest'),
    market: quotes,
    positions: portfolio.openings.map((opening) => ({ ...opening })),
    cash: portfolio.cash.map(({ day, amount }) => ({ t: `${DAYS[day] ?? ''}T08:00:00Z`, kind: 'funding', amount })),
  }
}

function fillRows(portfolio: Portfolio, origin: Origin): Row[] {
  return portfolio.orders.flatMap((order, number) =>
    order[origin].map((fill, index) => ({
      fill_id: `${origin}-${number}-${index}`,
      signal_id: `signal-${number}`,
      // A strategy of its own keeps two one-sided orders from being paired by time.
      strategy: `strategy-${number}`,
      symbol: order.symbol,
      side: order.side,
      qty: fill.qty,
      price: fill.price,
      fee: fill.fee,
      fee_currency: fill.inBase ? (order.symbol.split('/')[0] ?? '') : null,
      t_fill: `${DAYS[fill.day] ?? ''}T${fill.time}Z`,
      fill_mid: fill.mid,
      multiplier: multiplierOf(order.symbol),
    })),
  )
}
