import { SECOND } from '#domain/slo/instants.ts'
import type { UptimeStatus } from '#shared/service-rows.ts'
import { isObject, valueAt, type JsonValue } from '../formats/json-records.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat } from './service-read.ts'
import { parseJson } from './table-records.ts'

const STATUS: Readonly<Record<string, UptimeStatus>> = { up: 'up', down: 'down' }

/** Pingdom's summary.outage: `{summary: {states: [{status, timefrom, timeto}]}}`, Unix seconds; "unknown" and "unmonitored" are no observation. */
export const pingdom: ServiceFormat = {
  id: 'pingdom',
  title: 'Pingdom outage summary (JSON)',
  detect: (head, role) =>
    role === 'uptime' && head.includes('"states"') && head.includes('"timefrom"')
      ? { score: 1, reason: 'it has Pingdom states (timefrom, timeto)' }
      : null,
  read: (text, options) => {
    const sink = createServiceSink()
    const states = valueAt(parseJson(text, options.path), 'summary.states')
    const list = Array.isArray(states) ? (states as readonly JsonValue[]) : []
    list.forEach((state, i) => {
      sink.record(`summary.states record ${i + 1}`, () => {
        const [from, to, word] = isObject(state) ? [state['timefrom'], state['timeto'], state['status']] : []
        if (typeof from !== 'number' || typeof to !== 'number')
          throw new RejectedRecord('bad-time', 'timefrom and timeto must be Unix seconds.', 'timefrom')
        const status = typeof word === 'string' ? STATUS[word] : undefined
        if (status === undefined) sink.note('not-observed', 'status')
        else sink.interval({ start: from * SECOND, end: to * SECOND, status, service: null })
      })
    })
    return sink.done()
  },
}
