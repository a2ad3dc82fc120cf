import { SECOND } from '#domain/slo/instants.ts'
import { createServiceSink, type ServiceFormat, type ServiceReadOptions, type ServiceSink } from './service-read.ts'
import { columnsOf, instantOf, tableRecords, type TableRecord } from './table-records.ts'

const REPORT = ['created_on', 'seconds_to_first_ack', 'seconds_to_resolve']
const API = ['created_at', 'status', 'acknowledgements', 'incident_number']

/**
 * PagerDuty incidents as CSV: the incident report (`created_on`, `seconds_to_first_ack`: blank or 0 = unacknowledged), or
 * the REST objects saved as a table, whose `acknowledgements` are nested as JSON or Python text.
 */
export const pagerduty: ServiceFormat = {
  id: 'pagerduty',
  title: 'PagerDuty incidents (CSV)',
  detect: (head, role) => {
    const columns = columnsOf(head)
    const has = (wanted: readonly string[]) => wanted.every((column) => columns.includes(column))
    if (role !== 'incidents' || !(has(REPORT) || has(API))) return null
    return { score: 1, reason: `it has PagerDuty's columns ${(has(REPORT) ? REPORT : API).join(', ')}` }
  },
  read: (text, options) => {
    const sink = createServiceSink()
    const report = columnsOf(text).includes('created_on')
    for (const record of tableRecords(text, options))
      sink.record(record.place, () => {
        if (report) readReport(record, sink)
        else readObject(record, sink, options)
      })
    return sink.done()
  },
}

function readReport(record: TableRecord, sink: ServiceSink): void {
  const raised = record.needTime('created_on')
  const after = (seconds: number | null) => (seconds === null || seconds === 0 ? null : raised + seconds * SECOND)
  const resolved = record.time('resolved_on') ?? after(record.number('seconds_to_resolve'))
  sink.incident({
    id: record.needText('id'),
    severity: record.text('urgency'),
    raised,
    acked: after(record.number('seconds_to_first_ack')),
    resolved,
    service: record.text('service_name'),
  })
}

function readObject(record: TableRecord, sink: ServiceSink, options: ServiceReadOptions): void {
  const ack = firstInstant(record.text('acknowledgements'))
  const resolved = record.needText('status') === 'resolved' ? record.needTime('last_status_change_at') : null
  // PagerDuty drops the acknowledgements of a resolved incident.
  if (resolved !== null && ack === null) sink.note('ack-not-recorded', 'acknowledgements')
  sink.incident({
    id: record.needText('id'),
    severity: record.text('urgency'),
    raised: record.needTime('created_at'),
    acked: ack === null ? null : instantOf(ack, 'acknowledgements', options),
    resolved,
    service: summaryOf(record.text('service')),
    ...(resolved !== null && ack === null && { ack_recorded: false }),
  })
}

/** The earliest `at` of a nested list, in JSON or Python quotes. */
function firstInstant(nested: string | null): string | null {
  const found = [...(nested ?? '').matchAll(/["']at["']: ?["']([^"']+)["']/g)].map((match) => match[1] ?? '')
  return found.sort()[0] ?? null
}

function summaryOf(nested: string | null): string | null {
  return /["']summary["']: ?["']([^"']+)["']/.exec(nested ?? '')?.[1] ?? nested
}
