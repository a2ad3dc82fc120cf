import type { TrackingErrorDay } from '#shared/service-rows.ts'
import { DAY, startOfDay } from './instants.ts'
import { unmeasured, type ServiceLevel } from './measure.ts'
import type { SloSettings } from './settings.ts'
import { tierOf } from './tiers.ts'

/** Returns the tracking-error service level: the last evaluated day that was over at `asOf`, by the measure that drives the band. */
export function trackingErrorLevel(days: readonly TrackingErrorDay[], settings: SloSettings): ServiceLevel {
  const ended = days
    .map(({ day, te_bps }) => ({ day, te_bps, end: startOfDay(day) + DAY }))
    .sort((a, b) => a.end - b.end)
  const evaluated = ended.filter((day): day is typeof day & { te_bps: number } => day.te_bps !== null)
  return {
    name: 'tracking_error',
    dataFrom: (ended[0]?.end ?? Infinity) - DAY,
    share: null,
    measure: ({ from, to, asOf }) => {
      const inside = evaluated.filter(({ end }) => end > from && end <= Math.min(to, asOf))
      const last = inside.at(-1)
      if (!last) return unmeasured('no-evaluated-day', 'no evaluated day')
      return {
        value: last.te_bps,
        mean: inside.reduce((sum, { te_bps }) => sum + te_bps, 0) / inside.length,
        tier: tierOf(last.te_bps, settings.tables.tracking_error),
        reason: null,
        n: inside.length,
        coverage: null,
        bounds: null,
        formula: `tracking error of ${last.day} = ${last.te_bps.toFixed(2)} bps a year`,
        cause: `tracking error ${last.te_bps.toFixed(1)} bps on ${last.day}`,
        scored: true,
      }
    },
  }
}
