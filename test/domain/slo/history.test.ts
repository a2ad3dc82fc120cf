import { describe, expect, it } from 'vitest'
import { DEFAULT_SLO_SETTINGS, withBurnThresholds } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import { at, interval, NOTHING } from './build.ts'

const DAYS = 100

/** A hundred days up, but for an hour down on the days given. */
const uptimeOf = (...bad: number[]) => {
  const intervals = [interval(at(0), at(DAYS), 'up'), ...bad.map((day) => interval(at(day, 6), at(day, 7), 'down'))]
  const document = buildSloDocument({
    data: { ...NOTHING, uptime: { checks: [], intervals } },
    settings: DEFAULT_SLO_SETTINGS,
    asOf: at(DAYS),
    version: '0.0.0',
  })
  return { document, uptime: document.slos.find(({ name }) => name === 'uptime')! }
}

describe('the history of a service level', () => {
  it('reaches 90 days back, while value, budget and days met are of the last 30', () => {
    // Days 5 (before the history), 20 (in it) and 80 (in the window as well).
    const { document, uptime } = uptimeOf(5, 20, 80)
    expect(document.settings).toMatchObject({ history_days: 90 })
    expect(uptime.history).toHaveLength(90)
    expect(uptime.history[0]?.start).toBe('2026-03-12T00:00:00Z')
    expect(uptime.violations.map(({ start }) => start.slice(0, 10))).toEqual(['2026-03-22', '2026-05-21'])
    expect(uptime.value).toBeCloseTo(1 - 60 / (30 * 1440), 12)
    expect(uptime.budget?.used_minutes).toBeCloseTo(60, 9)
    expect(uptime.intervals).toEqual({ met: 29, evaluated: 30 })
    expect(uptime.trend.days).toBe(30)
  })

  it('is told in windows of seven days too, each judged alone and the oldest shorter', () => {
    const { uptime } = uptimeOf(20, 98, 99)
    // 90 days are twelve weeks and six days.
    expect(uptime.weeks).toHaveLength(13)
    expect(uptime.weeks[0]).toMatchObject({ start: '2026-03-12T00:00:00Z', end: '2026-03-18T00:00:00Z' })
    // Two hours of a week are 120 of 10,080 min: 98.81 %, beyond 99 %.
    expect(uptime.weeks.at(-1)).toMatchObject({ tier: 'CRITICAL', bad: 120 })
    expect(uptime.weeks.at(-1)?.value).toBeCloseTo(1 - 120 / 10_080, 12)
    expect(uptime.weeks.filter(({ tier }) => tier !== 'MEETING')).toHaveLength(2)
  })
})

describe('burn thresholds', () => {
  it('decide which alert fires, and the document says whose they are', () => {
    // An hour down 18 h before: 60 of the last 1,440 min is 8.3 times the budget's rate over 24 h, none of it in the last 6 h.
    const settings = withBurnThresholds(DEFAULT_SLO_SETTINGS, { '3d': 2 })
    const data = {
      ...NOTHING,
      uptime: { checks: [], intervals: [interval(at(0), at(DAYS), 'up'), interval(at(99, 18), at(99, 19), 'down')] },
    }
    const of = (burn: Parameters<typeof withBurnThresholds>[1]) =>
      buildSloDocument({
        data,
        settings: withBurnThresholds(settings, burn),
        burnSource: 'request',
        asOf: at(DAYS),
        version: '0.0.0',
      })
    // 3 days: 60 of 4,320 is 2.78; its short window of 6 h: 60 of 360 is 33.
    const fired = of({}).slos.flatMap(({ alerts }) => alerts.map(({ long_minutes: long }) => long))
    expect(fired).toEqual([4320])
    expect(of({ '3d': 2.8 }).slos.flatMap(({ alerts }) => alerts)).toEqual([])
    expect(of({ '3d': 2.8 }).settings).toMatchObject({
      burn: { '1h': 14.4, '6h': 6, '24h': 3, '3d': 2.8 },
      burn_source: 'request',
    })
  })
})
