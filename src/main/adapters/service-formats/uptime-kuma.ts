import type { UptimeStatus } from '#shared/service-rows.ts'
import { isObject, type JsonValue } from '../formats/json-records.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat, type ServiceReadOptions } from './service-read.ts'
import { columnsOf, parseJson, recordOf, tableRecords, type TableRecord } from './table-records.ts'

/** Heartbeat statuses; 2 (pending, being retried) is no observation. */
const STATUS: Readonly<Record<number, UptimeStatus>> = { 0: 'down', 1: 'up', 3: 'maintenance' }
const PENDING = 2

/** Uptime Kuma heartbeats: its `heartbeat` table as CSV or JSON, or a `heartbeatList` by monitor. Its times are UTC though they name no zone. */
export const uptimeKuma: ServiceFormat = {
  id: 'uptime-kuma',
  title: 'Uptime Kuma heartbeats',
  detect: (head, role) => {
    if (role !== 'uptime') return null
    const columns = columnsOf(head)
    const table =
      ['status', 'time'].every((name) => columns.includes(name)) &&
      (columns.includes('monitor_id') || columns.includes('monitorid'))
    return table || head.includes('"heartbeatList"') ? { score: 1, reason: 'it has Uptime Kuma heartbeats' } : null
  },
  read: (text, given) => {
    const options = { ...given, zone: 'UTC' }
    const sink = createServiceSink()
    for (const record of heartbeats(text, options))
      sink.record(record.place, () => {
        const code = record.needNumber('status')
        const status = STATUS[code]
        const service = record.text('monitor_id') ?? record.text('monitorid') ?? record.text('monitorID')
        const t = record.needTime('time')
        if (code === PENDING) sink.note('pending', 'status')
        else if (status === undefined)
          throw new RejectedRecord('bad-number', `Status ${code} is not 0, 1, 2 or 3.`, 'status', String(code))
        else sink.check({ t, status, seconds: null, service })
      })
    return sink.done()
  },
}

function heartbeats(text: string, options: ServiceReadOptions): TableRecord[] {
  if (!text.includes('"heartbeatList"')) return tableRecords(text, options)
  const value = parseJson(text, options.path)
  const lists = isObject(value) && isObject(value['heartbeatList']) ? Object.entries(value['heartbeatList']) : []
  return lists.flatMap(([monitor, list]) =>
    (Array.isArray(list) ? (list as readonly JsonValue[]) : []).map((beat, i) =>
      recordOf(
        `monitor ${monitor} record ${i + 1}`,
        (column) => (isObject(beat) ? (beat[column] ?? (column === 'monitor_id' ? monitor : null)) : null),
        options,
      ),
    ),
  )
}
