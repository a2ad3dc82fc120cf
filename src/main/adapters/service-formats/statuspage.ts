import type { Role } from '#shared/canonical.ts'
import type { UptimeStatus } from '#shared/service-rows.ts'
import { isObject, type JsonValue } from '../formats/json-records.ts'
import { createServiceSink, type ServiceFormat, type ServiceReadOptions, type ServiceSink } from './service-read.ts'
import { columnsOf, parseJson, recordOf, requireColumns, tableRecords, type TableRecord } from './table-records.ts'

/** What an impact means for uptime; none and unknown impacts say nothing of it. */
const STATUS_OF_IMPACT: Readonly<Record<string, UptimeStatus>> = {
  critical: 'down',
  major: 'down',
  minor: 'degraded',
  maintenance: 'maintenance',
}

/**
 * Statuspage incidents: incidents.json, its incidents as JSON lines (started_at), or downtime windows as CSV. A status page
 * records no acknowledgements. As uptime: critical and major are down, minor is degraded; the rest of the time is up.
 */
export const statuspage: ServiceFormat = {
  id: 'statuspage',
  title: 'Statuspage incidents',
  detect: (head, role) => {
    if (role !== 'incidents' && role !== 'uptime') return null
    if (/"incidents"\s*:\s*\[/.test(head) && head.includes('"impact"'))
      return { score: 1, reason: 'it is a Statuspage incidents.json' }
    const columns = columnsOf(head)
    const has = (...wanted: string[]) => wanted.every((column) => columns.includes(column))
    if (has('downtime_start', 'downtime_end', 'impact') || has('started_at', 'resolved_at', 'impact'))
      return { score: 0.95, reason: 'it lists Statuspage incidents with their impact' }
    return null
  },
  read: (text, options) => {
    const sink = createServiceSink()
    for (const record of recordsOf(text, options))
      sink.record(record.place, () => {
        readIncident(record, options.role, sink)
      })
    return sink.done()
  },
}

function recordsOf(text: string, options: ServiceReadOptions): TableRecord[] {
  if (!/^\s*\{\s*"(page|incidents)"/.test(text.replace(/^\uFEFF/, ''))) {
    const columns = columnsOf(text)
    requireColumns(
      columns,
      columns.includes('downtime_start') ? ['downtime_start', 'downtime_end'] : ['started_at', 'resolved_at'],
      options.path,
    )
    return tableRecords(text, options)
  }
  const value = parseJson(text, options.path)
  const list = isObject(value) && Array.isArray(value['incidents']) ? (value['incidents'] as readonly JsonValue[]) : []
  return list.map((item, i) => recordOf(`record ${i + 1}`, (column) => (isObject(item) ? item[column] : null), options))
}

function readIncident(record: TableRecord, role: Role, sink: ServiceSink): void {
  const impact = record.text('impact')
  const raised = record.time('downtime_start') ?? record.time('started_at') ?? record.needTime('created_at')
  const resolved = record.time('downtime_end') ?? record.time('resolved_at')
  const status = STATUS_OF_IMPACT[impact ?? '']
  if (role === 'uptime') {
    if (status === undefined) sink.note('no-impact', 'impact')
    else sink.interval({ start: raised, end: resolved, status, service: null })
  } else if (status === 'maintenance') sink.note('maintenance', 'impact')
  else
    sink.incident({
      id: record.text('incident_id') ?? record.needText('id'),
      severity: impact,
      raised,
      acked: null,
      resolved,
      service: null,
      ack_recorded: false,
    })
}
