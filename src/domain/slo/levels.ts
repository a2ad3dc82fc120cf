import type { Incident, ServiceOrder, TrackingErrorDay } from '#shared/service-rows.ts'
import { HOUR } from './instants.ts'
import type { ServiceLevel } from './measure.ts'
import { knownAt, orderLevels } from './order-levels.ts'
import { uptimeDataThrough, type UptimeRecords } from './observe-uptime.ts'
import type { SloSettings } from './settings.ts'
import { buildTimeline, type Timeline } from './timeline.ts'
import { trackingErrorLevel } from './tracking-error-level.ts'
import { uptimeLevel } from './uptime-level.ts'
import { waitingLevels } from './waiting-levels.ts'

/** Rows of the service-level files; null = that file was not given. */
export interface ServiceData {
  readonly uptime: UptimeRecords | null
  readonly incidents: readonly Incident[] | null
  readonly orders: readonly ServiceOrder[] | null
  readonly trackingError: readonly TrackingErrorDay[] | null
}

/** Returns the instant up to which the data speaks: the latest instant of any row. Null without rows. */
export function dataThrough(data: ServiceData, settings: SloSettings): number | null {
  const instants = [
    data.uptime ? uptimeDataThrough(data.uptime, settings.slotMinutes) : null,
    latest(
      (data.incidents ?? []).map(({ raised, acked, resolved }) =>
        Math.max(raised, acked ?? raised, resolved ?? raised),
      ),
    ),
    latest((data.orders ?? []).map(knownAt)),
    latest((data.trackingError ?? []).map(({ day }) => Date.parse(`${day}T00:00:00Z`) * 1000 + 24 * HOUR)),
  ]
  return latest(instants.filter((instant) => instant !== null))
}

/** Rows from after the evaluation time, by file: they are left out and counted, never silently used. */
export interface FutureRows {
  readonly data: ServiceData
  readonly left: readonly { readonly field: string; readonly count: number }[]
}

/** Returns the data without rows that begin after `asOf`, and how many each file lost. */
export function withoutFuture(data: ServiceData, asOf: number): FutureRows {
  const left: { field: string; count: number }[] = []
  const keep = <Row>(field: string, rows: readonly Row[], at: (row: Row) => number): Row[] => {
    const kept = rows.filter((row) => at(row) <= asOf)
    if (kept.length < rows.length) left.push({ field, count: rows.length - kept.length })
    return kept
  }
  const uptime = data.uptime && {
    checks: keep('uptime', data.uptime.checks, ({ t }) => t),
    intervals: keep('uptime', data.uptime.intervals, ({ start }) => start),
  }
  const incidents = data.incidents && keep('incidents', data.incidents, ({ raised }) => raised)
  const orders = data.orders && keep('orders', data.orders, ({ t_sent }) => t_sent)
  return { data: { ...data, uptime, incidents, orders }, left }
}

/** The service levels the data can measure, and the uptime timeline where there is one. */
export interface Levels {
  readonly levels: readonly ServiceLevel[]
  readonly timeline: Timeline | null
}

/** Returns the service levels of the files given. `asOf` clips what is still open. */
export function createLevels(data: ServiceData, settings: SloSettings, asOf: number): Levels {
  const timeline = data.uptime ? buildTimeline(data.uptime, settings, asOf) : null
  const incidents = data.incidents ?? []
  const firstRaised = incidents.reduce((first, { raised }) => Math.min(first, raised), Infinity)
  const incidentsFrom = Math.min(firstRaised, timeline?.from ?? Infinity)
  const levels = [
    ...(timeline ? [uptimeLevel(timeline, settings)] : []),
    ...(data.incidents ? waitingLevels(incidents, settings, incidentsFrom) : []),
    ...(data.trackingError && data.trackingError.length > 0 ? [trackingErrorLevel(data.trackingError, settings)] : []),
    ...(data.orders && data.orders.length > 0 ? orderLevels(data.orders, settings) : []),
  ]
  return { levels, timeline }
}

function latest(instants: readonly number[]): number | null {
  return instants.length === 0 ? null : instants.reduce((a, b) => Math.max(a, b), -Infinity)
}
