import { attributePair, type AttributionMethod, type PairCause } from '#domain/parity/attribution.ts'
import type { AttributedPair, Mark } from '#domain/parity/pair-value.ts'
import type { Leg, Schedule } from '#domain/parity/schedule.ts'
import type { Cause } from '#shared/review.ts'
import {
  DAYS,
  EVALUATED,
  multiplierOf,
  SYMBOLS,
  unitsHeld,
  unitsMoved,
  type Fill,
  type Order,
  type Origin,
  type Portfolio,
  type Symbol,
} from './portfolio.ts'

/** One evaluated day as the pure attribution has it, in money. */
export interface ReferenceDay {
  readonly day: string
  readonly byCause: Record<Cause, number>
  readonly carry: Record<PairCause, number>
}

const CAUSES = ['alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'] as const satisfies readonly PairCause[]
const nothing = (): Record<PairCause, number> => ({ alpha: 0, sizing: 0, timing: 0, slippage: 0, fees: 0, price: 0 })

/**
 * Attributes a portfolio order by order with the pure functions of the domain, and adds what they leave to others: fees
 * taken in the base currency (they change the position), opening positions (alpha) and cash (funding). What causes hold of a
 * symbol is taken back where neither side holds anything of it at the end of a day.
 */
export function attributePortfolio(portfolio: Portfolio, method: AttributionMethod): ReferenceDay[] {
  const fresh = DAYS.map(nothing)
  const carry = DAYS.map(nothing)
  for (const symbol of SYMBOLS) {
    const held = DAYS.map(nothing)
    for (const order of portfolio.orders.filter((one) => one.symbol === symbol)) {
      const pair = pairOf(order, portfolio)
      attributePair(pair, method).forEach((day, index) => addTo(fresh[index]!, day.new))
      // At marks that move by one a day, carry is the units held before it.
      const counting = DAYS.map((day, index) => ({ day, mark: index }))
      attributePair({ ...pair, marks: counting }, method).forEach((day, index) => addTo(held[index]!, day.carry))
      addBaseFees(order, portfolio, fresh, held)
    }
    for (const { origin, qty } of portfolio.openings.filter((one) => one.symbol === symbol))
      held.forEach((units) => (units.alpha += signed(origin, portfolio) * qty))
    held.forEach((units, day) => {
      const flat = DAYS.findLastIndex((_, before) => before < day && isFlat(portfolio, symbol, before))
      const taken = flat < 0 ? nothing() : held[flat + 1]!
      for (const cause of CAUSES) carry[day]![cause] += (units[cause] - taken[cause]) * moveOf(portfolio, symbol, day)
    })
  }
  return EVALUATED.map((day) => {
    const index = DAYS.indexOf(day)
    const funding = portfolio.cash.filter((cash) => cash.day === index).reduce((total, cash) => total + cash.amount, 0)
    const both = Object.fromEntries(CAUSES.map((cause) => [cause, fresh[index]![cause] + carry[index]![cause]]))
    return { day, byCause: { ...(both as Record<PairCause, number>), funding }, carry: carry[index]! }
  })
}

/** Daily P&L of one side straight from its fills, knowing nothing of pairs or causes; only where every fee is known. */
export function ledgerPnl(portfolio: Portfolio, origin: Origin, day: number): number {
  const scale = origin === 'live' ? 1 : portfolio.scale
  const cash =
    origin === 'live' ? portfolio.cash.filter((row) => row.day === day).reduce((sum, row) => sum + row.amount, 0) : 0
  const opened = portfolio.openings
    .filter((opening) => opening.origin === origin)
    .reduce((sum, { symbol, qty }) => sum + scale * qty * moveOf(portfolio, symbol, day), 0)
  const traded = portfolio.orders.flatMap((order) =>
    order[origin].map((fill) => scale * fillPnl(portfolio, order, fill, day)),
  )
  return traded.reduce((sum, pnl) => sum + pnl, cash + opened)
}

function fillPnl(portfolio: Portfolio, order: Order, fill: Fill, day: number): number {
  if (fill.day > day) return 0
  const direction = order.side === 'buy' ? 1 : -1
  const fee = fill.fee ?? 0
  const position = unitsMoved(order, fill)
  if (fill.day < day) return position * moveOf(portfolio, order.symbol, day)
  const paid = direction * fill.qty * multiplierOf(order.symbol) * fill.price + (fill.inBase ? 0 : fee)
  return position * markOf(portfolio, order.symbol, day) - paid
}

export function hasUnknownFees(portfolio: Portfolio): boolean {
  return portfolio.orders.some((order) => [...order.live, ...order.backtest].some((fill) => fill.fee === null))
}

function pairOf(order: Order, portfolio: Portfolio): AttributedPair {
  const marks: Mark[] = DAYS.map((day, index) => ({ day, mark: markOf(portfolio, order.symbol, index) }))
  return {
    side: order.side === 'buy' ? 1 : -1,
    multiplier: multiplierOf(order.symbol),
    live: scheduleOf(order.live, 1),
    backtest: scheduleOf(order.backtest, portfolio.scale),
    marks,
  }
}

function scheduleOf(fills: readonly Fill[], scale: number): Schedule | null {
  if (fills.length === 0) return null
  const days = [...new Set(fills.map((fill) => fill.day))].sort((a, b) => a - b)
  return {
    legs: days.map((day) =>
      legOf(
        fills.filter((fill) => fill.day === day),
        DAYS[day] ?? '',
        scale,
      ),
    ),
  }
}

function legOf(fills: readonly Fill[], day: string, scale: number): Leg {
  const quantity = total(fills, (fill) => fill.qty)
  const mean = (of: (fill: Fill) => number) => total(fills, (fill) => fill.qty * of(fill)) / quantity
  const fee = fills.some((fill) => fill.fee === null) ? null : scale * total(fills, feeMoney)
  const mid = fills.some((fill) => fill.mid === null) ? null : mean((fill) => fill.mid ?? 0)
  return { day, quantity: scale * quantity, price: mean((fill) => fill.price), mid, fee }
}

const feeMoney = (fill: Fill) => (fill.fee ?? 0) * (fill.inBase ? fill.price : 1)

function addTo(sums: Record<PairCause, number>, parts: Readonly<Record<PairCause, number>>): void {
  for (const cause of CAUSES) sums[cause] += parts[cause]
}

function isFlat(portfolio: Portfolio, symbol: Symbol, day: number): boolean {
  return (['live', 'backtest'] as const).every((origin) => Math.abs(unitsHeld(portfolio, origin, symbol, day)) < 1e-9)
}

/** A fee taken in the base currency costs its worth at the mark, not at the fill, and leaves a smaller position. */
function addBaseFees(
  order: Order,
  portfolio: Portfolio,
  fresh: Record<PairCause, number>[],
  held: Record<PairCause, number>[],
): void {
  const cause: PairCause = order.live.length === 0 || order.backtest.length === 0 ? 'alpha' : 'fees'
  for (const origin of ['live', 'backtest'] as const)
    for (const fill of order[origin].filter(({ inBase }) => inBase)) {
      const units = signed(origin, portfolio) * (fill.fee ?? 0)
      fresh[fill.day]![cause] -= units * (markOf(portfolio, order.symbol, fill.day) - fill.price)
      for (let day = fill.day + 1; day < DAYS.length; day++) held[day]![cause] -= units
    }
}

const signed = (origin: Origin, portfolio: Portfolio) => (origin === 'live' ? 1 : -portfolio.scale)
const markOf = (portfolio: Portfolio, symbol: Order['symbol'], day: number) => portfolio.marks[symbol][day] ?? 0
const moveOf = (portfolio: Portfolio, symbol: Order['symbol'], day: number) =>
  day === 0 ? 0 : markOf(portfolio, symbol, day) - markOf(portfolio, symbol, day - 1)
const total = (fills: readonly Fill[], of: (fill: Fill) => number) => fills.reduce((sum, fill) => sum + of(fill), 0)
