import { describe, expect, it } from 'vitest'
import { cumulate } from '../../src/renderer/charts/cumulative-figure.ts'
import { isBreach, neighbourBreach, shareOfLimit } from '../../src/renderer/features/parity/days.ts'
import { dayColumns } from '../../src/renderer/features/parity/columns.ts'
import { attributionOf, reviewOf } from './support/review.ts'

const NOTHING = attributionOf({})
const REVIEW = reviewOf([
  { day: '2026-03-10', live: 1, backtest: 1, attribution: NOTHING, te: 5, band: 'excellent' },
  {
    day: '2026-03-11',
    live: -20,
    backtest: 10,
    attribution: attributionOf({ slippage: -30, fees: 0.001 }),
    te: 60,
    band: 'critical',
  },
  { day: '2026-03-12', live: 2, backtest: 1, attribution: attributionOf({ alpha: 1 }), te: 19.99, band: 'good' },
  { day: '2026-03-13', live: 2, backtest: 1, attribution: attributionOf({ alpha: 1 }), te: 20, band: 'warning' },
])
const [calm, bad, near, edge] = REVIEW.days as [(typeof REVIEW.days)[0], ...typeof REVIEW.days]

describe('days and breaches', () => {
  it('counts a day as a breach from the limit on, not below it', () => {
    expect([calm, bad, near, edge].map((day) => isBreach(REVIEW, day!))).toEqual([false, true, false, true])
    expect(shareOfLimit(REVIEW, bad!)).toBe(3)
  })

  it('steps from breach to breach and stops at the ends', () => {
    expect(neighbourBreach(REVIEW, '2026-03-12', 1)).toBe('2026-03-13')
    expect(neighbourBreach(REVIEW, '2026-03-12', -1)).toBe('2026-03-11')
    expect(neighbourBreach(REVIEW, '2026-03-13', 1)).toBeNull()
    expect(neighbourBreach(REVIEW, null, 1)).toBe('2026-03-11')
  })

  // The table named alpha, the largest part either way, where the report beside it named slippage.
  it('names the cause the report names, and none where nothing differs by half the last decimal shown', () => {
    const topOf = (day: typeof calm) => {
      const column = dayColumns(REVIEW).find(({ key }) => key === 'cause')
      return column?.value(day)
    }
    expect([calm, bad!].map(topOf)).toEqual([null, 'slippage'])
    expect(topOf({ ...bad!, attribution: attributionOf({ alpha: 50, slippage: -45, timing: -35 }) })).toBe('slippage')
  })

  it('runs the P&L up day by day and leaves out a day one side has not', () => {
    // 1, 1 - 20 = -19, then +2 = -17; the day without a backtest is not in it.
    const days = [calm, bad!, { ...near!, backtest_pnl: null }, edge!]
    expect(cumulate(days).map(({ live, gap }) => [live, gap])).toEqual([
      [1, 0],
      [-19, -30],
      [-17, -29],
    ])
  })
})
