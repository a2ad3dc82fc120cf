import { describe, expect, it } from 'vitest'
import { headline } from '#domain/report/headline.ts'
import { notComparable, reviewDay, reviewOf, THREE_DAYS, withoutCapital } from './review-fixture.ts'

describe('the headline', () => {
  // (-20 - 13) / 100,000 = -3.3 bps of capital; sqrt(365) * 3.3 = 63.05 annualised. The daily figure alone, or the
  // annualised alone, is what readers take for the other.
  it('says band, interval, target, the last day and the worst day in both units, and the money', () => {
    expect(headline(THREE_DAYS)).toBe(
      'Good: tracking error rms 12.0 bps a year over the last 20 days (95 %: 9.0 to 18.0), against a target of 20.0. ' +
        'Last day, 4 Mar 2026: −0.2 bps of capital that day (3.8 bps annualised). ' +
        'Worst day, 3 Mar 2026: −3.3 bps of capital (63.0 annualised), mostly slippage. ' +
        'Live is −34.00 USDT against the backtest over 3 days; 88.9 % of live orders matched.',
    )
  })

  it('puts the bootstrap interval beside the Gaussian one, and says how short the window was', () => {
    const day = reviewDay({ day: '2026-03-02', live: 1, backtest: 0 })
    const flags = [{ code: 'short-window', field: 'te_bps', count: 7 }]
    const text = headline(reviewOf([{ ...day, te_interval_bootstrap_bps: [4.9, 26.2], flags }]))
    expect(text).toContain('over the last 7 days (95 %: 9.0 to 18.0, by bootstrap 4.9 to 26.2)')
    expect(text).not.toContain('Worst day')
  })

  it('says that one day has no tracking error instead of leaving it out', () => {
    const day = {
      ...reviewDay({ day: '2026-03-02', live: 1, backtest: 0, band: null }),
      te_rms_bps: null,
      action: null,
    }
    expect(headline(reviewOf([day]))).toMatch(
      /^There is no tracking error yet: it needs two days with a return\. Last day/,
    )
  })

  it('has money only where no capital is known, and asks for it', () => {
    const text = headline(withoutCapital(THREE_DAYS))
    expect(text).toMatch(/^No capital was given/)
    expect(text).toContain('Worst day, 3 Mar 2026: −33.00 USDT, mostly slippage.')
    expect(text).not.toMatch(/of capital/)
  })

  it('says why nothing can be compared', () => {
    expect(headline(notComparable(THREE_DAYS))).toBe('Not comparable: the sides share no day')
  })

  it('shows small currencies with enough decimals to see the difference', () => {
    const day = reviewDay({ day: '2026-03-02', live: 0.0012, backtest: 0.0015 })
    const review = reviewOf([day])
    expect(headline({ ...review, settings: { ...review.settings, currency: 'BTC' } })).toContain('−0.000300 BTC')
  })
})
