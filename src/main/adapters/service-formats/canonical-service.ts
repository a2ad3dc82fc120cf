import type { CanonicalColumn, Role } from '#shared/canonical.ts'
import {
  DEPLOYMENT_OUTCOMES,
  DEPLOYMENT_STAGES,
  HEALTH_STATUSES,
  UPTIME_STATUSES,
  type UptimeInterval,
  type UptimeStatus,
} from '#shared/service-rows.ts'
import { SECOND } from '#domain/slo/instants.ts'
import {
  createServiceSink,
  RejectedRecord,
  type ServiceFormat,
  type ServiceRead,
  type ServiceReadOptions,
  type ServiceSink,
} from './service-read.ts'
import { columnsOf, requireColumns, tableRecords, type TableRecord } from './table-records.ts'

interface Shape {
  readonly role: Role
  /** Columns that tell the shape; any of the alternatives. */
  readonly required: readonly (readonly string[])[]
  readonly optional: readonly string[]
  read(record: TableRecord, sink: ServiceSink, columns: readonly string[]): void
}

const KINDS: Readonly<Record<string, CanonicalColumn['kind']>> = {
  ...Object.fromEntries(['t', 'start', 'end', 'raised', 'acked', 'resolved', 'started', 'ended'].map(kindOf('time'))),
  ...Object.fromEntries(
    ['seconds', 'drawdown', 'shortfall', 'allocated', 'traffic', 'risk_limit'].map(kindOf('number')),
  ),
}

function kindOf(kind: CanonicalColumn['kind']) {
  return (name: string) => [name, kind] as const
}

/** Columns that hold one of a few words. */
const WORDS: Readonly<Partial<Record<Role, Readonly<Record<string, readonly string[]>>>>> = {
  uptime: { status: UPTIME_STATUSES },
  health: { status: HEALTH_STATUSES },
  deployment: { stage: DEPLOYMENT_STAGES, outcome: DEPLOYMENT_OUTCOMES },
}

const SHAPES: readonly Shape[] = [
  {
    role: 'uptime',
    required: [
      ['t', 'status'],
      ['start', 'end', 'status'],
    ],
    optional: ['seconds', 'service'],
    read: readUptime,
  },
  {
    role: 'incidents',
    required: [['id', 'raised', 'resolved']],
    optional: ['acked', 'severity', 'service'],
    read: readIncident,
  },
  { role: 'health', required: [['t', 'version', 'check', 'status']], optional: [], read: readHealth },
  { role: 'risk', required: [['t', 'version', 'drawdown', 'shortfall', 'allocated']], optional: [], read: readRisk },
  {
    role: 'deployment',
    required: [['id', 'version', 'stage', 'started']],
    optional: ['control_version', 'traffic', 'risk_limit', 'ended', 'outcome'],
    read: readDeployment,
  },
]

/** The product's own files, as CSV, JSON lines or a JSON array: the columns of docs/slo-canary.md, in any order. */
export const canonicalService: ServiceFormat = {
  id: 'canonical-service',
  title: 'Canonical uptime, incidents, health, risk or deployment',
  detect: (head, role) => {
    const shape = shapeOf(role)
    const columns = columnsOf(head)
    const fits = shape?.required.find((wanted) => wanted.every((column) => columns.includes(column)))
    return fits ? { score: 0.9, reason: `it has the columns ${fits.join(', ')}` } : null
  },
  read: (text, options) => readCanonical(text, options, columnsOf(text), (record) => record),
}

/** Reads a table as the canonical file of its role. `columns` are the canonical columns it has, `view` shows a record under their names. */
export function readCanonical(
  text: string,
  options: ServiceReadOptions,
  columns: readonly string[],
  view: (record: TableRecord) => TableRecord,
): ServiceRead {
  const sink = createServiceSink()
  const shape = shapeOf(options.role)
  if (!shape) return sink.done()
  if (!shape.required.some((wanted) => wanted.every((column) => columns.includes(column))))
    requireColumns(columns, shape.required[0] ?? [], options.path)
  for (const record of tableRecords(text, options))
    sink.record(record.place, () => {
      shape.read(view(record), sink, columns)
    })
  return sink.done()
}

/** Returns every column the canonical file of a role may have. */
export function wantedColumns(role: Role): string[] {
  const shape = shapeOf(role)
  return [...new Set([...(shape?.required.flat() ?? []), ...(shape?.optional ?? [])])]
}

/**
 * Returns the columns of the canonical file of a role. Of several ways to write it (checks or stretches) the one that the
 * columns found fit best says which are required.
 */
export function serviceColumns(role: Role, found: ReadonlySet<string>): CanonicalColumn[] {
  const ways = shapeOf(role)?.required ?? []
  const has = (way: readonly string[]) => way.filter((name) => found.has(name)).length
  const [best = []] = ways.toSorted((a, b) => a.length - has(a) - (b.length - has(b)) || has(b) - has(a))
  return wantedColumns(role).map((name) => ({ name, kind: KINDS[name] ?? 'text', required: best.includes(name) }))
}

/** Returns the words a column of a role may hold, or null where it holds any text. */
export function wordsOf(role: Role, column: string): readonly string[] | null {
  return WORDS[role]?.[column] ?? null
}

/** Says in a sentence which columns the canonical file of a role has. */
export function wantedText(role: Role): string {
  const shape = shapeOf(role)
  if (!shape) return ''
  const needed = shape.required.map((columns) => columns.join(', ')).join(', or ')
  const more = shape.optional.length === 0 ? '' : ` (and, where known, ${shape.optional.join(', ')})`
  return `A file of ${role} has the columns ${needed}${more}.`
}

function shapeOf(role: Role): Shape | undefined {
  return SHAPES.find((shape) => shape.role === role)
}

function readUptime(record: TableRecord, sink: ServiceSink): void {
  const status = wordOf(record, 'status', UPTIME_STATUSES)
  const service = record.text('service')
  if (record.text('start') !== null) sink.interval(intervalOf(record, status, service))
  else sink.check({ t: record.needTime('t'), status, seconds: notNegative(record, 'seconds'), service })
}

/** With `seconds` it was down for that long at an unknown time of the stretch, so the stretch has an end and room for it. */
function intervalOf(record: TableRecord, status: UptimeStatus, service: string | null): UptimeInterval {
  const [start, end, seconds] = [record.needTime('start'), record.time('end'), notNegative(record, 'seconds')]
  if (seconds === null) return { start, end, status, service }
  const refused = (why: string) => new RejectedRecord('bad-number', why, 'seconds', String(seconds))
  if (status !== 'down') throw refused(`Seconds of a stretch are for "down"; this one is "${status}".`)
  if (end === null || seconds * SECOND > end - start)
    throw refused(
      `${seconds} s down do not fit into the stretch, which ${end === null ? 'has no end' : `lasts ${(end - start) / SECOND} s`}.`,
    )
  return { start, end, status, seconds, service }
}

/** Without a column for them the source records no acknowledgements: none is known to be missing. */
function readIncident(record: TableRecord, sink: ServiceSink, columns: readonly string[]): void {
  sink.incident({
    id: record.needText('id'),
    severity: record.text('severity'),
    raised: record.needTime('raised'),
    acked: record.time('acked'),
    resolved: record.time('resolved'),
    service: record.text('service'),
    ...(!columns.includes('acked') && { ack_recorded: false }),
  })
}

function readHealth(record: TableRecord, sink: ServiceSink): void {
  const t = record.needTime('t')
  sink.health({
    t,
    version: record.needText('version'),
    check: record.needText('check'),
    status: wordOf(record, 'status', HEALTH_STATUSES),
  })
}

function readRisk(record: TableRecord, sink: ServiceSink): void {
  const allocated = record.needNumber('allocated')
  if (allocated <= 0)
    throw new RejectedRecord(
      'bad-number',
      `Allocated capital must be above 0, not ${allocated}.`,
      'allocated',
      String(allocated),
    )
  const version = record.needText('version')
  sink.risk({
    t: record.needTime('t'),
    version,
    drawdown: record.needNumber('drawdown'),
    shortfall: record.needNumber('shortfall'),
    allocated,
  })
}

function readDeployment(record: TableRecord, sink: ServiceSink): void {
  const started = record.needTime('started')
  const ended = record.time('ended')
  if (ended !== null && ended < started)
    throw new RejectedRecord('bad-time', 'The stage ends before it starts.', 'ended')
  sink.deployment({
    id: record.needText('id'),
    version: record.needText('version'),
    control_version: record.text('control_version'),
    stage: wordOf(record, 'stage', DEPLOYMENT_STAGES),
    started,
    traffic: fractionOf(record, 'traffic'),
    risk_limit: fractionOf(record, 'risk_limit'),
    ended,
    outcome: record.text('outcome') === null ? null : wordOf(record, 'outcome', DEPLOYMENT_OUTCOMES),
  })
}

function wordOf<Word extends string>(record: TableRecord, column: string, words: readonly Word[]): Word {
  const text = record.needText(column).toLowerCase()
  const word = words.find((candidate) => candidate === text)
  if (word === undefined)
    throw new RejectedRecord(
      'missing-value',
      `"${text}" in column "${column}" is not one of ${words.join(', ')}.`,
      column,
      text,
    )
  return word
}

function notNegative(record: TableRecord, column: string): number | null {
  const value = record.number(column)
  if (value !== null && value < 0)
    throw new RejectedRecord('bad-number', `${value} in column "${column}" is below 0.`, column, String(value))
  return value
}

/** A share between 0 and 1; 10 for "10 %" is refused, not guessed. */
function fractionOf(record: TableRecord, column: string): number | null {
  const value = notNegative(record, column)
  if (value !== null && value > 1)
    throw new RejectedRecord(
      'bad-number',
      `${value} in column "${column}" is not a fraction between 0 and 1.`,
      column,
      String(value),
    )
  return value
}
