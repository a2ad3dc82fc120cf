import { describe, expect, it } from 'vitest'
import { attributionOf, reviewOf } from './support/review.ts'
import {
  basisPointParts,
  inShares,
  leadingCause,
  partsByDay,
  pnlParts,
  trackingErrorParts,
} from '../../src/renderer/features/attribution/parts.ts'

/** Two days at a capital of 10,000: -30 of slippage, then +10 of alpha and -2 of fees. */
const REVIEW = reviewOf([
  { day: '2026-03-11', live: -20, backtest: 10, attribution: attributionOf({ slippage: -30 }) },
  { day: '2026-03-12', live: 13, backtest: 5, attribution: attributionOf({ alpha: 10, fees: -2 }) },
])

describe('a difference in parts', () => {
  const days = partsByDay(REVIEW, null, {}) ?? []

  it('adds up the days: -30 + 8 = -22 from a backtest of 15 to live at -7', () => {
    const parts = pnlParts(REVIEW, {}, days)
    expect(parts).toMatchObject({ total: -22, start: 15, end: -7, residual: 0 })
    expect(parts.causes).toMatchObject({ slippage: -30, alpha: 10, fees: -2 })
    // alpha is large too, but against the direction of the whole.
    expect(leadingCause(parts)).toBe('slippage')
  })

  it('is -22 bps of 10,000 and 136 % slippage, 9 % fees, -45 % alpha', () => {
    const parts = pnlParts(REVIEW, {}, days)
    expect(basisPointParts(REVIEW, {}, days)).toMatchObject({ start: 15, end: -7 })
    expect(basisPointParts(REVIEW, {}, days)?.total).toBeCloseTo(-22, 9)
    const shares = inShares(parts)
    expect(shares?.causes.slippage).toBeCloseTo(30 / 22, 9)
    expect(shares?.causes.alpha).toBeCloseTo(-10 / 22, 9)
    expect(shares?.total).toBeCloseTo(1, 9)
    expect(inShares({ ...parts, total: 0 })).toBeNull()
  })

  // -30 of 10,000 is -30 bps and +8 of 8,000 is +10 bps: -20 together. The declared 10,000 for both days would say -22,
  // and differ from the report, whose returns follow the account's value.
  it('measures each day against its own capital, and no day without any', () => {
    const [first, second] = REVIEW.days
    if (first === undefined || second === undefined) throw new Error('the fixture has two days')
    const smaller = { ...second, live_return: 13 / 8000, backtest_return: 5 / 8000, active_return: 8 / 8000 }
    const parts = basisPointParts({ ...REVIEW, days: [first, smaller] }, {}, days)
    expect(parts?.total).toBeCloseTo(-20, 9)
    expect(parts?.causes.alpha).toBeCloseTo(12.5, 9)
    const none = { live_return: null, backtest_return: null, active_return: null }
    const unknown = REVIEW.days.map((day) => ({ ...day, ...none }))
    const poor = { ...REVIEW, settings: { ...REVIEW.settings, capital: null }, days: unknown }
    expect(basisPointParts(poor, {}, days)).toBeNull()
  })

  it('cuts the rms tracking error so that the parts add up to it, by hand', () => {
    // d = -0.003, 0.0008: rms = sqrt(365 (9e-6 + 0.64e-6) / 2) = 0.0419439..., in bps 419.44.
    const parts = trackingErrorParts(REVIEW, {}, days)
    const whole = Math.sqrt((365 * (9e-6 + 0.64e-6)) / 2) * 1e4
    expect(parts?.total).toBeCloseTo(whole, 9)
    // Slippage: sqrt(365) mean(c d) / sqrt(mean d^2) = the 9 of 9.64 in squares.
    expect(parts?.causes.slippage).toBeCloseTo((whole * 9) / 9.64, 9)
    // Fees ran against the difference of their day, so they take from the tracking error.
    expect(parts?.causes.fees).toBeLessThan(0)
  })

  it('has no tracking error on one day, or without capital', () => {
    const one = { from: '2026-03-11', to: '2026-03-11' }
    expect(trackingErrorParts(REVIEW, one, partsByDay(REVIEW, null, one) ?? [])).toBeNull()
    const poor = {
      ...REVIEW,
      settings: { ...REVIEW.settings, capital: null },
      days: REVIEW.days.map((day) => ({ ...day, active_return: null })),
    }
    expect(trackingErrorParts(poor, {}, days)).toBeNull()
  })

  it('waits for the cube before it shows filtered rows', () => {
    expect(partsByDay(REVIEW, null, { side: ['buy'] })).toBeNull()
  })
})
