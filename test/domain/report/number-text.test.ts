import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bps,
  dayText,
  money,
  moneyDecimals,
  percent,
  plain,
  quantity,
  withTrueMinus,
} from '#domain/report/number-text.ts'

describe('numbers as text', () => {
  it('signs what is not zero, with a true minus, and separates thousands', () => {
    expect([money(-1279.138), money(0.5), money(1234567.891)]).toEqual(['−1,279.14', '+0.50', '+1,234,567.89'])
    expect([bps(-3.28), percent(0.7096), plain(999.95, 1)]).toEqual(['−3.3', '71.0 %', '1,000.0'])
  })

  it('gives what prints as zero no sign, so that rounding dust does not show', () => {
    expect([money(-4.6e-11), money(0.004), bps(-0.04)]).toEqual(['0.00', '0.00', '0.0'])
  })

  it('shows a missing value as a dash, never as zero', () => {
    expect([money(null), bps(null), plain(null, 2), percent(null)]).toEqual(['–', '–', '–', '–'])
  })

  // 1,234.5 needs two decimals; 0.00123 BTC needs four digits: 3 - (-3) = 6 decimals. log10 of 0 would be -Infinity.
  it('gives small money enough decimals for four digits, and large money two', () => {
    expect([1234.5, 10, 9.99, 0.00123, 1e-12, 0].map(moneyDecimals)).toEqual([2, 2, 3, 6, 8, 2])
  })

  it('reads back as the number it printed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e12, max: 1e12, noNaN: true }),
        fc.integer({ min: 0, max: 8 }),
        (value, decimals) => {
          const back = Number(plain(value, decimals).replaceAll(',', '').replace('−', '-'))
          expect(back).toBeCloseTo(Number(value.toFixed(decimals)), 8)
        },
      ),
    )
  })

  it('says days, quantities and sentences as a person writes them', () => {
    expect(dayText('2026-03-11')).toBe('11 Mar 2026')
    expect([quantity(0.1 + 0.2), quantity(-1.5)]).toEqual(['0.3', '−1.5'])
    expect(withTrueMinus('-3.3 bps (-0.1) in SOL-USDT-PERP on 2026-03-11')).toBe(
      '−3.3 bps (−0.1) in SOL-USDT-PERP on 2026-03-11',
    )
  })
})
