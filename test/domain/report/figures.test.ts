import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridgeFigure } from '#domain/report/figures/bridge.ts'
import { calendarFigure } from '#domain/report/figures/calendar.ts'
import { causesOverTimeFigure } from '#domain/report/figures/causes-over-time.ts'
import { cumulativeFigure } from '#domain/report/figures/cumulative.ts'
import { dayTicks, weekdayOf } from '#domain/report/figures/day-axis.ts'
import { linearScale, logScale, logTicks, niceTicks, tickDecimals } from '#domain/report/figures/scale.ts'
import { trackingErrorFigure } from '#domain/report/figures/tracking-error.ts'
import { notComparable, reviewDay, reviewOf, THREE_DAYS, withoutCapital } from './review-fixture.ts'

const svg = (figure: { markup: string } | null) => figure?.markup ?? ''
const numbersOf = (markup: string, pattern: RegExp) =>
  [...markup.matchAll(pattern)].map((match) => match.slice(1).map(Number))

describe('scales and ticks', () => {
  it('map ends to ends, and a domain without extent to the middle', () => {
    const scale = linearScale(-10, 30, 0, 400)
    expect([scale(-10), scale(0), scale(30)]).toEqual([0, 100, 400])
    expect(linearScale(5, 5, 0, 10)(5)).toBe(5)
  })

  it('space equal ratios equally, and hold zero at the axis instead of minus infinity', () => {
    const scale = logScale(1, 100, 0, 200)
    expect([scale(1), scale(10), scale(100), scale(0)]).toEqual([0, 100, 200, 0])
  })

  it('choose round values', () => {
    expect(niceTicks(-1300, 0, 6)).toEqual([-1000, -500, 0])
    expect(niceTicks(0, 0.0003, 3)).toHaveLength(4)
    expect(logTicks(3, 250)).toEqual([5, 10, 20, 50, 100, 200])
    expect([tickDecimals([0, 500]), tickDecimals([0, 0.05]), tickDecimals([0.001])]).toEqual([0, 2, 3])
  })

  it('never choose more than a few dozen, whatever the range', () => {
    const range = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    )
    fc.assert(
      fc.property(range, ([low, extent]) => {
        const ticks = niceTicks(low, low + extent, 5)
        expect(ticks.length).toBeLessThanOrEqual(12)
        for (const tick of ticks) expect(tick).toBeGreaterThanOrEqual(low - extent * 1e-6 - Math.abs(low) * 1e-12)
      }),
    )
  })

  // 2 March 2026 is a Monday; 1 January 1970 was a Thursday, which an off-by-one epoch would move.
  it('know weekdays, and label Mondays with the year where it changes', () => {
    expect(['2026-03-02', '2026-03-08', '1970-01-01'].map(weekdayOf)).toEqual([0, 6, 3])
    const days = Array.from({ length: 40 }, (_, index) =>
      new Date(Date.UTC(2025, 11, 8 + index)).toISOString().slice(0, 10),
    )
    expect(dayTicks(days, 9).map(({ label }) => label)).toEqual([
      '8 Dec',
      '15 Dec',
      '22 Dec',
      '29 Dec',
      '5 Jan 2026',
      '12 Jan',
    ])
  })
})

describe('the bridge', () => {
  const review = reviewOf([
    reviewDay({ day: '2026-03-02', live: 0, backtest: 100, causes: { alpha: -60, slippage: -80, fees: 40 } }),
  ])
  const bars = numbersOf(svg(bridgeFigure(review)), /<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)" height="17"/g)

  // Reached after each cause: -60, -60, -60, -140, -100. The scale runs from -140 at 122 to 0 at 644: 3.7286 a unit.
  it('starts each bar where the last ended, and draws the residual and the sum', () => {
    const [alpha, sizing, , slippage, fees, residual, total] = bars
    expect(alpha?.[0]).toBeCloseTo(644 - 60 * (522 / 140), 1)
    expect(sizing?.[2]).toBe(2)
    expect((slippage?.[0] ?? 0) + (slippage?.[2] ?? 0)).toBeCloseTo(alpha?.[0] ?? 0, 1)
    expect(slippage?.[0]).toBeCloseTo(122, 1)
    expect(fees?.[0]).toBeCloseTo(122, 1)
    expect(residual?.[2]).toBe(2)
    expect(total?.[2]).toBeCloseTo(100 * (522 / 140), 1)
    expect(svg(bridgeFigure(review))).toContain('class="residual"')
  })
})

describe('figures over time', () => {
  it('fill the gap behind and ahead apart where the lines cross', () => {
    const review = reviewOf([
      reviewDay({ day: '2026-03-02', live: 10, backtest: 0 }),
      reviewDay({ day: '2026-03-03', live: 0, backtest: 20 }),
    ])
    const markup = svg(cumulativeFigure(review))
    expect(markup).toMatch(/fill="url\(#fill-behind\)" d="M[^"]+Z"/)
    expect(markup).toMatch(/fill="url\(#fill-ahead\)" d="M[^"]+ZM[^"]+Z"/)
    expect(markup).toContain('live +10.00')
    expect(markup).toContain('backtest +20.00')
  })

  it('stack what hurt below zero and what helped above it', () => {
    const review = reviewOf([
      reviewDay({ day: '2026-03-02', live: 0, backtest: 20, causes: { alpha: 10, slippage: -20, fees: -10 } }),
    ])
    const markup = svg(causesOverTimeFigure(review))
    const bars = [...markup.matchAll(/fill="url\(#fill-cause-(\w+)\)" d="M[\d.]+ ([\d.]+)h[\d.]+v([\d.]+)/g)]
    const heights = (cause: string) =>
      bars
        .find((bar) => bar[1] === cause)
        ?.slice(2)
        .map(Number) ?? []
    const [[alphaTop = 0, alpha = 0], [slippageTop = 0, slippage = 0], [feesTop = 0, fees = 0]] = [
      heights('alpha'),
      heights('slippage'),
      heights('fees'),
    ]
    expect(slippage).toBeCloseTo(2 * alpha, 1)
    expect(fees).toBeCloseTo(alpha, 1)
    expect(slippageTop).toBeCloseTo(alphaTop + alpha, 1)
    expect(feesTop).toBeCloseTo(slippageTop + slippage, 1)
  })

  it('break the tracking-error line where a day has no measure, and mark every day’s band by its own glyph', () => {
    const [first, second, third] = THREE_DAYS.days
    const gap = reviewOf([first!, { ...second!, te_rms_bps: null, te_interval_bps: null, band: null }, third!])
    const lines = (markup: string) => markup.match(/class="live"/g)?.length
    expect(lines(svg(trackingErrorFigure(THREE_DAYS)))).toBe(1)
    expect(lines(svg(trackingErrorFigure(gap)))).toBe(2)
    expect(svg(trackingErrorFigure(THREE_DAYS))).toMatch(
      /<use href="#glyph-critical"[^>]*><title>3 Mar 2026: 63.0 bps, 95 %/,
    )
    expect(svg(trackingErrorFigure(THREE_DAYS))).toContain('target 20.0')
  })

  it('fill a calendar cell by the band its day alone would be in, and write its gap', () => {
    const markup = svg(calendarFigure(THREE_DAYS))
    expect(markup).toMatch(
      /<g class="band-critical"><title>3 Mar 2026: −33.00 USDT, −3.3 bps of capital \(63.0 annualised\)<\/title>/,
    )
    expect(markup).toContain('>−3.3</text>')
    expect(svg(calendarFigure(withoutCapital(THREE_DAYS)))).toContain('cell level-4 behind')
  })

  it('are left out where there is nothing to draw', () => {
    const none = notComparable(THREE_DAYS)
    expect([
      bridgeFigure(none),
      calendarFigure(none),
      causesOverTimeFigure(none),
      cumulativeFigure(none),
      trackingErrorFigure(none),
    ]).toEqual([null, null, null, null, null])
    expect(trackingErrorFigure(withoutCapital(THREE_DAYS))).toBeNull()
  })
})
