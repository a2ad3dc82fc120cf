import { describe, expect, it } from 'vitest'
import { burnRate, burnThatSpends, errorBudget, firingAlerts } from '#domain/slo/error-budget.ts'
import { DAY } from '#domain/slo/instants.ts'
import { DEFAULT_SLO_SETTINGS } from '#domain/slo/settings.ts'
import { buildTimeline } from '#domain/slo/timeline.ts'
import { uptimeLevel } from '#domain/slo/uptime-level.ts'
import type { UptimeInterval } from '#shared/service-rows.ts'
import { at, interval, START } from './build.ts'

const settings = DEFAULT_SLO_SETTINGS
const shareOf = (log: UptimeInterval[], asOf: number) => {
  const timeline = buildTimeline({ intervals: log, checks: [] }, settings, asOf)
  const share = timeline && uptimeLevel(timeline, settings).share
  if (!share) throw new Error('a share was expected')
  return share
}
const upFor = (days: number, ...down: UptimeInterval[]) => shareOf([interval(START, at(days), 'up'), ...down], at(days))

describe('the error budget of 99.5 %', () => {
  it.each([
    [30, 216],
    [7, 50.4],
    [1, 7.2],
  ])('allows in %d days %d minutes', (days, minutes) => {
    expect(errorBudget(upFor(days), 0.995, START, at(days))?.allowed_minutes).toBeCloseTo(minutes, 9)
  })

  it('goes below zero when overspent, and says it is spent already', () => {
    // 9 of 7.2 minutes: 1 - 9 / 7.2 = -0.25; clamping at 0 would hide by how much.
    const share = upFor(1, interval(at(0, 5), at(0, 5, 9), 'down'))
    expect(errorBudget(share, 0.995, START, at(1))?.remaining_fraction).toBeCloseTo(-0.25, 9)
    expect(errorBudget(share, 0.995, START, at(1))?.exhaustion).toBe('2026-03-03T00:00:00Z')
  })

  it('counts only eligible time: a day of maintenance allows nothing', () => {
    const share = upFor(2, interval(at(1), at(2), 'maintenance'))
    expect(errorBudget(share, 0.995, START, at(2))?.allowed_minutes).toBeCloseTo(7.2, 9)
    expect(errorBudget(share, 0.995, at(1), at(2))).toBeNull()
  })

  it('ends at remaining x period / burn: 3.6 of 36 minutes used today, burning 0.5, leaves 9 days of 5', () => {
    // allowed 0.005 * 5 * 1440 = 36; used 3.6; remaining 0.9; burn 3.6 / 1440 / 0.005 = 0.5; 0.9 * 5 d / 0.5 = 9 d.
    const share = upFor(5, interval(at(4, 5), at(4, 5, 3.6), 'down'))
    expect(errorBudget(share, 0.995, START, at(5))?.exhaustion).toBe(
      new Date((START + 14 * DAY) / 1000).toISOString().replace('.000', ''),
    )
    expect(errorBudget(upFor(5), 0.995, START, at(5))?.exhaustion).toBeNull()
  })
})

describe('burn rates', () => {
  it.each([
    [0.02, 1, 14.4],
    [0.05, 6, 6],
    [0.1, 72, 1],
  ])('spending %d of a 30-day budget in %d h is %d (SRE workbook, chapter 5, table 5-6)', (share, hours, burn) =>
    expect(burnThatSpends(share, hours, 30)).toBeCloseTo(burn, 9),
  )

  it('is the bad share over the allowance: all down burns 1 / (1 - target) = 200', () => {
    const share = upFor(1, interval(at(0, 23), at(1), 'down'))
    expect(burnRate(share, 0.995, at(1), 60)).toBeCloseTo(200, 9)
    expect(burnRate(share, 0.995, at(1), 1440)).toBeCloseTo(200 / 24, 9)
  })

  it('is not known of a window nothing is known of, rather than zero', () => {
    const gap = shareOf([interval(START, at(0, 20), 'up'), interval(at(0, 20), at(0, 21), 'down')], at(1))
    expect(burnRate(gap, 0.995, at(1), 60)).toBeNull()
  })
})

describe('multi-window burn alerts', () => {
  const firing = (log: UptimeInterval[], asOf: number, minimumBadSlots = 0) =>
    firingAlerts(shareOf(log, asOf), 0.995, asOf, settings.burnRules, { minimumBadSlots, slotMinutes: 5 }).map(
      ({ long_minutes }) => long_minutes,
    )
  const up = interval(START, at(3), 'up')

  it('pages while both the hour and the last five minutes burn', () => {
    expect(firing([up, interval(at(2, 23, 50), at(3), 'down')], at(3))).toContain(60)
  })

  it('stops paging once the short window is clean, though the long one still burns', () => {
    // Down 22:50-22:59:00, so the last 5 minutes are up: without the short window it would page for another hour.
    expect(firing([up, interval(at(2, 23, 40), at(2, 23, 54), 'down')], at(3))).not.toContain(60)
  })

  it('needs strictly more than the threshold', () => {
    // 14.4 x 0.5 % = 7.2 % of the hour = 4.32 min, all in the last 5: the long window burns exactly 14.4.
    expect(firing([up, interval(at(3) - 4.32 * 60e6, at(3), 'down')], at(3))).not.toContain(60)
    expect(firing([up, interval(at(3) - 4.33 * 60e6, at(3), 'down')], at(3))).toContain(60)
  })

  it('can ask for two bad slots, because one slot of five minutes is 8.3 % of an hour', () => {
    const one = [up, interval(at(2, 23, 55), at(3), 'down')]
    expect(firing(one, at(3))).toContain(60)
    expect(firing(one, at(3), 2)).not.toContain(60)
  })

  it('opens a ticket on a slow burn of three days', () => {
    // 4 minutes in every 6 hours: 1.11 % bad, burn 2.2 > 1 in both 3 d and 6 h.
    const slow = Array.from({ length: 12 }, (_, i) => interval(at(0, 6 * i + 3), at(0, 6 * i + 3, 4), 'down'))
    expect(firing([up, ...slow], at(3))).toEqual([4320])
  })
})
