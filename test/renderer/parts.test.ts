import { describe, expect, it } from 'vitest'
import { attributionOf, reviewOf } from './support/review.ts'
import {
  inBasisPoints,
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
    expect(inBasisPoints(parts, 10_000)?.total).toBeCloseTo(-22, 9)
    expect(inBasisPoints(parts, null)).toBeNull()
    const shares = inShares(parts)
    expect(shares?.causes.slippage).toBeCloseTo(30 / 22, 9)
    expect(shares?.causes.alpha).toBeCloseTo(-10 / 22, 9)
    expect(shares?.total).toBeCloseTo(1, 9)
    expect(inShares({ ...parts, total: 0 })).toBeNull()
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
