import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAUSES, type Review } from '#shared/review.ts'
import { reviewTables, type Row } from '../support/project.ts'

interface Order {
  readonly symbol: string
  readonly side: string
  readonly live: Row
  readonly backtest: Row
}

/** Both sides of one order with one fill each; a missing fee or mid, a price of zero and a fill on the next day included. */
const anyOrder: fc.Arbitrary<Order> = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT'),
  side: fc.constantFrom('buy', 'sell'),
  live: anyFill(),
  backtest: anyFill(),
})

function anyFill(): fc.Arbitrary<Row> {
  return fc.record({
    qty: fc.integer({ min: 1, max: 9 }),
    price: fc.constantFrom(0, 99, 100, 104),
    fee: fc.constantFrom(null, -1, 2),
    fill_mid: fc.constantFrom(null, 98, 101),
    arrival_mid: fc.constantFrom(null, 97),
    t_fill: fc.constantFrom('2025-01-06T10:00:00Z', '2025-01-06T23:59:59Z', '2025-01-07T00:00:01Z'),
  })
}

function tablesOf(orders: readonly Order[], trips: boolean) {
  const rows = (origin: 'live' | 'backtest') =>
    orders.map(({ symbol, side, ...order }, index): Row => {
      return { signal_id: `s${index}`, trip_id: trips ? `t${index}` : null, symbol, side, ...order[origin] }
    })
  return { live: rows('live'), backtest: rows('backtest') }
}

/** Causes of each day, the part carried from earlier days after the whole. */
const moneyOf = (document: Review) =>
  document.days.flatMap((day) => CAUSES.flatMap((cause) => [day.attribution[cause], day.carry[cause]]))

describe('an order with one fill a side', () => {
  it('has the same causes whether it is paired directly or through the passes of matching', async () => {
    // A trip id sends an order through the passes; the direct way is other SQL and must be the same arithmetic.
    const property = fc.asyncProperty(
      fc.array(anyOrder, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('shapley', 'ladder'),
      fc.constantFrom(1, 2.5),
      async (orders, attribution, scale) => {
        const request = { attribution, scale, calendar: '24x7', from: '2025-01-06', to: '2025-01-07' } as const
        const direct = await reviewTables(tablesOf(orders, false), request)
        const passed = await reviewTables(tablesOf(orders, true), request)
        expect(passed.matching).toEqual(direct.matching)
        expect(passed.flags).toEqual(direct.flags)
        const money = moneyOf(passed)
        moneyOf(direct).forEach((amount, index) => expect(money[index]).toBeCloseTo(amount, 8))
      },
    )
    await fc.assert(property, { numRuns: 15, endOnFailure: true })
  }, 400_000)
})
