import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAUSES, type Review } from '#shared/review.ts'
import { reviewTables, type Row } from '../support/project.ts'

/** Both sides of one order with one fill each; a missing fee or mid, a price of zero and a fill on the next day included. */
const anyOrder = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT'),
  side: fc.constantFrom('buy', 'sell'),
  live: anyFill(),
  backtest: anyFill(),
})

function anyFill() {
  return fc.record({
    qty: fc.integer({ min: 1, max: 9 }),
    price: fc.constantFrom(0, 99, 100, 104),
    fee: fc.constantFrom(null, -1, 2),
    fill_mid: fc.constantFrom(null, 98, 101),
    arrival_mid: fc.constantFrom(null, 97),
    t_fill: fc.constantFrom('2025-01-06T10:00:00Z', '2025-01-06T23:59:59Z', '2025-01-07T00:00:01Z'),
  })
}

function tablesOf(orders: readonly fc.TypeOfArbitrary<typeof anyOrder>[], trips: boolean) {
  const rows = (origin: 'live' | 'backtest') =>
    orders.map(({ symbol, side, [origin]: fill }, index): Row => {
      return { signal_id: `s${index}`, trip_id: trips ? `t${index}` : null, symbol, side, ...fill }
    })
  return { live: rows('live'), backtest: rows('backtest') }
}

const figures = (document: Review) => ({
  matching: document.matching,
  flags: document.flags,
  days: document.days.map((day) => CAUSES.map((cause) => expect.closeTo(day.attribution[cause], 9) as number)),
  carry: document.days.map((day) => CAUSES.map((cause) => expect.closeTo(day.carry[cause], 9) as number)),
})

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
        const expected = figures(direct)
        expect({
          matching: passed.matching,
          flags: passed.flags,
          days: passed.days.map((day) => CAUSES.map((cause) => day.attribution[cause])),
          carry: passed.days.map((day) => CAUSES.map((cause) => day.carry[cause])),
        }).toEqual(expected)
      },
    )
    await fc.assert(property, { numRuns: 15, endOnFailure: true })
  }, 120_000)
})
