import { describe, expect, it } from 'vitest'
import type { Interval, SloEntry } from '#shared/slo.ts'
import { ackText, headroomText, targetText, worstFirst } from '#domain/report/service-words.ts'
import { DEFAULT_SLO_SETTINGS, burnThresholds, withBurnThresholds } from '#domain/slo/settings.ts'
import { burnDown, projection } from '../../src/renderer/charts/budget-figure.ts'
import { burnBars } from '../../src/renderer/charts/burn-figure.ts'
import { tierDays } from '../../src/renderer/charts/tier-days-figure.ts'
import { sloWeeks, weekText } from '../../src/renderer/charts/slo-weeks-figure.ts'
import { daysBefore, formulaLines, historyNote, shownDays } from '../../src/renderer/features/slo/levels.ts'

const day = (date: string, more: Partial<Interval> = {}): Interval => ({
  start: `2026-04-${date}T00:00:00Z`,
  end: `2026-04-${String(Number(date) + 1).padStart(2, '0')}T00:00:00Z`,
  value: 1,
  burden: 0,
  coverage: 1,
  bad: 0,
  tier: 'MEETING',
  reason: null,
  ...more,
})

const UPTIME: SloEntry = {
  name: 'uptime',
  title: 'Uptime',
  unit: 'fraction',
  target: 0.995,
  weight: 25,
  value: 0.9975,
  mean: null,
  burden: 0.5,
  reason: null,
  n: 4320,
  bounds: [0.9975, 0.9975],
  coverage: 1,
  tier: 'MEETING',
  tier_reason: 'by its table',
  formula: '4309.2 min up / (4309.2 min up + 10.8 min down) = 99.7500 %',
  budget: {
    allowed_minutes: 21.6,
    used_minutes: 10.8,
    allowed_orders: null,
    used_orders: null,
    remaining_fraction: 0.5,
    exhaustion: '2026-04-07T00:00:00Z',
  },
  burn: { '1h': null, '6h': 0, '24h': 1, '3d': 0.5 },
  alerts: [],
  trend: { direction: null, p: null, slope: null, days: 3, reason: 'fewer than 8 days' },
  streak: { current: 0, longest: 0 },
  intervals: { met: 3, evaluated: 3 },
  violations: [],
  history: [day('01', { bad: 3.6 }), day('02'), day('03', { bad: 7.2 })],
  weeks: [{ ...day('03'), start: '2026-04-01T00:00:00Z' }],
}

describe('the error budget', () => {
  it('burns down by each day’s bad minutes to what slo.json says is left', () => {
    // 3 days of 99.5 % allow 21.6 min; 3.6 and then 7.2 are used: 1, 5/6, 5/6, 1/2. Dividing by a day's own 7.2 would overspend.
    expect(burnDown(UPTIME, null).map(({ remaining }) => remaining.toFixed(4))).toEqual([
      '1.0000',
      '0.8333',
      '0.8333',
      '0.5000',
    ])
    expect(burnDown(UPTIME, null).at(-1)?.remaining).toBeCloseTo(UPTIME.budget?.remaining_fraction ?? NaN, 12)
  })

  it('goes below zero when overspent, and is not drawn where nothing is allowed', () => {
    const overspent = {
      ...UPTIME,
      budget: { ...UPTIME.budget!, remaining_fraction: -1 },
      history: [day('01', { bad: 43.2 })],
    }
    expect(burnDown(overspent, null).map(({ remaining }) => remaining)).toEqual([1, -1])
    expect(burnDown({ ...UPTIME, budget: null }, null)).toEqual([])
  })

  it('is drawn over its own window, though the history is longer and the window begins within a day', () => {
    // The window of 21.6 min begins at noon of 1 April; of that day's 3.6 min only those after noon count, and the document says 0.5 is left.
    const points = burnDown(UPTIME, '2026-04-01T12:00:00Z')
    expect(points.map(({ t }) => t.slice(0, 13))).toEqual([
      '2026-04-01T12',
      '2026-04-02T00',
      '2026-04-03T00',
      '2026-04-04T00',
    ])
    expect(burnDown(UPTIME, '2026-04-03T00:00:00Z').map(({ remaining }) => remaining)).toEqual([1, 0.5])
  })

  it('is projected in a straight line to its end, and not at all while nothing burns or it is spent', () => {
    expect(projection(UPTIME, '2026-04-04T00:00:00Z')).toEqual([
      { t: '2026-04-04T00:00:00Z', remaining: 0.5 },
      { t: '2026-04-07T00:00:00Z', remaining: 0 },
    ])
    const { budget } = UPTIME
    if (budget === null) throw new Error('it has a budget')
    expect(projection({ ...UPTIME, budget: { ...budget, exhaustion: null } }, '2026-04-04T00:00:00Z')).toEqual([])
    expect(projection({ ...UPTIME, budget: { ...budget, remaining_fraction: -0.2 } }, '2026-04-04T00:00:00Z')).toEqual(
      [],
    )
  })

  it('stands beside the published burn thresholds, and an unknown window stays unknown', () => {
    expect(
      burnBars([UPTIME], burnThresholds(DEFAULT_SLO_SETTINGS)).map(({ burn, threshold }) => [burn, threshold]),
    ).toEqual([
      [null, 14.4],
      [0, 6],
      [1, 3],
      [0.5, 1],
    ])
    const other = burnThresholds(withBurnThresholds(DEFAULT_SLO_SETTINGS, { '6h': 4 }))
    expect(burnBars([UPTIME], other).map(({ threshold }) => threshold)).toEqual([14.4, 4, 3, 1])
  })
})

describe('the history', () => {
  it('is 90 days unless 60 or 30 are asked for', () => {
    expect(['30', '60', '90', null, '45', 'all'].map(shownDays)).toEqual([30, 60, 90, 90, 90, 90])
    expect(daysBefore('2026-05-01T00:00:00Z', 30)).toBe('2026-04-01')
  })

  it('says from when the files speak where they do not reach back, and whose values stand above it', () => {
    const window = { start: '2026-04-01T00:00:00Z', end: '2026-05-01T00:00:00Z', days: 30 }
    const days = [{ day: '2026-04-02' }, { day: '2026-04-01' }]
    const burn = burnThresholds(DEFAULT_SLO_SETTINGS)
    const said = (source: 'defaults' | 'parity.toml', asked: number) =>
      historyNote({ window, settings: { history_days: 90, burn, burn_source: source } }, days, asked)
    expect(said('defaults', 30)).toBe(
      'files begin 2026-04-01 · values and budgets: last 30 days · burn alerts: defaults',
    )
    expect(said('parity.toml', 2)).toBe('values and budgets: last 30 days · burn alerts: parity.toml')
  })

  it('has a cell for each window of seven days, in the order of the levels, those before the history left out', () => {
    const weeks = [day('01'), day('08', { tier: 'VIOLATED' })]
    const rows = sloWeeks([{ ...UPTIME, weeks }], '2026-04-05')
    expect(rows.map(({ week }) => week.tier)).toEqual(['VIOLATED'])
    expect(weekText(rows[0]!, '99.10 %')).toBe('Uptime, 2026-04-08 to 2026-04-09 UTC: 99.10 %, violated')
  })
})

describe('the daily bars', () => {
  it('mark a day that is missing between two others as maintenance, and no day outside them', () => {
    const days = tierDays([{ ...UPTIME, history: [day('01'), day('03', { tier: 'INSUFFICIENT_DATA', value: null })] }])
    expect(days.map((one) => [one.day, one.tier])).toEqual([
      ['2026-04-01', 'MEETING'],
      ['2026-04-02', 'SKIPPED'],
      ['2026-04-03', 'INSUFFICIENT_DATA'],
    ])
  })
})

describe('a service level', () => {
  it('is measured from its target on the good side, with the sign and unit', () => {
    // A share above its target and a wait below its limit are both good: plus.
    expect([targetText(UPTIME), headroomText(UPTIME)]).toEqual(['≥ 99.50 %', '+0.25 pp'])
    const ack = { name: 'ack', unit: 'minutes', target: 15, value: 40 } as const
    expect([targetText(ack), headroomText(ack)]).toEqual(['≤ 15.0 min', '−25.0 min'])
    expect(targetText({ name: 'tracking_error', unit: 'bps', target: 20 })).toBe('< 20.0 bps')
    expect(headroomText({ ...UPTIME, value: null })).toBe('–')
  })

  it('stands by its tier first and by its use of the allowance second; unknown is between at risk and violated', () => {
    const named = (name: string, tier: SloEntry['tier'], burden: number | null) => ({ ...UPTIME, name, tier, burden })
    const order = worstFirst([
      named('good', 'MEETING', 0.1),
      named('unknown', 'INSUFFICIENT_DATA', null),
      named('held', 'CRITICAL', 0.2),
      named('near', 'MEETING', 0.7),
      named('bad', 'CRITICAL', 90),
      named('risk', 'AT_RISK', 0.9),
      named('violated', 'VIOLATED', 1.5),
    ])
    expect(order.map(({ name }) => name)).toEqual(['bad', 'held', 'violated', 'unknown', 'risk', 'near', 'good'])
  })

  it('shows its formulas with its numbers, by hand', () => {
    const lines = Object.fromEntries(formulaLines(UPTIME).map(({ title, text }) => [title, text]))
    expect(lines['Value']).toBe(UPTIME.formula)
    // (1 - 0.9975) / (1 - 0.995) = 0.5
    expect(lines['Use of the allowance, r']).toBe('(1 − 99.75 %) / (1 − 99.50 %) = 0.500')
    expect(lines['Error budget left']).toBe('1 − 10.8 min / 21.6 min = 50.0 %')
    expect(lines['Part of the score']).toBe('25 × clamp(2 − 0.500, 0, 1) = 25.0 of 25')
  })

  it('says of open alerts that P95 was not reached, not a number', () => {
    const ack = {
      alerts: 10,
      mean_acked_min: 6.1,
      mean_lower_bound_min: 9.5,
      p95_min: null,
      not_reached_above: 40,
      unacked: 1,
      oldest_open_min: 40,
      curve: [],
      reason: null,
    }
    expect(ackText(ack)).toBe('1 of 10 open; P95 above 40.0 min (not reached); mean at least 9.5 min')
    expect(ackText({ ...ack, alerts: 0, reason: 'no-incidents' })).toBe('no incidents')
  })
})
