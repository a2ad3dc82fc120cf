import type { Incident } from '#shared/service-rows.ts'
import { HOUR } from '../slo/instants.ts'
import { kaplanMeier } from '../stats/kaplan-meier.ts'
import { resolutionWaits } from '../slo/waiting-levels.ts'
import { waitForEvents, type WaitingQuantiles } from '../stats/waiting-time.ts'
import type { SequentialView } from './sequential-monitor.ts'
import type { CanarySettings } from './settings.ts'

/** How long one requirement still takes, hours; null quantiles = cannot be said, for the reason. */
export interface DecisionPart {
  readonly part: 'minimum-time' | 'trades' | 'paired-slots' | 'sequence-width' | 'incidents'
  readonly wait: WaitingQuantiles | null
  readonly reason: string
}

/** What the wait is computed from, at one instant of a production canary. */
export interface DecisionInputs {
  readonly at: number
  readonly coveredHours: number
  readonly trades: number
  readonly views: readonly SequentialView[]
  readonly incidents: readonly Incident[] | null
}

/** Returns how long each requirement of a decision still takes. Counts arrive as Poisson processes at the rate seen. */
export function decisionParts(inputs: DecisionInputs, settings: CanarySettings): DecisionPart[] {
  const { coveredHours, trades, views } = inputs
  const means = views.filter(({ metric }) => metric.kind === 'mean')
  const pairs = means.reduce((most, { n }) => Math.max(most, n), 0)
  const missing = Math.max(0, settings.production.minimumHours - coveredHours)
  const wanted = widthPairs(means)
  return [
    {
      part: 'minimum-time',
      wait: { p10: missing, p50: missing, p90: missing },
      reason: `${missing.toFixed(1)} more covered hours`,
    },
    arrivals('trades', settings.minimumTrades, trades, coveredHours, 'trades'),
    arrivals('paired-slots', settings.decisionPairs, pairs, coveredHours, 'paired slots'),
    wanted === null
      ? { part: 'sequence-width', wait: null, reason: 'no sequence has a width yet' }
      : arrivals(
          'sequence-width',
          wanted,
          pairs,
          coveredHours,
          'paired slots until every sequence is narrower than its margin',
        ),
    incidentPart(inputs),
  ]
}

/** The latest part of each quantile and the part that binds; null where a part cannot be said. */
export interface LatestPart {
  readonly quantiles: WaitingQuantiles | null
  readonly binding: DecisionPart['part'] | 'none'
}

/** Returns the latest of some parts. A part that cannot be said binds. */
export function latestPart(parts: readonly DecisionPart[]): LatestPart {
  const unknown = parts.find(({ wait }) => wait === null)
  if (unknown) return { quantiles: null, binding: unknown.part }
  const waits = parts.map(({ wait }) => wait ?? { p10: 0, p50: 0, p90: 0 })
  const latest = (key: keyof WaitingQuantiles) => waits.reduce((longest, wait) => Math.max(longest, wait[key]), 0)
  const quantiles = { p10: latest('p10'), p50: latest('p50'), p90: latest('p90') }
  const binding = quantiles.p50 > 0 ? parts.find(({ wait }) => wait?.p50 === quantiles.p50)?.part : undefined
  return { quantiles, binding: binding ?? 'none' }
}

function arrivals(part: DecisionPart['part'], wanted: number, seen: number, hours: number, what: string): DecisionPart {
  const missing = Math.max(0, wanted - seen)
  const wait = waitForEvents(missing, seen, hours)
  return { part, wait, reason: wait === null ? `no ${what} yet, so no rate is known` : `${missing} more ${what}` }
}

/** Pairs at which every mean's sequence is about as narrow as its margin: half-width shrinks as 1 / sqrt(n). */
function widthPairs(means: readonly SequentialView[]): number | null {
  const needed = means.flatMap(({ sequence, n, metric }) =>
    sequence === null ? [] : [Math.ceil(n * ((sequence[1] - sequence[0]) / 2 / Math.abs(metric.margin)) ** 2)],
  )
  return needed.length === 0 ? null : Math.max(...needed)
}

/** Open incidents clear as the resolved ones did: quantiles of the resolution times longer than what the oldest has lasted. */
function incidentPart({ incidents, at }: DecisionInputs): DecisionPart {
  const part = 'incidents'
  const waits = resolutionWaits(incidents ?? [], { from: -Infinity, to: at, asOf: at })
  const oldest = waits.filter(({ open }) => open).reduce((longest, { value }) => Math.max(longest, value), -1)
  if (oldest < 0) return { part, wait: { p10: 0, p50: 0, p90: 0 }, reason: 'no unresolved incident' }
  const steps = kaplanMeier(waits)
  const now = steps.findLast(({ time }) => time <= oldest)?.survival ?? 1
  const after = (p: number) =>
    steps.find(({ time, survival }) => time > oldest && survival <= now * (1 - p) + 1e-12)?.time
  const [p10, p50, p90] = [after(0.1), after(0.5), after(0.9)]
  if (p10 === undefined || p50 === undefined || p90 === undefined)
    return { part, wait: null, reason: 'an incident has been open for longer than any took to resolve' }
  const hours = (time: number) => (time - oldest) / HOUR
  return { part, wait: { p10: hours(p10), p50: hours(p50), p90: hours(p90) }, reason: 'an unresolved incident' }
}
