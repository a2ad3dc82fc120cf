import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { mannWhitney } from '#domain/stats/mann-whitney.ts'
import { wilcoxonSignedRank } from '#domain/stats/wilcoxon.ts'

const close = (interval: readonly [number, number] | undefined, low: number, high: number, digits = 6) => {
  expect(interval?.[0]).toBeCloseTo(low, digits)
  expect(interval?.[1]).toBeCloseTo(high, digits)
}

describe('Wilcoxon signed rank', () => {
  // Hamilton depression scale before and after tranquiliser, Hollander & Wolfe (1999) table 3.1.
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
  const differences = before.map((value, i) => value - (after[i] ?? 0))

  it('reproduces the depression data: V = 40, p = 0.03906, shift 0.46, interval 0.010 to 0.786', () => {
    const test = wilcoxonSignedRank(differences)
    expect(test?.v).toBe(40)
    expect(test?.p).toBeCloseTo(0.0390625, 10)
    expect(test?.shift).toBeCloseTo(0.46, 10)
    close(test?.interval, 0.01, 0.786)
  })

  it('drops zeros and shares ranks between ties, with the corrected normal p of R: V = 52, p = 0.01430588', () => {
    // Ranks |4 5 5 7 7 9 12 3 1 6|; without the tie term p would be 0.01418.
    const test = wilcoxonSignedRank([4, 5, 5, 7, 7, 9, 12, -3, -1, 0, 6])
    expect(test?.v).toBe(52)
    expect(test?.exact).toBe(false)
    expect(test?.p).toBeCloseTo(0.01430588, 7)
    // The shift keeps the zero as an observation (Hollander & Wolfe 3.2); R drops it and gives 5.5.
    expect(test?.shift).toBeCloseTo(5, 6)
  })

  it('has no answer when every difference is zero', () => {
    expect(wilcoxonSignedRank([0, 0])).toBeNull()
  })

  it('moves its shift and interval with the data', () => {
    const value = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8)
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 30 }), fc.integer({ min: 1, max: 50 }), (some, by) => {
        const here = wilcoxonSignedRank(some)
        const there = wilcoxonSignedRank(some.map((difference) => difference + by))
        if (here === null || there === null || here.exact !== there.exact) return
        expect(there.shift).toBeCloseTo(here.shift + by, 9)
        expect(there.interval[0]).toBeCloseTo(here.interval[0] + by, 9)
      }),
    )
  })
})

describe('Mann-Whitney', () => {
  // Tritiated water diffusion at term and at 12-26 weeks, Hollander & Wolfe (1999) table 4.1.
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
  const early = [1.15, 0.88, 0.9, 0.74, 1.21]

  it('reproduces the permeability data: U = 35, one-sided p = 0.1272, shift 0.305, interval -0.15 to 0.76', () => {
    const test = mannWhitney(term, early)
    expect(test?.u).toBe(35)
    expect((test?.p ?? 0) / 2).toBeCloseTo(0.1272, 4)
    expect(test?.shift).toBeCloseTo(0.305, 10)
    close(test?.interval, -0.15, 0.76)
    expect(test?.effect).toBeCloseTo(0.7, 12)
  })

  it('gives the tie-corrected normal p of R: W = 11, p = 0.1693677', () => {
    const test = mannWhitney([1, 2, 2, 3, 5, 8], [2, 3, 3, 4, 9, 9, 11])
    expect(test?.u).toBe(11)
    expect(test?.p).toBeCloseTo(0.1693677, 6)
  })

  it('counts every pair once: the effects of both orders sum to 1', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect((mannWhitney(a, b)?.effect ?? 0) + (mannWhitney(b, a)?.effect ?? 0)).toBeCloseTo(1, 12)
      }),
    )
  })

  it('keeps its shift on samples too large to pair in full', () => {
    const many = Array.from({ length: 4000 }, (_, i) => i / 100)
    const test = mannWhitney(
      many.map((value) => value + 3),
      many,
    )
    expect(test?.shift).toBeCloseTo(3, 1)
    expect(test?.interval[0]).toBeLessThan(3)
  })
})
