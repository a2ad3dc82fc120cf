import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { kaplanMeier, survivalQuantile, type Waiting } from '#domain/stats/kaplan-meier.ts'

const waits = (text: string): Waiting[] =>
  text.split(',').map((item) => ({ value: Number(item.replace('+', '')), open: item.endsWith('+') }))

// Acute myelogenous leukaemia, Miller (1981) "Survival Analysis" p. 49; the `aml` data of R's survival package.
const maintained = waits('9,13,13+,18,23,28+,31,34,45+,48,161+')
const notMaintained = waits('5,5,8,8,12,16+,23,27,30,33,43,45')

describe('the Kaplan-Meier curve', () => {
  it('reproduces the maintained arm of the aml data, censored times leaving the risk set after their own time', () => {
    const rows = kaplanMeier(maintained)
    expect(rows.map(({ time, atRisk }) => [time, atRisk])).toEqual([
      [9, 11],
      [13, 10],
      [18, 8],
      [23, 7],
      [31, 5],
      [34, 4],
      [48, 2],
    ])
    const survival = [0.9091, 0.8182, 0.7159, 0.6136, 0.4909, 0.3682, 0.1841]
    const error = [0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535]
    rows.forEach((row, i) => {
      expect(row.survival).toBeCloseTo(survival[i] ?? NaN, 4)
      expect(row.standardError).toBeCloseTo(error[i] ?? NaN, 4)
    })
  })

  it('reproduces the other arm with tied times and falls to zero at the last', () => {
    const survival = kaplanMeier(notMaintained).map((row) => row.survival)
    const expected = [0.8333, 0.6667, 0.5833, 0.4861, 0.3889, 0.2917, 0.1944, 0.0972, 0]
    survival.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 4))
  })

  it('gives the published medians 31 and 23 weeks', () => {
    expect(survivalQuantile(maintained, 0.5)).toEqual({ value: 31 })
    expect(survivalQuantile(notMaintained, 0.5)).toEqual({ value: 23 })
  })

  it('says a quantile is not reached rather than inventing one', () => {
    // Only 1 - 0.1841 of the maintained arm had ended by 161 weeks: a naive P95 of the ended times would say 48.
    expect(survivalQuantile(maintained, 0.95)).toEqual({ notReachedAbove: 161 })
    expect(survivalQuantile([], 0.95)).toBeNull()
  })

  it('takes the short way to a quantile only where it leads to the same value', () => {
    const wait = fc.record({ value: fc.integer({ min: 0, max: 30 }), open: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(wait, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(0.05, 0.5, 0.9, 0.95, 1),
        (some, p) => {
          const step = kaplanMeier(some).find(({ survival }) => survival <= 1 - p + 1e-12)
          const longest = Math.max(...some.map(({ value }) => value))
          expect(survivalQuantile(some, p)).toEqual(step ? { value: step.time } : { notReachedAbove: longest })
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never falls below the curve that counts open waits as ended', () => {
    const wait = fc.record({ value: fc.integer({ min: 0, max: 50 }), open: fc.boolean() })
    fc.assert(
      fc.property(fc.array(wait, { minLength: 1, maxLength: 40 }), (some) => {
        const last = kaplanMeier(some).at(-1)
        const ended = some.filter(({ value }) => value <= (last?.time ?? -1)).length
        expect(last?.survival ?? 1).toBeGreaterThanOrEqual(1 - ended / some.length - 1e-12)
      }),
    )
  })
})
