import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIRECT_CAUSES, sumDirectPairs } from '#domain/parity/attribute-direct.ts'
import { attributePair, type AttributionMethod } from '#domain/parity/attribution.ts'
import { dayGrid } from '#domain/parity/day-grid.ts'
import { listDirectCauses } from '#domain/parity/direct-causes.ts'
import { pairDirectly } from '#domain/parity/direct-pairs.ts'
import { fillColumns, finish, type AnyFill } from './fill-columns.ts'

const DAY = 20_000
type Terms = Omit<AnyFill, 'key' | 'live'>

function attribute(
  live: Terms,
  backtest: Terms,
  mark: number,
  method: AttributionMethod = 'shapley',
  evaluated: readonly number[] = [DAY],
  scale = 1,
) {
  const shared = { key: [1, 2] as const, day: DAY }
  const columns = fillColumns([
    { ...shared, ...live, live: true },
    { ...shared, ...backtest, live: false },
  ])
  const grid = dayGrid(columns.day, evaluated, 1)
  const marks = new Float64Array(grid.days).fill(mark)
  const input = { fills: columns, pairs: finish(pairDirectly(columns)), grid, marks, method, scale }
  return { ...finish(sumDirectPairs(input)), listed: [...listDirectCauses(input)] }
}

/** The causes of the one pair, which are its day's sums. */
function causesOf({ byDay, listed }: ReturnType<typeof attribute>) {
  const [block] = listed
  const causes = DIRECT_CAUSES.map((cause, place) => {
    expect(block?.[cause][0]).toBeCloseTo(byDay[place]!, 15)
    return [cause, byDay[place]]
  })
  return Object.fromEntries(causes) as Record<(typeof DIRECT_CAUSES)[number], number>
}

describe('sumDirectPairs', () => {
  it('has the worked pair of the definitions', () => {
    // 1-parity section 6: q 100 -> 90, mid 50 -> 50.10, deviation 2 -> 10 bps of its mid, fee 10 -> 25 bps, M = 51.
    const [livePrice, backtestPrice] = [50.1 * 1.001, 50 * 1.0002]
    const worked = attribute(
      { qty: 90, mid: 50.1, price: livePrice, fee: 90 * livePrice * 0.0025 },
      { qty: 100, mid: 50, price: backtestPrice, fee: 100 * backtestPrice * 0.001 },
      51,
    )
    const { sizing, timing, slippage, fees } = causesOf(worked)
    expect(sizing).toBeCloseTo(-8.32292, 5)
    expect(timing).toBeCloseTo(-9.5165, 5)
    expect(slippage).toBeCloseTo(-3.81612, 5)
    expect(fees).toBeCloseTo(-7.13623, 5)
  })

  it('counts a pair before the evaluated days in positions alone', () => {
    // Bought 3 live and 2 in the backtest the day before the review: the position carries, the day is nobody's.
    const found = attribute({ qty: 3 }, { qty: 2 }, 100, 'shapley', [DAY + 1])
    expect(found.listed[0]?.pair_id).toHaveLength(0)
    expect([...found.positions]).toEqual([1, 0, 0, 0])
    expect([...found.byDay].every((sum) => sum === 0)).toBe(true)
  })

  it('takes an unknown fee for the other side’s rate, and says what that came to', () => {
    // The backtest pays 2 on 200: 1 %. Live bought 1 at 100 for a fee unknown: 1.
    const found = attribute({ qty: 1, fee: null }, { qty: 2, fee: 2 }, 100)
    expect([...found.imputedFees]).toEqual([1, 0])
    expect(found.care.unknownFees).toBe(1)
    expect(causesOf(found).fees).toBeCloseTo(0, 12)
  })

  it('multiplies the backtest’s quantities and fees by the scale, not its prices', () => {
    // The backtest buys 1 at 100 for a fee of 1, three times over; live 2 at 100 for 2, and both at 1 %; the mark is 104. Live gains 6, the backtest 9.
    const scaled = causesOf(attribute({ qty: 2, fee: 2 }, { qty: 1, fee: 1 }, 104, 'shapley', [DAY], 3))
    expect(scaled.sizing).toBeCloseTo(-3, 12)
    expect(scaled.fees).toBeCloseTo(0, 12)
  })

  it('keeps timing and slippage one cause where a side has no mid, and uses those when sent where only these are known', () => {
    const none = attribute({ price: 101, mid: 100 }, { price: 100 }, 100)
    expect(none.care).toMatchObject({ pricePairs: 1, sentPairs: 0 })
    expect(causesOf(none)).toEqual({ sizing: 0, timing: 0, slippage: 0, fees: 0, price: -1 })
    const sent = attribute({ price: 101, arrivalMid: 100 }, { price: 100, arrivalMid: 100 }, 100)
    expect(sent.care).toMatchObject({ pricePairs: 0, sentPairs: 1 })
    expect(causesOf(sent)).toEqual({ sizing: 0, timing: 0, slippage: -1, fees: 0, price: 0 })
  })

  it('is the pure attribution of a pair with one leg a side, by either method', () => {
    const terms = fc.record({
      qty: fc.integer({ min: 1, max: 9 }),
      price: fc.constantFrom(0, -3, 99, 100.5),
      fee: fc.constantFrom(null, -1, 0, 2.5),
      mid: fc.constantFrom(null, 98, 101),
    })
    const property = fc.property(
      ...[
        terms,
        terms,
        fc.constantFrom(-1 as const, 1 as const),
        fc.constantFrom<AttributionMethod>('shapley', 'ladder'),
      ],
      (live, backtest, side, method) => {
        const found = causesOf(attribute({ ...live, side }, { ...backtest, side }, 102, method))
        const leg = ({ qty, ...rest }: typeof live) => ({ legs: [{ day: '2024-10-04', quantity: qty, ...rest }] })
        const marks = [{ day: '2024-10-04', mark: 102 }]
        const pair = { side, multiplier: 1, live: leg(live), backtest: leg(backtest), marks }
        const [expected] = attributePair(pair, method)
        for (const [cause, money] of Object.entries(found))
          expect(money).toBeCloseTo(expected!.new[cause as keyof typeof found], 9)
      },
    )
    fc.assert(property)
  })
})
