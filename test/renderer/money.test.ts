import { afterEach, describe, expect, it } from 'vitest'
import { shownDecimals, smallestMoney, writeMoney, writeMoneyAs } from '../../src/renderer/ui/money.svelte.ts'
import { dayTicks } from '../../src/renderer/charts/day-axis.ts'
import { attributionOf, reviewOf } from './support/review.ts'

const DAY = { day: '2026-03-10', attribution: attributionOf({}) }

describe('money on screens', () => {
  afterEach(() => writeMoneyAs(null))

  // A strategy on ETH/BTC earns thousandths of a coin a day: with two decimals every screen said 0.00 where the report did not.
  it('has the decimals its report has, so that a P&L in BTC is no row of zeros', () => {
    writeMoneyAs(reviewOf([{ ...DAY, live: 0.0012, backtest: 0.0015 }]))
    expect(writeMoney(-0.0003)).toBe('−0.000300')
    expect(smallestMoney()).toBeCloseTo(5e-7, 15)
    writeMoneyAs(reviewOf([{ ...DAY, live: 1200, backtest: 1500 }]))
    expect([writeMoney(-300), shownDecimals()]).toEqual(['−300.00', 2])
  })
})

describe('a date axis', () => {
  // Plotly ticks every twelve hours there and wrote "02 Mar 02 Mar 03 Mar 03 Mar".
  it('has one tick a day for few days, and Plotly’s own for many', () => {
    const days = (...names: string[]) => names.map((day) => ({ day }))
    expect(dayTicks(days('2026-03-02', '2026-03-06'))).toEqual({ tick0: '2026-03-02', dtick: 86_400_000 })
    expect(dayTicks(days('2026-03-02', '2026-04-30'))).toEqual({})
    expect(dayTicks([])).toEqual({})
  })
})
