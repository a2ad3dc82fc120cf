import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributePair, totalOf, type CauseMoney } from '#domain/parity/attribution.ts'
import { pairValue, type AttributedPair } from '#domain/parity/pair-value.ts'
import type { Leg, Schedule } from '#domain/parity/schedule.ts'

const DAYS = ['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04']
const [MONDAY, TUESDAY, WEDNESDAY] = DAYS as [string, string, string]

/** A leg from the terms of the worked pair: mid, deviation in bps of the mid, fee in bps of the notional. */
function leg(day: string, quantity: number, mid: number, deviationBps: number, feeBps: number): Leg {
  const price = mid * (1 + deviationBps / 1e4)
  return { day, quantity, mid, price, fee: (quantity * price * feeBps) / 1e4 }
}

function pairOf(
  live: Leg[] | null,
  backtest: Leg[] | null,
  marks: number[],
  rest: Partial<AttributedPair> = {},
): AttributedPair {
  const schedule = (legs: Leg[] | null): Schedule | null => (legs === null ? null : { legs })
  const priced = marks.map((mark, index) => ({ day: DAYS[index] ?? '', mark }))
  return { side: 1, multiplier: 1, live: schedule(live), backtest: schedule(backtest), marks: priced, ...rest }
}

/** One side's P&L of a day straight from its legs: the formula of the daily P&L, knowing nothing of causes. */
function ledgerPnl(pair: AttributedPair, schedule: Schedule | null, index: number): number {
  const { day, mark } = pair.marks[index] ?? { day: '', mark: 0 }
  const before = pair.marks[index - 1]?.mark ?? mark
  return (schedule?.legs ?? []).reduce((total, { day: legDay, quantity, price, fee }) => {
    const scale = pair.side * pair.multiplier * quantity
    if (legDay === day) return total + scale * (mark - price) - (fee ?? 0)
    return legDay < day ? total + scale * (mark - before) : total
  }, 0)
}

const ZERO: CauseMoney = { alpha: 0, sizing: 0, timing: 0, slippage: 0, fees: 0, price: 0 }
const ALL = { sizing: true, timing: true, slippage: true, fees: true }
const NONE = { sizing: false, timing: false, slippage: false, fees: false }

describe('the worked pair', () => {
  const pair = pairOf([leg(MONDAY, 90, 50.1, 10, 25)], [leg(MONDAY, 100, 50, 2, 10)], [51])

  it('splits -28.79177 into its causes', () => {
    // 100 -> 90, mid 50 -> 50.10, deviation 2 -> 10 bps, fee 10 -> 25 bps, mark 51.
    // Live 90 * (51 - 50.1501) - 11.2837725 = 65.207; backtest 100 * (51 - 50.01) - 5.001 = 93.999.
    const [day] = attributePair(pair)
    expect(day?.new.sizing).toBeCloseTo(-8.32292, 5)
    expect(day?.new.timing).toBeCloseTo(-9.5165, 5)
    expect(day?.new.slippage).toBeCloseTo(-3.81612, 5)
    expect(day?.new.fees).toBeCloseTo(-7.13623, 5)
    expect(totalOf(day?.new ?? ZERO)).toBeCloseTo(-28.79177, 5)
    expect(day?.carry).toEqual(ZERO)
  })

  it('has other parts and the same sum on the ladder', () => {
    // Sizing first, all else as in the backtest: -10 * (51 - 50.01) + 10 * 50.01 * 0.001 = -9.3999.
    // Timing next: 90 * -0.10 - 90 * 0.001 * 0.10 = -9.009. Slippage: 90 * -(0.0501 - 0.01) * 1.001 = -3.612609. Fees: -90 * 50.1501 * .0015 = -6.7702635.
    const [day] = attributePair(pair, 'ladder')
    expect(day?.new.sizing).toBeCloseTo(-9.3999, 10)
    expect(day?.new.timing).toBeCloseTo(-9.009, 10)
    expect(day?.new.slippage).toBeCloseTo(-3.612609, 10)
    expect(day?.new.fees).toBeCloseTo(-6.7702635, 10)
  })
})

describe('carry', () => {
  // Live buys 30 on Monday and 50 on Tuesday (80), the backtest 100 on Monday. Marks 10, 11, 13.
  // Before Tuesday: weights .375 and 1; before Wednesday 1 and 1. Tuesday's move 1, Wednesday's 2.
  const live = [leg(MONDAY, 30, 10, 0, 0), leg(TUESDAY, 50, 10.5, 0, 0)]
  const pair = pairOf(live, [leg(MONDAY, 100, 10, 0, 0)], [10, 11, 13])

  it('comes from sizing and timing alone, each increment averaged over both orders', () => {
    // Sizing before Tuesday: -20 * (.375 + 1) / 2 = -13.75; timing (.375 - 1) * 180 / 2 = -56.25; before Wednesday -20 and 0.
    const days = attributePair(pair)
    expect(days[1]?.carry).toEqual({ ...ZERO, sizing: expect.closeTo(-13.75, 10), timing: expect.closeTo(-56.25, 10) })
    expect(days[2]?.carry).toEqual({ ...ZERO, sizing: expect.closeTo(-40, 10), timing: expect.closeTo(0, 10) })
  })

  it('takes sizing at the backtest’s weights and timing at live’s quantity on the ladder', () => {
    // Sizing -20 * 1 = -20; timing -.625 * 80 = -50.
    expect(attributePair(pair, 'ladder')[1]?.carry).toMatchObject({
      sizing: expect.closeTo(-20, 10),
      timing: expect.closeTo(-50, 10),
    })
  })

  it('is priced by the multiplier and turns with the side', () => {
    const sold = attributePair({ ...pair, side: -1, multiplier: 5 })
    expect(sold[1]?.carry.timing).toBeCloseTo(56.25 * 5, 9)
  })
})

describe('incomplete pairs', () => {
  const bought = [leg(MONDAY, 10, 100, 5, 10)]

  it('are sizing alone when an order was sent and never filled', () => {
    // The backtest made 10 * (103 - 100.05) - 1.0005 = 28.4995, then 10 * 2 a day later.
    const days = attributePair(pairOf([], bought, [103, 105]))
    expect(days[0]?.new).toEqual({ ...ZERO, sizing: expect.closeTo(-28.4995, 10) })
    expect(days[1]?.carry).toEqual({ ...ZERO, sizing: expect.closeTo(-20, 10) })
  })

  it('are alpha, fees included, when the other side never sent one', () => {
    const days = attributePair(pairOf(bought, null, [103, 105]))
    expect(days[0]?.new).toEqual({ ...ZERO, alpha: expect.closeTo(28.4995, 10) })
    expect(days[1]?.carry).toEqual({ ...ZERO, alpha: expect.closeTo(20, 10) })
    expect(attributePair(pairOf(null, bought, [103]))[0]?.new.alpha).toBeCloseTo(-28.4995, 10)
  })

  it('have one price cause without mids, holding what timing and slippage would', () => {
    // Prices 100.05 -> 101, no fees, equal size: -10 * 0.95 = -9.5.
    const blind = (price: number): Leg[] => [{ day: MONDAY, quantity: 10, mid: null, price, fee: 0 }]
    const [day] = attributePair(pairOf(blind(101), blind(100.05), [103]))
    expect(day?.new).toEqual({ ...ZERO, price: expect.closeTo(-9.5, 10) })
    const halfBlind = attributePair(pairOf(blind(101), [{ ...blind(100.05)[0], mid: 100 } as Leg], [103]))
    expect(halfBlind[0]?.new.price).toBeCloseTo(-9.5, 10)
  })

  it('use the other side’s rate for a fee that is not known, so fees are no cause', () => {
    const unknown = [{ ...leg(MONDAY, 20, 100, 5, 0), fee: null }]
    const [day] = attributePair(pairOf(unknown, bought, [103]))
    expect(day?.new.fees).toBeCloseTo(0, 10)
    // 20 * (103 - 100.05) - 20 * 100.05 * .001 = 56.999, less 28.4995.
    expect(totalOf(day?.new ?? ZERO)).toBeCloseTo(28.4995, 10)
  })

  it('keep a fee at a price of zero: the rate is per unit', () => {
    // 10 units at 0 for a fee of 2 against 10 units at 1 for a fee of 1: per notional the live fee would vanish.
    const at = (price: number, fee: number): Leg[] => [{ day: MONDAY, quantity: 10, mid: price, price, fee }]
    const [day] = attributePair(pairOf(at(0, 2), at(1, 1), [3]))
    expect(day?.new).toMatchObject({ fees: expect.closeTo(-1, 12), timing: expect.closeTo(10, 12) })
  })

  it('count a fee without any quantity as fees', () => {
    const charge: Leg = { day: TUESDAY, quantity: 0, mid: null, price: 0, fee: 1.5 }
    const days = attributePair(pairOf([...bought, charge], bought, [103, 103]))
    expect(days[1]?.new).toEqual({ ...ZERO, fees: expect.closeTo(-1.5, 12) })
    expect(days[0]?.new.fees).toBeCloseTo(0, 12)
  })

  it('are nothing when neither side traded', () => {
    expect(attributePair(pairOf([], [], [103]))[0]).toEqual({
      day: MONDAY,
      new: { ...ZERO, fees: expect.closeTo(0, 12) },
      carry: ZERO,
    })
  })
})

const anyPrice = fc.oneof(
  { arbitrary: fc.double({ min: 1, max: 500, noNaN: true }), weight: 8 },
  { arbitrary: fc.double({ min: -50, max: -1, noNaN: true }), weight: 1 },
  { arbitrary: fc.constant(0), weight: 1 },
)
const anyLeg = fc.record({
  day: fc.constantFrom(MONDAY, TUESDAY, WEDNESDAY),
  quantity: fc.oneof(
    { arbitrary: fc.double({ min: 0.1, max: 100, noNaN: true }), weight: 5 },
    { arbitrary: fc.constant(0), weight: 1 },
  ),
  mid: fc.oneof({ arbitrary: anyPrice, weight: 12 }, { arbitrary: fc.constant(null), weight: 1 }),
  price: anyPrice,
  fee: fc.double({ min: -5, max: 10, noNaN: true }),
})
const anySchedule = fc.oneof(
  { arbitrary: fc.record({ legs: fc.array(anyLeg, { maxLength: 3 }) }), weight: 8 },
  { arbitrary: fc.constant(null), weight: 1 },
)
const anyPair: fc.Arbitrary<AttributedPair> = fc.record({
  side: fc.constantFrom(1, -1),
  multiplier: fc.constantFrom(1, 0.001, 50),
  live: anySchedule,
  backtest: anySchedule,
  marks: fc
    .array(anyPrice, { minLength: 4, maxLength: 4 })
    .map((marks) => marks.map((mark, index) => ({ day: DAYS[index] ?? '', mark }))),
})

/** Rounding allowed on sums of products of up to 300 units, 550 of price and a multiplier of 50. */
const DUST = 1e-6

describe('any pair', () => {
  it('has causes that add up to the ledger’s difference on every day, under both methods', () => {
    fc.assert(
      fc.property(anyPair, fc.constantFrom('shapley', 'ladder'), (pair, method) => {
        attributePair(pair, method).forEach((day, index) => {
          const difference = ledgerPnl(pair, pair.live, index) - ledgerPnl(pair, pair.backtest, index)
          expect(Math.abs(totalOf(day.new) + totalOf(day.carry) - difference)).toBeLessThan(DUST)
        })
      }),
      { numRuns: 400 },
    )
  })

  it('is live exactly with everything switched and the backtest with nothing switched', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const live = pairValue(pair, ALL)
        const backtest = pairValue(pair, NONE)
        pair.marks.forEach((_, index) => {
          const total = (values: typeof live) => (values[index]?.new ?? NaN) + (values[index]?.carry ?? NaN)
          expect(Math.abs(total(live) - ledgerPnl(pair, pair.live, index))).toBeLessThan(DUST)
          expect(Math.abs(total(backtest) - ledgerPnl(pair, pair.backtest, index))).toBeLessThan(DUST)
        })
      }),
      { numRuns: 400 },
    )
  })

  it('negates every part when the sides swap', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const swapped = attributePair({ ...pair, live: pair.backtest, backtest: pair.live })
        attributePair(pair).forEach((day, index) => {
          for (const cause of Object.keys(ZERO) as (keyof CauseMoney)[]) {
            expect(Math.abs(day.new[cause] + (swapped[index]?.new[cause] ?? NaN))).toBeLessThan(DUST)
            expect(Math.abs(day.carry[cause] + (swapped[index]?.carry[cause] ?? NaN))).toBeLessThan(DUST)
          }
        })
      }),
      { numRuns: 200 },
    )
  })

  it('has parts that equal the average over all 24 orders of switching', () => {
    // The definition in full, without weights: what a wrong weight |S|! (n - |S| - 1)! / n! would break.
    const players = ['sizing', 'timing', 'slippage', 'fees'] as const
    const orders = permutations(players)
    fc.assert(
      fc.property(anyPair, (pair) => {
        const paired = { ...pair, live: pair.live ?? { legs: [] }, backtest: pair.backtest ?? { legs: [] } }
        const parts = { sizing: 0, timing: 0, slippage: 0, fees: 0 }
        for (const order of orders) {
          const switches = { ...NONE }
          for (const player of order) {
            const before = pairValue(paired, switches)[1]?.new ?? NaN
            switches[player] = true
            parts[player] += ((pairValue(paired, switches)[1]?.new ?? NaN) - before) / orders.length
          }
        }
        const tuesday = attributePair(paired)[1]?.new ?? ZERO
        expect(Math.abs(tuesday.sizing - parts.sizing)).toBeLessThan(DUST)
        expect(Math.abs(tuesday.fees - parts.fees)).toBeLessThan(DUST)
        expect(
          Math.abs(tuesday.timing + tuesday.slippage + tuesday.price - parts.timing - parts.slippage),
        ).toBeLessThan(DUST)
      }),
      { numRuns: 60 },
    )
  })
})

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
}
