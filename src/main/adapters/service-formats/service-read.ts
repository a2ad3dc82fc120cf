import type { Detection } from '#engine/ports.ts'
import type { Reject, RejectReason, Role } from '#shared/canonical.ts'
import type {
  DeploymentStageRow,
  HealthCheck,
  Incident,
  RiskSnapshot,
  UptimeCheck,
  UptimeInterval,
} from '#shared/service-rows.ts'

/** Everything one service-level file said. Every source record is accepted or rejected: `accepted` + `rejects` = `read`. */
export interface ServiceRead {
  readonly checks: readonly UptimeCheck[]
  readonly intervals: readonly UptimeInterval[]
  readonly incidents: readonly Incident[]
  readonly health: readonly HealthCheck[]
  readonly risk: readonly RiskSnapshot[]
  readonly deployments: readonly DeploymentStageRow[]
  readonly read: number
  readonly accepted: number
  readonly rejects: readonly Reject[]
  /** What the user should know of the file, by code and field, with how many records it concerns. */
  readonly notes: readonly { readonly code: string; readonly field: string; readonly count: number }[]
}

/** What a file is read as and what it cannot say itself. */
export interface ServiceReadOptions {
  /** The file as the user names it, for messages. */
  readonly path: string
  readonly role: Role
  readonly zone: string | null
  readonly dateOrder: 'dmy' | 'mdy' | null
}

/** One format of service-level files, read from its whole text. */
export interface ServiceFormat {
  readonly id: string
  readonly title: string
  /** Says whether a text (its head is enough) is in this format, for a file of this role; null when it is not. */
  detect(head: string, role: Role): Detection | null
  read(text: string, options: ServiceReadOptions): ServiceRead
}

/** A record that cannot be used: it is rejected with this reason, the rest of the file is read. */
export class RejectedRecord extends Error {
  readonly reason: RejectReason
  readonly column: string | null
  readonly raw: string | null

  constructor(reason: RejectReason, message: string, column: string | null = null, raw: string | null = null) {
    super(message)
    this.name = 'RejectedRecord'
    this.reason = reason
    this.column = column
    this.raw = raw
  }
}

/** Where a format puts what it reads. */
export interface ServiceSink {
  check(row: UptimeCheck): void
  interval(row: UptimeInterval): void
  incident(row: Incident): void
  health(row: HealthCheck): void
  risk(row: RiskSnapshot): void
  deployment(row: DeploymentStageRow): void
  /** Counts one more record under a note. */
  note(code: string, field: string): void
  /** Reads one source record; a {@link RejectedRecord} thrown inside rejects it. `place` locates it: a line, or words. */
  record(place: number | string, read: () => void): void
  done(): ServiceRead
}

/** Returns an empty sink. Intervals that end before they start, and incidents resolved before they were raised, are rejected; a second incident of one id is rejected, the first kept. */
export function createServiceSink(): ServiceSink {
  const rows = {
    checks: [] as UptimeCheck[],
    intervals: [] as UptimeInterval[],
    incidents: [] as Incident[],
    health: [] as HealthCheck[],
    risk: [] as RiskSnapshot[],
    deployments: [] as DeploymentStageRow[],
  }
  const rejects: Reject[] = []
  const notes = new Map<string, { code: string; field: string; count: number }>()
  const ids = new Set<string>()
  let read = 0
  const note = (code: string, field: string) => {
    const known = notes.get(`${code} ${field}`)
    if (known) known.count++
    else notes.set(`${code} ${field}`, { code, field, count: 1 })
  }
  return {
    note,
    check: (row) => rows.checks.push(row),
    health: (row) => rows.health.push(row),
    risk: (row) => rows.risk.push(row),
    deployment: (row) => rows.deployments.push(row),
    interval: (row) => {
      if (row.end !== null && row.end < row.start)
        throw new RejectedRecord('bad-time', 'The period ends before it starts.')
      rows.intervals.push(row)
    },
    incident: (row) => rows.incidents.push(acceptedIncident(row, ids, note)),
    record: (place, readRecord) => {
      read++
      try {
        readRecord()
      } catch (error) {
        rejects.push(rejectOf(place, error))
      }
    },
    done: () => ({ ...rows, read, accepted: read - rejects.length, rejects, notes: [...notes.values()] }),
  }
}

function acceptedIncident(row: Incident, ids: Set<string>, note: (code: string, field: string) => void): Incident {
  if (ids.has(row.id))
    throw new RejectedRecord('duplicate-id', `Incident ${row.id} was read before; the first one is kept.`, 'id', row.id)
  if (row.resolved !== null && row.resolved < row.raised)
    throw new RejectedRecord('bad-time', `Incident ${row.id} was resolved before it was raised.`)
  ids.add(row.id)
  if (row.acked === null || row.acked >= row.raised) return row
  note('acked-before-raised', 'acked')
  return { ...row, acked: null }
}

function rejectOf(place: number | string, error: unknown): Reject {
  if (!(error instanceof RejectedRecord)) throw error
  const { reason, message, column, raw } = error
  return {
    line: typeof place === 'number' ? place : null,
    place: typeof place === 'string' ? place : null,
    column,
    raw,
    reason,
    message,
  }
}
