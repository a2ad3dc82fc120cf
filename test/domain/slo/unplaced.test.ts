import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { MINUTE } from '#domain/slo/instants.ts'
import { DEFAULT_SLO_SETTINGS } from '#domain/slo/settings.ts'
import { buildTimeline, totalsBetween } from '#domain/slo/timeline.ts'
import type { UptimeInterval } from '#shared/service-rows.ts'
import { at, day, interval } from './build.ts'

const minutesIn = (intervals: readonly UptimeInterval[], from: number, to: number) => {
  const timeline = buildTimeline({ checks: [], intervals }, DEFAULT_SLO_SETTINGS, at(3))
  if (!timeline) throw new Error('a timeline was expected')
  const { DOWN, UP, UNKNOWN } = totalsBetween(timeline, from, to)
  return { down: DOWN / MINUTE, up: UP / MINUTE, unknown: UNKNOWN / MINUTE }
}

describe('a day of which only the length of the downtime is known', () => {
  it('is exact as a whole, and unknown in an hour of it', () => {
    expect(minutesIn([day(0, 36)], at(0), at(1))).toEqual({ down: 36, up: 1404, unknown: 0 })
    expect(minutesIn([day(0, 36)], at(0, 5), at(0, 6))).toEqual({ down: 0, up: 24, unknown: 36 })
  })

  it('proves downtime of a part where the rest of the day cannot hold it', () => {
    // 1430 of 1440 min down: of any hour at least 50 were, for only 10 of them can have been up.
    expect(minutesIn([day(0, 1430)], at(0, 5), at(0, 6))).toEqual({ down: 50, up: 0, unknown: 10 })
  })

  it('of two services was down for at least the longer one and at most for both added up', () => {
    // 30 and 20 min: together down between 30 (one inside the other) and 50 (apart).
    expect(minutesIn([day(0, 30, 'a'), day(0, 20, 'b')], at(0), at(1))).toEqual({ down: 30, up: 1390, unknown: 20 })
  })

  it('counts downtime with a time of the same day once: it is part of the day’s minutes', () => {
    const placed = interval(at(0, 10), at(0, 10, 20), 'down', 'a')
    // 20 of the 36 min are placed at 10:00; adding up would say 56. That the placed ones are among the 36 is not assumed of `up`.
    expect(minutesIn([day(0, 36, 'a'), placed], at(0), at(1))).toEqual({ down: 36, up: 1384, unknown: 20 })
    expect(minutesIn([day(0, 36, 'a'), placed], at(0, 10), at(0, 11))).toEqual({ down: 20, up: 4, unknown: 36 })
  })

  it('says nothing of days that come after it but that they are not listed', () => {
    const both = [day(0, 36), day(2, 5)]
    expect(minutesIn(both, at(1), at(2))).toEqual({ down: 0, up: 1440, unknown: 0 })
  })

  it('holds the truth wherever the downtime was', () => {
    const placement = fc.record({ minutes: fc.integer({ min: 0, max: 1440 }), start: fc.nat(1440) })
    fc.assert(
      fc.property(
        fc.array(placement, { minLength: 1, maxLength: 3 }),
        fc.tuple(fc.nat(1439), fc.integer({ min: 1, max: 1440 })),
        (placements, [from, length]) => {
          const to = Math.min(1440, from + length)
          const days = placements.map(({ minutes }, service) => day(0, minutes, `s${service}`))
          const isDown = (minute: number) =>
            placements.some(({ minutes, start }) => {
              const first = Math.min(start, 1440 - minutes)
              return minute >= first && minute < first + minutes
            })
          let truth = 0
          for (let minute = from; minute < to; minute++) truth += isDown(minute) ? 1 : 0
          const { down, up, unknown } = minutesIn(days, at(0, 0, from), at(0, 0, to))
          expect(down).toBeLessThanOrEqual(truth)
          expect(up).toBeLessThanOrEqual(to - from - truth)
          expect(down + up + unknown).toBe(to - from)
        },
      ),
    )
  })

  it('never looks better for being down longer', () => {
    fc.assert(
      fc.property(fc.nat(1440), fc.nat(1440), fc.nat(1440), (one, other, from) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const of = (minutes: number) => minutesIn([day(0, minutes)], at(0, 0, from), at(1))
        expect(of(more).down).toBeGreaterThanOrEqual(of(less).down)
        expect(of(more).up).toBeLessThanOrEqual(of(less).up)
      }),
    )
  })
})
