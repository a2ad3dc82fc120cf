import type { Incident } from '#shared/service-rows.ts'
import type { WaitingEntry } from '#shared/slo.ts'
import { kaplanMeier, survivalQuantile, type Waiting } from '../stats/kaplan-meier.ts'
import { HOUR, MINUTE } from './instants.ts'
import { unmeasured, type Measure, type ServiceLevel, type Window } from './measure.ts'
import type { SloSettings, TierTable } from './settings.ts'
import { tierOf } from './tiers.ts'

/** A wait that belongs to an incident. */
export interface IncidentWait extends Waiting {
  readonly id: string
}

/**
 * Returns how long each alert waited for its acknowledgement, microseconds: raised in the window, or raised before it and
 * unacknowledged at its start. Sources that record no acknowledgements are left out. One nobody acknowledged has waited at least until it was resolved, else until `asOf`.
 */
export function ackWaits(incidents: readonly Incident[], window: Window): IncidentWait[] {
  const recorded = incidents.filter(({ ack_recorded }) => ack_recorded !== false)
  return waitsUntil(recorded, window, ({ acked, resolved }) => ({ ended: acked, seenUntil: resolved }))
}

/** Returns how long each incident took to resolve, microseconds; an open one has lasted at least until `asOf`. */
export function resolutionWaits(incidents: readonly Incident[], window: Window): IncidentWait[] {
  return waitsUntil(incidents, window, ({ resolved }) => ({ ended: resolved, seenUntil: null }))
}

function waitsUntil(
  incidents: readonly Incident[],
  { from, to, asOf }: Window,
  endOf: (incident: Incident) => { ended: number | null; seenUntil: number | null },
): IncidentWait[] {
  const waits: IncidentWait[] = []
  for (const incident of incidents) {
    const { ended, seenUntil } = endOf(incident)
    const last = Math.min(ended ?? seenUntil ?? asOf, asOf)
    // One raised at the very instant of the evaluation is there, and has waited for no time yet.
    const isLater = incident.raised > asOf || (incident.raised >= to && to < asOf)
    if (isLater || (incident.raised < from && last <= from)) continue
    const open = ended === null || ended > asOf
    waits.push({ id: incident.id, value: Math.max(0, last - incident.raised), open })
  }
  return waits
}

/** The honest summary of waits: what ended, what is open, both means, and the Kaplan-Meier P95. In the unit of the waits. */
export interface WaitingSummary {
  readonly n: number
  readonly open: number
  readonly meanEnded: number | null
  /** Mean with each open wait at what it has waited so far: the true mean is at least this. */
  readonly meanLowerBound: number | null
  readonly p95: number | null
  readonly notReachedAbove: number | null
  readonly oldestOpen: number | null
}

/** Returns the summary of some waits. Example: 2,3,4,5,6,7,8,9,11 ended and one open at 40: mean of the ended 6.1, lower-bound mean 9.5, P95 not reached above 40. */
export function summariseWaits(waits: readonly Waiting[]): WaitingSummary {
  const ended = waits.filter(({ open }) => !open)
  const open = waits.filter((wait) => wait.open)
  const p95 = survivalQuantile(waits, 0.95)
  return {
    n: waits.length,
    open: open.length,
    meanEnded: meanOf(ended),
    meanLowerBound: meanOf(waits),
    p95: p95 !== null && 'value' in p95 ? p95.value : null,
    notReachedAbove: p95 !== null && 'notReachedAbove' in p95 ? p95.notReachedAbove : null,
    oldestOpen: open.length === 0 ? null : open.reduce((oldest, { value }) => Math.max(oldest, value), 0),
  }
}

/** Returns the acknowledgement block of slo.json, minutes. */
export function ackEntry(incidents: readonly Incident[] | null, window: Window): WaitingEntry {
  const waits = incidents === null ? [] : ackWaits(incidents, window)
  const summary = summariseWaits(waits)
  const minutes = (value: number | null) => (value === null ? null : value / MINUTE)
  const none = incidents === null ? 'no-file' : 'no-incidents'
  return {
    alerts: summary.n,
    mean_acked_min: minutes(summary.meanEnded),
    mean_lower_bound_min: minutes(summary.meanLowerBound),
    p95_min: minutes(summary.p95),
    not_reached_above: minutes(summary.notReachedAbove),
    unacked: summary.open,
    oldest_open_min: minutes(summary.oldestOpen),
    curve: kaplanMeier(waits).map(({ time, survival, atRisk }) => ({
      minutes: time / MINUTE,
      waiting: survival,
      at_risk: atRisk,
    })),
    reason: summary.n === 0 ? none : null,
  }
}

/** Returns the acknowledgement and resolution service levels. Both are judged on the longer of the lower-bound mean and the oldest open wait. */
export function waitingLevels(incidents: readonly Incident[], settings: SloSettings, dataFrom: number): ServiceLevel[] {
  const level = (name: 'ack' | 'resolution', waitsOf: typeof ackWaits, unit: number): ServiceLevel => ({
    name,
    dataFrom,
    share: null,
    measure: (window) => {
      const waits = waitsOf(incidents, window)
      const unrecorded = waits.length === 0 && resolutionWaits(incidents, window).length > 0
      return unrecorded
        ? unmeasured('acks-not-recorded', 'the source records no acknowledgements')
        : measureWaits(waits, unit, settings.tables[name])
    },
  })
  return [level('ack', ackWaits, MINUTE), level('resolution', resolutionWaits, HOUR)]
}

function measureWaits(waits: readonly IncidentWait[], unit: number, table: TierTable): Measure {
  const { meanLowerBound, oldestOpen, n, open } = summariseWaits(waits)
  if (meanLowerBound === null) return unmeasured('no-incidents', 'no incidents', 'MEETING')
  const value = Math.max(meanLowerBound, oldestOpen ?? 0) / unit
  const worst = waits.reduce((a, b) => (b.value > a.value ? b : a))
  return {
    value,
    mean: meanLowerBound / unit,
    tier: tierOf(value, table),
    reason: null,
    n,
    coverage: null,
    bounds: null,
    formula: `${waitFormula(meanLowerBound / unit, oldestOpen === null ? null : oldestOpen / unit, n)} = ${shown(value)} ${table.unit}`,
    cause: `${worst.id} ${worst.open ? 'open for' : 'took'} ${shown(worst.value / unit)} ${table.unit}${open > 1 ? `, ${open} open` : ''}`,
    scored: true,
  }
}

function waitFormula(mean: number, oldestOpen: number | null, n: number): string {
  if (oldestOpen === null) return `mean of ${n}, none open`
  return `max(mean of ${n} with open ones at their wait so far: ${shown(mean)}, oldest open: ${shown(oldestOpen)})`
}

function meanOf(waits: readonly Waiting[]): number | null {
  return waits.length === 0 ? null : waits.reduce((sum, { value }) => sum + value, 0) / waits.length
}

function shown(value: number): string {
  return value.toFixed(2)
}
