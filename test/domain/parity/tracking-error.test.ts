import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  teDayBps,
  trackingDifferenceBps,
  trackingErrorBps,
  trackingErrorRmsBps,
} from '#domain/parity/tracking-error.ts'

const live = [0.03, -0.01, 0.02, 0.04]
const backtest = [0.01, 0.005, 0.005, 0.01]
const active = live.map((value, day) => value - (backtest[day] ?? 0))

describe('tracking error', () => {
  it('annualises the sample standard deviation of active returns', () => {
    // d = .02, -.015, .015, .03: mean .0125, squares 5.625e-5 + 75.625e-5 + .625e-5 + 30.625e-5 = 112.5e-5;
    // sd = sqrt(112.5e-5 / 3) = .0193649; x sqrt(252) = .3074085. Dividing by n gives .26622; sd(live) - sd(backtest) something else again.
    expect(trackingErrorBps(active, 252)).toBeCloseTo(3074.0852297878796, 9)
  })

  it('is exactly 0 for a constant drag, which the difference and the rms still show', () => {
    // 1 bp a day: TD = 365 bps a year, rms = sqrt(365) = 19.105 bps.
    const drag = [0.03 - 0.0301, 0.02 - 0.0201, -0.0001, 0.01 - 0.0101]
    expect(trackingErrorBps(drag, 365)).toBe(0)
    expect(trackingDifferenceBps(drag, 365)).toBeCloseTo(-365, 9)
    expect(trackingErrorRmsBps(drag, 365)).toBeCloseTo(Math.sqrt(365), 9)
  })

  it('has no value below two days', () => {
    expect(trackingErrorBps([0.01], 252)).toBeNull()
    expect(trackingDifferenceBps([0.01], 252)).toBeNull()
    expect(trackingErrorRmsBps([], 252)).toBeNull()
  })

  it('annualises one day by the root of time: 3.3 bps of capital is 63 bps', () => {
    // 3.3 * sqrt(365) = 63.05; multiplying by 365 would give 1204.
    expect(teDayBps(-0.00033, 365)).toBeCloseTo(63.0464, 3)
  })

  it('obeys rms^2 = TE^2 (N - 1) / N + TD^2 / A', () => {
    const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(returns, fc.constantFrom(252, 365), (values, daysPerYear) => {
        const te = trackingErrorBps(values, daysPerYear) ?? NaN
        const td = trackingDifferenceBps(values, daysPerYear) ?? NaN
        const rms = trackingErrorRmsBps(values, daysPerYear) ?? NaN
        const parts = (te ** 2 * (values.length - 1)) / values.length + td ** 2 / daysPerYear
        expect(Math.abs(rms ** 2 - parts)).toBeLessThanOrEqual(1e-9 * (rms ** 2 + 1e-9))
      }),
    )
  })
})
