import type { UptimeStatus } from '#shared/service-rows.ts'
import { MINUTE } from '#domain/slo/instants.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat } from './service-read.ts'
import { columnsOf, tableRecords } from './table-records.ts'

const COLUMNS = ['monitor', 'event', 'date-time', 'duration']
/** `paused` is no observation: nothing was checked. */
const STATUS: Readonly<Record<string, UptimeStatus | 'paused'>> = {
  up: 'up',
  started: 'up',
  down: 'down',
  paused: 'paused',
}

interface Event {
  readonly place: number | string
  readonly monitor: string
  readonly status: UptimeStatus | 'paused'
  readonly start: number
  readonly minutes: number
}

/**
 * UptimeRobot's event log as CSV: one row per change, newest first, no zone. An event lasts until the monitor's next one,
 * so an outage of "0 mins" keeps the seconds it had; the newest lasts for its written duration.
 */
export const uptimerobot: ServiceFormat = {
  id: 'uptimerobot',
  title: 'UptimeRobot events (CSV)',
  detect: (head, role) => {
    const columns = columnsOf(head)
    if (role !== 'uptime' || !COLUMNS.every((column) => columns.includes(column))) return null
    return { score: 1, reason: `it has UptimeRobot's columns ${COLUMNS.join(', ')}` }
  },
  read: (text, options) => {
    const sink = createServiceSink()
    const events: Event[] = []
    for (const record of tableRecords(text, options))
      sink.record(record.place, () => {
        const word = record.needText('event').toLowerCase()
        const status = STATUS[word]
        if (status === undefined)
          throw new RejectedRecord(
            'missing-value',
            `"${word}" in column "event" is not Up, Down, Started or Paused.`,
            'event',
            word,
          )
        const minutes = record.number('duration_(in_mins.)') ?? 0
        const monitor = record.text('monitor_url') ?? record.needText('monitor')
        events.push({ place: record.place, monitor, status, start: record.needTime('date-time'), minutes })
      })
    for (const { start, end, status, monitor } of lasting(events)) {
      if (status === 'paused') sink.note('paused', 'event')
      else sink.interval({ start, end, status, service: monitor })
    }
    return sink.done()
  },
}

function lasting(events: readonly Event[]): (Event & { end: number })[] {
  const next = new Map<string, number>()
  return [...events]
    .sort((a, b) => b.start - a.start)
    .map((event) => {
      const end = next.get(event.monitor) ?? event.start + event.minutes * MINUTE
      next.set(event.monitor, event.start)
      return { ...event, end }
    })
}
