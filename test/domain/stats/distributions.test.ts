import { describe, expect, it } from 'vitest'
import { chiSquareCdf, chiSquareQuantile } from '#domain/stats/chi-square.ts'
import { normalCdf, normalQuantile } from '#domain/stats/normal.ts'

describe('chi-square', () => {
  it('has the tabulated 2.5 % and 97.5 % points at 19 degrees of freedom', () => {
    expect(chiSquareQuantile(0.025, 19)).toBeCloseTo(8.906516, 6)
    expect(chiSquareQuantile(0.975, 19)).toBeCloseTo(32.852327, 6)
  })

  it('stays accurate at ten years of days, where a series that stops early drifts', () => {
    // SciPy 1.17: chi2.ppf(.025, 3650) = 3484.442884, chi2.ppf(.975, 3650) = 3819.345578.
    expect(chiSquareQuantile(0.025, 3650)).toBeCloseTo(3484.442884, 5)
    expect(chiSquareQuantile(0.975, 3650)).toBeCloseTo(3819.345578, 5)
  })

  it('has a distribution function that undoes its quantile, and is 0 below 0 and 1 at infinity', () => {
    for (const v of [1, 2, 19, 20, 365]) expect(chiSquareCdf(chiSquareQuantile(0.3, v), v)).toBeCloseTo(0.3, 10)
    expect(chiSquareCdf(-1, 5)).toBe(0)
    expect(chiSquareCdf(Infinity, 5)).toBe(1)
  })

  it('refuses a probability of 0 or 1 and no degrees of freedom', () => {
    expect(() => chiSquareQuantile(1, 5)).toThrow('between 0 and 1')
    expect(() => chiSquareCdf(1, 0)).toThrow('degrees of freedom')
  })
})

describe('normal', () => {
  it('has the tabulated points', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
    expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 12)
    // Phi(-5) = 2.866516e-7: a distribution function that returns 1 - Phi(5) through 1 loses these digits.
    expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 9)
  })
})
