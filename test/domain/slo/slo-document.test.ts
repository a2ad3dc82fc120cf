import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { MINUTE } from '#domain/slo/instants.ts'
import type { ServiceData } from '#domain/slo/levels.ts'
import { DEFAULT_SLO_SETTINGS, type SloName } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import { severityOf } from '#domain/slo/tiers.ts'
import type { UptimeStatus } from '#shared/service-rows.ts'
import type { SloDocument } from '#shared/slo.ts'
import { at, checks, incident, interval, NOTHING, order, START } from './build.ts'

const settings = DEFAULT_SLO_SETTINGS
const build = (data: Partial<ServiceData>, asOf: number | null = null) =>
  buildSloDocument({ data: { ...NOTHING, ...data }, settings, asOf, version: '0.0.0' })
const entry = (document: SloDocument, name: SloName) => {
  const found = document.slos.find((slo) => slo.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}
const uptimeOf = (days: number, bad: Record<number, UptimeStatus> = {}, missing = new Set<number>()) =>
  entry(build({ uptime: { checks: checks(days * 288, bad, missing), intervals: [] } }), 'uptime')
const slots = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
const downAt = (numbers: number[]) => Object.fromEntries(numbers.map((slot) => [slot, 'down' as const]))

describe('uptime judged with what is not known', () => {
  it('is 1 - 36 / 8640 for three bad hours in thirty days', () => {
    const slo = uptimeOf(30, downAt(slots(1000, 36)))
    expect(slo.value).toBeCloseTo(1 - 36 / 8640, 12)
    expect(slo).toMatchObject({ coverage: 1, tier: 'AT_RISK', bounds: [slo.value, slo.value] })
    expect(slo.budget?.used_minutes).toBeCloseTo(180, 9)
    // Slots 1000 to 1035 end in the fourth day (864 to 1151): its 180 minutes are the whole burn-down.
    expect(slo.history.map(({ bad }) => bad ?? NaN).filter((bad) => bad > 0)).toEqual([180])
  })

  it('is insufficient below 95 % coverage, however good the rest is', () => {
    const slo = uptimeOf(2, {}, new Set(slots(100, 40)))
    expect(slo).toMatchObject({ value: 1, tier: 'INSUFFICIENT_DATA', reason: 'low-coverage' })
    expect(slo.coverage).toBeCloseTo(1 - 40 / 576, 9)
  })

  it('is insufficient when the unknown time could decide it: bounds on both sides of the target', () => {
    // 2 days: 1 slot unknown, 2 down: 574/576 = 0.99653 if up, 573/576 = 0.99479 if down; 0.995 lies between.
    const slo = uptimeOf(2, downAt([305, 306]), new Set([350]))
    expect(slo).toMatchObject({ tier: 'INSUFFICIENT_DATA', reason: 'bounds-straddle-target' })
  })

  it('is a proven breach when the known downtime alone is above the limit, even with thin coverage', () => {
    const slo = uptimeOf(2, downAt(slots(400, 5)), new Set(slots(100, 100)))
    expect(slo).toMatchObject({ tier: 'VIOLATED', reason: 'proven-breach' })
    expect(slo.bounds?.[1]).toBeCloseTo(1 - 5 / 576, 9)
  })

  it('has no value without eligible time', () => {
    const slo = entry(build({ uptime: { checks: [], intervals: [interval(START, at(1), 'maintenance')] } }), 'uptime')
    expect(slo).toMatchObject({ value: null, reason: 'no-eligible-time', tier: 'INSUFFICIENT_DATA' })
  })
})

describe('the tier of a level', () => {
  it('escalates to CRITICAL after three violated days in a row and says so', () => {
    const bad = [...slots(26 * 288, 2), ...slots(27 * 288 + 9, 2), ...slots(28 * 288 + 9, 2), ...slots(29 * 288 + 9, 2)]
    const slo = uptimeOf(30, downAt(bad))
    expect(slo.value).toBeGreaterThan(0.996)
    expect(slo).toMatchObject({
      tier: 'CRITICAL',
      tier_reason: '4 violated days in a row',
      streak: { current: 4, longest: 4 },
    })
  })

  it('escalates a violation that burns fast, and a slow burn to AT_RISK', () => {
    expect(uptimeOf(30, downAt([...slots(100, 45), ...slots(30 * 288 - 3, 3)]))).toMatchObject({ tier: 'CRITICAL' })
    expect(uptimeOf(30, downAt([...slots(27 * 288 + 5, 8), 30 * 288 - 30, 30 * 288 - 28]))).toMatchObject({
      tier: 'AT_RISK',
    })
  })

  it('stays where it was until three better days have passed', () => {
    // 216 min allowed; 44 slots = 220 min down on day 0 leave the 30-day window on day 31.
    const tierAfter = (days: number) => uptimeOf(days, downAt(slots(0, 44)))
    expect(tierAfter(30).tier).toBe('VIOLATED')
    expect(tierAfter(31)).toMatchObject({ tier: 'VIOLATED', tier_reason: 'held: better for fewer than 3 days' })
    expect(tierAfter(33).tier).toBe('MEETING')
  })
})

describe('history', () => {
  it('lists each run of violated days with its start, end, worst value and cause', () => {
    const slo = uptimeOf(10, downAt([...slots(2 * 288 + 12, 2), ...slots(3 * 288 + 24, 6), ...slots(7 * 288, 2)]))
    expect(slo.violations).toHaveLength(2)
    expect(slo.violations[0]).toMatchObject({
      start: '2026-03-04T00:00:00Z',
      end: '2026-03-06T00:00:00Z',
      duration_minutes: 2880,
      intervals: 2,
      tier: 'CRITICAL',
      worst_value: 1 - 6 / 288,
      cause: 'down 30.0 min from 2026-03-05T02:00:00Z',
    })
    expect(slo.streak).toEqual({ current: 0, longest: 2 })
    expect(slo.intervals).toEqual({ met: 7, evaluated: 10 })
  })

  it('lets an unknown day neither extend nor end a streak', () => {
    const bad = downAt([...slots(2 * 288, 2), ...slots(4 * 288, 2)])
    expect(uptimeOf(6, bad, new Set(slots(3 * 288, 200))).streak).toEqual({ current: 0, longest: 2 })
    expect(uptimeOf(6, bad).streak).toEqual({ current: 0, longest: 1 })
  })

  it('skips a day of maintenance', () => {
    const rows = checks(4 * 288, Object.fromEntries(slots(288, 288).map((slot) => [slot, 'maintenance' as const])))
    expect(
      entry(build({ uptime: { checks: rows, intervals: [] } }), 'uptime').history.map(({ start }) =>
        start.slice(8, 10),
      ),
    ).toEqual(['02', '04', '05'])
  })
})

describe('trend', () => {
  it('is declining for a service that loses a minute more every day, and has none before 8 days', () => {
    const rows = (days: number) =>
      checks(days * 288).map((row, i) =>
        i % 288 === 7 ? { ...row, status: 'down' as const, seconds: 20 * Math.floor(i / 288) } : row,
      )
    const trend = (days: number) => entry(build({ uptime: { checks: rows(days), intervals: [] } }), 'uptime').trend
    expect(trend(12)).toMatchObject({ direction: 'declining', days: 12 })
    // 20 s more a day of 432 s allowed = 0.0463 limits a day.
    expect(trend(12).slope).toBeCloseTo(20 / 432, 6)
    expect(trend(7)).toMatchObject({ direction: null, reason: 'fewer than 8 days' })
  })

  it('is stable when nothing moves, or moves less than 1 % of the limit a day', () => {
    expect(uptimeOf(12).trend).toMatchObject({ direction: 'stable', reason: 'all days are equal' })
    const creeping = checks(12 * 288).map((row, i) =>
      i % 288 === 7 ? { ...row, status: 'down' as const, seconds: Math.floor(i / 288) } : row,
    )
    expect(entry(build({ uptime: { checks: creeping, intervals: [] } }), 'uptime').trend.direction).toBe('stable')
  })
})

describe('slo.json', () => {
  const orders = Array.from({ length: 60 }, (_, i) => order(at(9, 0, i)))
  const full = {
    uptime: { checks: checks(10 * 288), intervals: [] },
    incidents: [incident('i', at(8), 3, 20)],
    orders,
    trackingError: [{ day: '2026-03-10', te_bps: 12 }],
  }

  it('scores 100 and MEETING when all is well', () => {
    expect(build(full).overall).toMatchObject({ tier: 'MEETING', score: 100, evaluated_weight: 100, intervals_met: 1 })
  })

  it('says which level has no file, and lets the overall tier be the worst of the parts', () => {
    const document = build({ ...full, trackingError: null })
    expect(entry(document, 'tracking_error')).toMatchObject({
      tier: 'INSUFFICIENT_DATA',
      tier_reason: 'no file given',
      value: null,
    })
    expect(document.overall).toMatchObject({ tier: 'INSUFFICIENT_DATA', score: 100, evaluated_weight: 80 })
    expect(document.slos[0]?.name).toBe('tracking_error')
  })

  it('leaves out and counts rows from after the time asked about', () => {
    const document = build(full, at(9, 0, 30))
    expect(document.flags).toEqual([
      { code: 'future-row', field: 'uptime', count: 281 },
      { code: 'future-row', field: 'orders', count: 29 },
    ])
    expect(document.as_of).toBe('2026-03-11T00:30:00Z')
  })

  it('refuses to judge nothing at all', () => {
    expect(() => build({})).toThrow('No uptime, incident, order or tracking-error row was found')
  })

  it('is the same document whatever the order of the rows', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(full.uptime.checks, { minLength: full.uptime.checks.length }), (shuffled) => {
        expect(build({ ...full, uptime: { checks: shuffled, intervals: [] }, orders: [...orders].reverse() })).toEqual(
          build(full),
        )
      }),
      { numRuns: 3 },
    )
  })

  it('never rises in availability, score or tier when more of the time was down', () => {
    const day = 4 * 288
    const slot = fc.integer({ min: 0, max: day - 1 })
    const set = fc.uniqueArray(slot, { maxLength: 40 })
    const violated = Array.from({ length: 60 }, (_, i) => order(at(1, 0, i), { status: i < 5 ? 'rejected' : 'filled' }))
    fc.assert(
      fc.property(set, set, fc.uniqueArray(slot, { maxLength: 70 }), fc.boolean(), (down, more, missing, others) => {
        const around = others ? { ...full, orders: violated, trackingError: [{ day: '2026-03-04', te_bps: 35 }] } : {}
        const at4 = (bad: number[]) =>
          build(
            { ...around, uptime: { checks: checks(day, downAt(bad), new Set(missing)), intervals: [] } },
            START + day * 5 * MINUTE,
          )
        const [before, after] = [at4(down), at4([...down, ...more])]
        const [a, b] = [entry(before, 'uptime'), entry(after, 'uptime')]
        expect(b.value ?? 0).toBeLessThanOrEqual((a.value ?? 1) + 1e-12)
        expect(severityOf(b.tier)).toBeGreaterThanOrEqual(severityOf(a.tier))
        if (before.overall.score !== null)
          expect(after.overall.score ?? 0).toBeLessThanOrEqual(before.overall.score + 1e-9)
      }),
      { numRuns: 150 },
    )
  })
})
