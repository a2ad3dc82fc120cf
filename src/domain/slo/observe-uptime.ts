import type { UptimeCheck, UptimeInterval } from '#shared/service-rows.ts'
import { median } from '../stats/quantile.ts'
import { MINUTE, SECOND } from './instants.ts'

/** What was recorded of uptime: single checks, stretches, or both. */
export interface UptimeRecords {
  readonly checks: readonly UptimeCheck[]
  readonly intervals: readonly UptimeInterval[]
}

/** A check that comes this much later than usual leaves a gap. */
const LATE = 1.5

/**
 * Returns what the records say as stretches of time up to `asOf`. A check stands until the next of its service when that
 * comes within 1.5 of the usual spacing (their median gap, at most a slot), else for one spacing, and the rest is unknown.
 * A bad check with `seconds` is bad for those seconds and up for the rest. A service known only by its bad stretches is
 * an outage log: up between them, from its first record on. Stretches still open, or past `asOf`, are clipped there.
 */
export function observedStretches(
  records: UptimeRecords,
  slotMinutes: number,
  asOf: number,
): (UptimeInterval & { end: number })[] {
  const stretches = [
    ...records.intervals,
    ...assumedUp(records),
    ...[...byService(records.checks).values()].flatMap((checks) => stretchesOfChecks(checks, slotMinutes * MINUTE)),
  ]
  return stretches
    .map((stretch) => ({ ...stretch, end: Math.min(stretch.end ?? asOf, asOf) }))
    .filter(({ start, end }) => start < end)
}

/** Returns the instant up to which the records speak: the latest end, or where the last check stops standing. Null without records. */
export function uptimeDataThrough(records: UptimeRecords, slotMinutes: number): number | null {
  const ends = observedStretches({ ...records, intervals: [] }, slotMinutes, Infinity).map(({ end }) => end)
  for (const { start, end } of records.intervals) ends.push(end ?? start)
  return ends.length === 0 ? null : ends.reduce((latest, end) => Math.max(latest, end), -Infinity)
}

function byService<Row extends { readonly service: string | null }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = row.service ?? ''
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

function assumedUp({ checks, intervals }: UptimeRecords): UptimeInterval[] {
  const checked = new Set(checks.map(({ service }) => service ?? ''))
  return [...byService(intervals)]
    .filter(([service, rows]) => !checked.has(service) && rows.every(({ status }) => status !== 'up'))
    .map(([, rows]) => ({
      start: rows.reduce((first, { start }) => Math.min(first, start), Infinity),
      end: null,
      status: 'up' as const,
      service: rows[0]?.service ?? null,
    }))
}

function stretchesOfChecks(checks: readonly UptimeCheck[], slot: number): UptimeInterval[] {
  const sorted = [...checks].sort((a, b) => a.t - b.t)
  const gaps = sorted
    .slice(1)
    .map(({ t }, i) => t - (sorted[i]?.t ?? t))
    .filter((gap) => gap > 0)
  const spacing = Math.min(median(gaps) ?? slot, slot)
  let following = Infinity
  const stretches: UptimeInterval[] = []
  for (let i = sorted.length - 1; i >= 0; i--) {
    const check = sorted[i]
    if (!check) continue
    const later = sorted[i + 1]?.t
    if (later !== undefined && later > check.t) following = later
    const end = following - check.t <= LATE * spacing ? following : check.t + spacing
    stretches.push(...stretchesOfCheck(check, end))
  }
  return stretches
}

function stretchesOfCheck({ t, status, seconds, service }: UptimeCheck, end: number): UptimeInterval[] {
  if (seconds === null) return [{ start: t, end, status, service }]
  const until = t + seconds * SECOND
  if (status === 'up') return [{ start: t, end: Math.min(until, end), status, service }]
  const bad = { start: t, end: until, status, service }
  return until < end ? [bad, { start: until, end, status: 'up', service }] : [bad]
}
