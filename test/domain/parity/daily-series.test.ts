import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateDays, type SeriesSettings } from '#domain/parity/daily-series.ts'
import { reviewDaySchema } from '#shared/review.ts'

const SETTINGS: SeriesSettings = {
  annualisation: 365,
  window: 3,
  band_measure: 'te_rms_bps',
  band_edges_bps: [10, 20, 50, 100],
  target_bps: 20,
  escalation_after: 3,
  seed: 1,
}

/** Days with the given live P&L against a backtest P&L of 100 on capital of 1,000,000. */
function evaluate(livePnls: readonly number[], settings: Partial<SeriesSettings> = {}, capital: number | null = 1e6) {
  const days = livePnls.map((livePnl, index) => ({
    day: `2025-01-${String(index + 1).padStart(2, '0')}`,
    livePnl,
    backtestPnl: 100,
  }))
  return evaluateDays({ days, capitalByDay: days.map(() => capital), settings: { ...SETTINGS, ...settings } })
}

describe('evaluated days', () => {
  it('measure returns on capital over the last window of days', () => {
    // Active -1, 1, -2, 0 bps of capital; the last three: mean -1/3, mean square 5/3.
    // rms = sqrt(365 * 5/3) = 24.6644; TD = 365 * -1/3 = -121.667; sd^2 = (5 - 1/3) / 2 = 7/3, TE = sqrt(365 * 7/3) = 29.1833.
    // A window of four days would give rms sqrt(365 * 6/4) = 23.4.
    const last = evaluate([0, 200, -100, 100])[3]
    expect(last?.active_return).toBeCloseTo(0, 15)
    expect(last?.te_rms_bps).toBeCloseTo(24.6644, 4)
    expect(last?.td_bps).toBeCloseTo(-121.6667, 4)
    expect(last?.te_bps).toBeCloseTo(29.1833, 4)
    expect(last?.te_day_bps).toBeCloseTo(0, 9)
    expect(last?.band).toBe('warning')
    expect(last?.flags).toEqual([])
  })

  it('flag a short window and give no measure, band or action on the first day', () => {
    const [first, second] = evaluate([0, 200])
    expect(first).toMatchObject({
      te_bps: null,
      te_rms_bps: null,
      te_interval_bps: null,
      band: null,
      action: null,
      streak: 0,
    })
    expect(first?.te_day_bps).toBeCloseTo(Math.sqrt(365), 9)
    expect(first?.flags.map((flag) => flag.code)).toEqual(['short-window', 'too-few-days'])
    expect(second?.te_rms_bps).toBeCloseTo(Math.sqrt(365), 9)
    expect(second?.flags).toEqual([{ code: 'short-window', field: 'te_bps', count: 2 }])
  })

  it('have money only without capital, and no infinity for capital of 0', () => {
    for (const capital of [null, 0, -5]) {
      const [day] = evaluate([0, 1], {}, capital)
      expect(day).toMatchObject({
        live_pnl: 0,
        backtest_pnl: 100,
        live_return: null,
        active_return: null,
        te_day_bps: null,
        band: null,
      })
      expect(day?.flags).toEqual([{ code: 'no-capital', field: 'active_return', count: 1 }])
    }
  })

  it('pass over a day without capital instead of counting it as no difference', () => {
    const days = [0, 0, 0].map((livePnl, index) => ({
      day: `2025-01-0${String(index + 1)}`,
      livePnl,
      backtestPnl: 100,
    }))
    const rows = evaluateDays({ days, capitalByDay: [1e6, null, 1e6], settings: SETTINGS })
    expect(rows[1]?.band).toBeNull()
    // Both days are -1 bp: rms sqrt(365) = 19.1. A zero in the middle would give sqrt(365 * 2/3) = 15.6.
    expect(rows[2]?.te_rms_bps).toBeCloseTo(Math.sqrt(365), 9)
  })

  it('judge by the measure that drives the band', () => {
    // A constant drag of 3 bps a day: rms 57.3 is critical, TE is 0 and excellent.
    const drag = [-200, -200, -200]
    expect(evaluate(drag).at(-1)).toMatchObject({ band: 'critical', action: 'disable-entries', streak: 2 })
    expect(evaluate(drag, { band_measure: 'te_bps' }).at(-1)).toMatchObject({
      band: 'excellent',
      action: 'continue',
      te_interval_bps: [0, 0],
    })
  })

  it('escalate the third bad day and recommend re-enabling after three good ones', () => {
    // -1.5 bps of capital each bad day is 28.7 annualised: warning.
    const rows = evaluate([-50, -50, -50, -50, 100, 100, 100, 100, 100])
    expect(rows.map((row) => row.streak)).toEqual([0, 1, 2, 3, 3, 0, 0, 0, 0])
    expect(rows[3]?.action).toBe('disable-entries')
    expect(rows.map((row) => row.action).indexOf('re-enable')).toBe(7)
  })

  it('follow a rule table of the user’s', () => {
    const escalation = [{ from: 'warning', streak: 1, actsAs: 'emergency' }] as const
    expect(evaluate([-50, -50], { escalation }).at(-1)?.action).toBe('emergency-stop')
  })

  it('fit the public schema and hold no NaN for any P&L', () => {
    const pnl = fc.double({ min: -1e5, max: 1e5, noNaN: true })
    const schema = reviewDaySchema.omit({ attribution: true, carry: true, te_day_realised_bps: true })
    fc.assert(
      fc.property(
        fc.array(pnl, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('te_bps', 'te_rms_bps'),
        (livePnls, measure) => {
          for (const row of evaluate(livePnls, { band_measure: measure }))
            expect(schema.safeParse(row).error).toBeUndefined()
        },
      ),
      { numRuns: 30 },
    )
  })
})
