import { SECOND } from '#domain/slo/instants.ts'
import { isObject, valueAt, type JsonObject, type JsonValue } from '../formats/json-records.ts'
import { AppError } from '#shared/errors.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat, type ServiceSink } from './service-read.ts'
import { parseJson } from './table-records.ts'

/**
 * A Prometheus range query of `up` or `probe_success`: the API's envelope, or its bare result list. Values are text: 1 up,
 * 0 down; NaN, +Inf and -Inf are no observation; a gap is an absent timestamp. Each series is one service.
 */
export const prometheus: ServiceFormat = {
  id: 'prometheus',
  title: 'Prometheus range query (JSON)',
  detect: (head, role) =>
    role === 'uptime' && head.includes('"metric"') && head.includes('"values"')
      ? { score: 1, reason: 'it is a Prometheus matrix (metric, values)' }
      : null,
  read: (text, options) => {
    const value = parseJson(text, options.path)
    if (isObject(value) && value['status'] === 'error')
      throw new AppError(
        'FILE_UNREADABLE',
        `Cannot read ${options.path}: the query failed: ${JSON.stringify(value['error'] ?? 'no reason given')}.`,
        { file: options.path },
      )
    const series = isObject(value) ? valueAt(value, 'data.result') : value
    const sink = createServiceSink()
    for (const item of Array.isArray(series) ? (series as readonly JsonValue[]) : [])
      if (isObject(item)) readSeries(item, sink)
    return sink.done()
  },
}

function readSeries(series: JsonObject, sink: ServiceSink): void {
  const service = nameOf(series['metric'])
  const values = Array.isArray(series['values']) ? (series['values'] as readonly JsonValue[]) : []
  values.forEach((sample, i) => {
    sink.record(`${service} sample ${i + 1}`, () => {
      const [unix, text] = Array.isArray(sample) ? (sample as readonly JsonValue[]) : []
      if (typeof unix !== 'number' || !Number.isFinite(unix))
        throw new RejectedRecord('bad-time', 'A sample has no Unix time.')
      const written = typeof text === 'string' ? text : JSON.stringify(text)
      const value = Number(written)
      if (!Number.isFinite(value)) sink.note('not-observed', 'values')
      else if (value !== 0 && value !== 1)
        throw new RejectedRecord(
          'bad-number',
          `A sample of ${written} is neither 0 (down) nor 1 (up).`,
          'values',
          written,
        )
      else sink.check({ t: Math.round(unix * SECOND), status: value === 1 ? 'up' : 'down', seconds: null, service })
    })
  })
}

function nameOf(metric: JsonValue | undefined): string {
  if (!isObject(metric)) return 'up'
  const { instance, job } = metric
  return [job, instance].filter((part) => typeof part === 'string').join(' ') || 'up'
}
