import { isObject, valueAt, type JsonObject, type JsonValue } from '../formats/json-records.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat } from './service-read.ts'
import { parseJson, recordOf } from './table-records.ts'

const MILLISECOND = 1000

/** Opsgenie alerts as JSON: a list, or `{data: [...]}`; `report.ackTime` and `closeTime` are milliseconds after creation. */
export const opsgenie: ServiceFormat = {
  id: 'opsgenie',
  title: 'Opsgenie alerts (JSON)',
  detect: (head, role) =>
    role === 'incidents' && head.includes('"tinyId"') && head.includes('"createdAt"')
      ? { score: 1, reason: 'it has Opsgenie alerts (tinyId, createdAt)' }
      : null,
  read: (text, options) => {
    const sink = createServiceSink()
    listOf(parseJson(text, options.path)).forEach((item, i) => {
      sink.record(`record ${i + 1}`, () => {
        if (!isObject(item)) throw new RejectedRecord('ragged-row', 'The record is not a JSON object.')
        const record = recordOf(`record ${i + 1}`, (column) => item[column], options)
        const raised = record.needTime('createdAt')
        const acked = afterMilliseconds(item, 'report.ackTime', raised)
        const known = acked !== null || item['acknowledged'] !== true
        if (!known) sink.note('ack-not-recorded', 'report.ackTime')
        sink.incident({
          id: record.needText('id'),
          severity: record.text('priority'),
          raised,
          acked,
          resolved: closedAt(item, raised),
          service: record.text('source'),
          ...(!known && { ack_recorded: false }),
        })
      })
    })
    return sink.done()
  },
}

function listOf(value: JsonValue): readonly JsonValue[] {
  const list = isObject(value) ? value['data'] : value
  return Array.isArray(list) ? (list as readonly JsonValue[]) : []
}

function afterMilliseconds(item: JsonObject, path: string, raised: number): number | null {
  const value = valueAt(item, path)
  return typeof value === 'number' && value > 0 ? raised + value * MILLISECOND : null
}

function closedAt(item: JsonObject, raised: number): number | null {
  if (item['status'] !== 'closed') return null
  const closed = afterMilliseconds(item, 'report.closeTime', raised)
  if (closed === null)
    throw new RejectedRecord(
      'missing-value',
      'The alert is closed but says not when (report.closeTime).',
      'report.closeTime',
    )
  return closed
}
