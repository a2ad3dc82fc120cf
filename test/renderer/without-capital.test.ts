import { describe, expect, it } from 'vitest'
import { dayGaps } from '../../src/renderer/charts/gap-days-figure.ts'
import { liveHint } from '../../src/renderer/features/scenarios/bases.ts'
import { attributionOf, reviewOf } from './support/review.ts'

const NOTHING = attributionOf({})
const REVIEW = reviewOf([
  { day: '2026-03-10', live: 3, backtest: 1, attribution: NOTHING },
  { day: '2026-03-11', live: -20, backtest: 10.5, attribution: NOTHING },
  { day: '2026-03-12', live: 0, backtest: 4, attribution: NOTHING },
])

describe('the gap of each day', () => {
  // Without capital an empty picture of tracking error stood here, with bands and a limit around nothing.
  it('is live minus backtest in money, by hand, for the days both sides have', () => {
    const [first, second, third] = REVIEW.days
    const days = [first!, second!, { ...third!, live_pnl: null }]
    // 3 - 1 and -20 - 10.5; the backtest's 4 alone is no gap.
    expect(dayGaps(days)).toEqual([
      { day: '2026-03-10', gap: 2 },
      { day: '2026-03-11', gap: -30.5 },
    ])
  })
})

describe('what live shows of the network', () => {
  // "-3,523 ms after the backtest" had to be read twice.
  it.each([
    [45, 'live is 45 ms after the backtest (p50)'],
    [-3523, 'live is 3,523 ms before the backtest (p50)'],
  ])('says of %d ms on which side it is', (delay, sentence) => {
    const review = { ...REVIEW, matching: { ...REVIEW.matching, median_dt_ms: delay } }
    expect(liveHint('network_extra_ms', review, null)).toBe(sentence)
  })
})
