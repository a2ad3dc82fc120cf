import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kurtosis, lagOneAutocorrelation, mean, skewness, standardDeviation, sum } from '#domain/stats/moments.ts'
import { median, quantile } from '#domain/stats/quantile.ts'

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true })

describe('moments', () => {
  it('adds without losing a small value beside a large one', () => {
    // Plain addition gives 0: 1 is lost in 1e16 + 1.
    expect(sum([1e16, 1, -1e16])).toBe(1)
  })

  it('divides by n - 1 by default and by n when asked', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 9+1+1+1+0+0+4+16 = 32; sqrt(32/8) = 2, sqrt(32/7) = 2.13809.
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(standardDeviation(values, 0)).toBeCloseTo(2, 14)
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 14)
  })

  it('calls differences that agree up to rounding equal', () => {
    // 0.03 - 0.02 = 0.009999999999999998 and 0.02 - 0.01 = 0.01: dust, not dispersion.
    expect(standardDeviation([0.03 - 0.02, 0.02 - 0.01, 0.01])).toBe(0)
    expect(standardDeviation([0, 0, 0])).toBe(0)
  })

  it('does not overflow or vanish at extreme scales', () => {
    // Squaring 1e200 gives Infinity, squaring 1e-200 gives 0; both have sd sqrt(2) in their own unit.
    expect(standardDeviation([1e200, -1e200])).toBeCloseTo(1e200 * Math.SQRT2, -188)
    expect((standardDeviation([1e-200, -1e-200]) ?? 0) / 1e-200).toBeCloseTo(Math.SQRT2, 12)
  })

  it('gives the population skewness and Pearson kurtosis', () => {
    // 0, 0, 0, 4: mean 1, m2 = 3, m3 = (−1−1−1+27)/4 = 6, m4 = (1+1+1+81)/4 = 21; 6/3^1.5 = 1.154701, 21/9 = 2.3333.
    // Reporting excess kurtosis instead would give -0.6667.
    expect(skewness([0, 0, 0, 4])).toBeCloseTo(1.1547005, 7)
    expect(kurtosis([0, 0, 0, 4])).toBeCloseTo(7 / 3, 12)
  })

  it('gives the lag-1 autocorrelation over the full sum of squares', () => {
    // 1, 2, 3, 4: deviations -1.5, -.5, .5, 1.5; products .75 - .25 + .75 = 1.25; squares 5; 0.25.
    expect(lagOneAutocorrelation([1, 2, 3, 4])).toBeCloseTo(0.25, 14)
    expect(lagOneAutocorrelation([1, -1, 1, -1])).toBeCloseTo(-0.75, 14)
  })

  it('is null where a figure does not exist', () => {
    expect(mean([])).toBeNull()
    expect(standardDeviation([1])).toBeNull()
    expect(skewness([3, 3, 3])).toBeNull()
    expect(kurtosis([])).toBeNull()
    expect(lagOneAutocorrelation([1, 2])).toBeNull()
  })

  it('keeps the sd under a shift and scales it with the values', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 2, maxLength: 30 }), finite, (values, shift) => {
        const spread = standardDeviation(values) ?? NaN
        expect(standardDeviation(values.map((value) => value + shift))).toBeCloseTo(spread, 6)
        expect(standardDeviation(values.map((value) => value * -3))).toBeCloseTo(spread * 3, 6)
      }),
    )
  })
})

describe('quantiles', () => {
  it('interpolates between order statistics of unsorted values', () => {
    // Sorted 1, 2, 3, 10; position 3 * 0.9 = 2.7, so 3 + 0.7 * 7 = 7.9. Text sorting would put 10 before 2.
    expect(quantile([10, 3, 1, 2], 0.9)).toBeCloseTo(7.9, 12)
    expect(median([10, 3, 1, 2])).toBe(2.5)
    expect(median([7])).toBe(7)
    expect(median([])).toBeNull()
  })

  it('lies between the extremes and does not change its input', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, probability) => {
          const before = [...values]
          const value = quantile(values, probability) ?? NaN
          expect(value).toBeGreaterThanOrEqual(Math.min(...values))
          expect(value).toBeLessThanOrEqual(Math.max(...values))
          expect(values).toEqual(before)
        },
      ),
    )
  })
})
