import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { HOUR, MINUTE } from '#domain/slo/instants.ts'
import { DEFAULT_SLO_SETTINGS, type SloSettings } from '#domain/slo/settings.ts'
import { slotsBetween } from '#domain/slo/slots.ts'
import { buildTimeline, SYSTEM_STATES, totalsBetween, type StateTotals } from '#domain/slo/timeline.ts'
import type { UptimeCheck, UptimeInterval } from '#shared/service-rows.ts'
import { at, check, checks, interval, START } from './build.ts'

const settings = DEFAULT_SLO_SETTINGS
const totals = (
  intervals: UptimeInterval[],
  some: UptimeCheck[],
  asOf: number,
  changed: Partial<SloSettings> = {},
): StateTotals => {
  const timeline = buildTimeline({ intervals, checks: some }, { ...settings, ...changed }, asOf)
  if (!timeline) throw new Error('a timeline was expected')
  return totalsBetween(timeline, START, asOf)
}
const minutes = (some: StateTotals) => Object.fromEntries(SYSTEM_STATES.map((state) => [state, some[state] / MINUTE]))

describe('the uptime timeline', () => {
  it('counts overlapping outages once', () => {
    // 10:00-10:20 and 10:10-10:30 is 30 minutes down; adding them up would say 40.
    const log = [
      interval(START, at(1), 'up'),
      interval(at(0, 10), at(0, 10, 20), 'down'),
      interval(at(0, 10, 10), at(0, 10, 30), 'down'),
    ]
    expect(totals(log, [], at(1)).DOWN).toBe(30 * MINUTE)
  })

  it('clips an outage that is still open at the time the data speaks of', () => {
    const log = [interval(START, null, 'up'), interval(at(0, 23), null, 'down')]
    expect(minutes(totals(log, [], at(1)))).toMatchObject({ UP: 23 * 60, DOWN: 60, UNKNOWN: 0 })
  })

  it('leaves a missing check unknown for one slot, and never takes it for up', () => {
    const missing = checks(288, {}, new Set([100, 101]))
    expect(minutes(totals([], missing, at(1)))).toMatchObject({ UP: 286 * 5, UNKNOWN: 10 })
  })

  it('takes the seconds of a bad check where the source has them', () => {
    // Down for 45 of 300 s: a whole slot would be 5 minutes, 8.3 % of an hour.
    const rows = checks(12).map((row, i) => (i === 5 ? check(row.t, 'down', 45) : row))
    expect(totals([], rows, at(0, 1)).DOWN).toBe(45e6)
    expect(totals([], rows, at(0, 1)).UP).toBe(HOUR - 45e6)
  })

  it('lets maintenance hide an outage inside it, and the calendar hide both', () => {
    const log = [
      interval(START, at(1), 'up'),
      interval(at(0, 1), at(0, 3), 'maintenance'),
      interval(at(0, 2), at(0, 4), 'down'),
    ]
    expect(minutes(totals(log, [], at(1)))).toMatchObject({ MAINTENANCE: 120, DOWN: 60, UP: 21 * 60 })
    const sessions = { kind: 'sessions', weekdays: [1], startMinute: 180, endMinute: 600 } as const
    expect(minutes(totals(log, [], at(1), { calendar: sessions }))).toMatchObject({
      OFF_CALENDAR: 24 * 60 - 420,
      DOWN: 60,
      UP: 360,
      MAINTENANCE: 0,
    })
  })

  it('reads a file of outages alone as up between them, and one with any check as unknown between them', () => {
    const outages = [interval(START, at(0, 0, 10), 'down'), interval(at(0, 5), at(0, 5, 20), 'down')]
    expect(minutes(totals(outages, [], at(0, 12)))).toMatchObject({ DOWN: 30, UP: 690, UNKNOWN: 0 })
    expect(minutes(totals(outages, [check(at(0, 6), 'up')], at(0, 12)))).toMatchObject({
      DOWN: 30,
      UP: 5,
      UNKNOWN: 685,
    })
  })

  it('is down when any service is, unknown when any is unknown, and counts a service from its first record on', () => {
    const log = [
      interval(START, at(1), 'up', 'engine'),
      interval(at(0, 6), at(0, 18), 'up', 'gateway'),
      interval(at(0, 8), at(0, 9), 'down', 'gateway'),
      interval(at(0, 20), at(1), 'up', 'gateway'),
    ]
    expect(minutes(totals(log, [], at(1)))).toMatchObject({ DOWN: 60, UNKNOWN: 120, UP: 21 * 60 })
    expect(minutes(totals(log, [], at(1), { services: ['engine'] }))).toMatchObject({ DOWN: 0, UP: 24 * 60 })
  })

  it('reads checks in any order and lets the worst of two at one instant hold', () => {
    const rows = [...checks(12, { 3: 'down' })].reverse()
    expect(totals([], rows, at(0, 1)).DOWN).toBe(5 * MINUTE)
    expect(totals([], [...rows, check(START + 6 * 5 * MINUTE, 'down')], at(0, 1)).DOWN).toBe(10 * MINUTE)
  })

  it('uses the checks own spacing when it is finer than a slot', () => {
    const rows = Array.from({ length: 180 }, (_, i) => check(START + i * 20e6, i === 90 ? 'down' : 'up'))
    expect(totals([], rows, at(0, 1)).DOWN).toBe(20e6)
    expect(totals([], rows, at(0, 1)).UNKNOWN).toBe(0)
  })

  it('splits every window into states that sum to its length, and windows add up', () => {
    const status = fc.constantFrom('up' as const, 'down' as const, 'degraded' as const, 'maintenance' as const)
    const stretch = fc.tuple(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 200 }),
      status,
      fc.constantFrom('a', 'b'),
    )
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 25 }), fc.integer({ min: 0, max: 600 }), (rows, cut) => {
        const log = rows.map(([start, length, state, service]) =>
          interval(START + start * MINUTE, START + (start + length) * MINUTE, state, service),
        )
        const timeline = buildTimeline({ intervals: log, checks: [] }, settings, START + 600 * MINUTE)
        if (!timeline) return
        const whole = totalsBetween(timeline, START, START + 700 * MINUTE)
        const [left, right] = [
          totalsBetween(timeline, START, START + cut * MINUTE),
          totalsBetween(timeline, START + cut * MINUTE, START + 700 * MINUTE),
        ]
        expect(SYSTEM_STATES.reduce((sum, state) => sum + whole[state], 0)).toBe(700 * MINUTE)
        for (const state of SYSTEM_STATES) expect(left[state] + right[state]).toBe(whole[state])
      }),
    )
  })

  it('shows slots by their worst state', () => {
    const timeline = buildTimeline(
      { intervals: [], checks: checks(12, { 1: 'down', 2: 'degraded', 4: 'maintenance' }, new Set([6])) },
      settings,
      at(0, 1),
    )
    const states = timeline && slotsBetween(timeline, START, at(0, 1), 5).map(({ state }) => state)
    expect(states?.slice(0, 8)).toEqual(['UP', 'DOWN', 'DEGRADED', 'UP', 'MAINTENANCE', 'UP', 'UNKNOWN', 'UP'])
  })
})
