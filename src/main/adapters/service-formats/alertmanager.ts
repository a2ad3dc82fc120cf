import { isObject, type JsonValue } from '../formats/json-records.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat } from './service-read.ts'
import { parseJson, recordOf } from './table-records.ts'

/** Alertmanager's "not over yet". */
const NEVER = '0001-01-01'

/** Alertmanager webhook bodies (one, or one a line) as incidents. They record no acknowledgements; an alert is told by its fingerprint, else its labels. */
export const alertmanager: ServiceFormat = {
  id: 'alertmanager',
  title: 'Alertmanager webhook (JSON)',
  detect: (head, role) =>
    role === 'incidents' && head.includes('"alerts"') && head.includes('"startsAt"')
      ? { score: 1, reason: 'it has Alertmanager alerts (startsAt, endsAt)' }
      : null,
  read: (text, options) => {
    const sink = createServiceSink()
    bodiesOf(text, options.path)
      .flatMap(alertsOf)
      .forEach((alert, i) => {
        sink.record(`alerts record ${i + 1}`, () => {
          if (!isObject(alert)) throw new RejectedRecord('ragged-row', 'The alert is not a JSON object.')
          const labels = isObject(alert['labels']) ? alert['labels'] : {}
          const record = recordOf(i + 1, (column) => alert[column], options)
          const text = (label: string) => (typeof labels[label] === 'string' ? labels[label] : null)
          sink.incident({
            id: `${record.text('fingerprint') ?? `${text('alertname') ?? 'alert'} ${text('instance') ?? ''}`.trim()} ${record.needText('startsAt')}`,
            severity: text('severity'),
            raised: record.needTime('startsAt'),
            acked: null,
            resolved: (record.text('endsAt') ?? NEVER).startsWith(NEVER) ? null : record.time('endsAt'),
            service: text('job'),
            ack_recorded: false,
          })
        })
      })
    return sink.done()
  },
}

function bodiesOf(text: string, path: string): JsonValue[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const separate =
    lines.length > 1 && lines.every((line) => line.trimStart().startsWith('{') && line.trimEnd().endsWith('}'))
  return separate ? lines.map((line) => parseJson(line, path)) : [parseJson(text, path)]
}

function alertsOf(body: JsonValue): readonly JsonValue[] {
  return isObject(body) && Array.isArray(body['alerts']) ? (body['alerts'] as readonly JsonValue[]) : []
}
