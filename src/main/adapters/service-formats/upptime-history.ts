import { UPTIME_STATUSES } from '#shared/service-rows.ts'
import { DAY, startOfDay } from '#domain/slo/instants.ts'
import { isObject, type JsonObject, type JsonValue } from '../formats/json-records.ts'
import { createServiceSink, RejectedRecord, type ServiceFormat, type ServiceSink } from './service-read.ts'
import { columnsOf, instantOf, parseJson } from './table-records.ts'

const MINUTES_A_DAY = 1440

/**
 * Upptime's history/summary.json: per site the minutes down of each UTC day that had any. The time of day is not in it, so a day
 * becomes a stretch that was down for so long at an unknown time. Its percentages are rounded and name no period, so nothing is
 * read from them; a site without a day is accepted and says nothing.
 */
export const upptimeSummary: ServiceFormat = {
  id: 'upptime-summary',
  title: 'Upptime summary (history/summary.json)',
  detect: (head, role) =>
    role === 'uptime' && columnsOf(head).includes('dailyminutesdown')
      ? { score: 1, reason: 'it has minutes down by day (dailyMinutesDown), as Upptime writes them' }
      : null,
  read: (text, options) => {
    const sink = createServiceSink()
    const sites = parseJson(text, options.path)
    const list = Array.isArray(sites) ? (sites as readonly JsonValue[]) : []
    list.forEach((site, i) => {
      sink.record(`record ${i + 1}`, () => {
        if (!isObject(site)) throw new RejectedRecord('ragged-row', 'The record is not a JSON object.')
        readSite(site, sink)
      })
    })
    return sink.done()
  },
}

function readSite(site: JsonObject, sink: ServiceSink): void {
  const { name, dailyMinutesDown: days } = site
  if (typeof name !== 'string' || name === '')
    throw new RejectedRecord('missing-value', 'The site has no name.', 'name')
  if (!isObject(days))
    throw new RejectedRecord('missing-value', `The site ${name} has no dailyMinutesDown.`, 'dailyMinutesDown')
  const rows = Object.entries(days).map(([day, minutes]) => dayOf(name, day, minutes ?? null))
  if (rows.length === 0) sink.note('no-downtime-listed', 'dailyMinutesDown')
  for (const row of rows) {
    sink.note('time-of-day-unknown', 'dailyMinutesDown')
    sink.interval(row)
  }
}

function dayOf(service: string, day: string, minutes: JsonValue) {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? startOfDay(day) : NaN
  if (Number.isNaN(start))
    throw new RejectedRecord('bad-time', `"${day}" of ${service} is not a day (YYYY-MM-DD).`, 'dailyMinutesDown', day)
  if (typeof minutes !== 'number' || minutes < 0 || minutes > MINUTES_A_DAY)
    throw new RejectedRecord(
      'bad-number',
      `${service} was down for ${JSON.stringify(minutes)} minutes on ${day}; a day has 0 to ${MINUTES_A_DAY}.`,
      'dailyMinutesDown',
      JSON.stringify(minutes),
    )
  return { start, end: start + DAY, status: 'down' as const, seconds: minutes * 60, service }
}

/** Upptime's history/SITE.yml: the last check of one site, by its address. One observation; startTime is when monitoring began and is not one. */
export const upptimeSite: ServiceFormat = {
  id: 'upptime-site',
  title: 'Upptime last check (history/*.yml)',
  detect: (head, role) =>
    role === 'uptime' && /^generator: Upptime\b/m.test(head) && /^lastUpdated: /m.test(head)
      ? { score: 1, reason: 'it is the last check of a site, written by Upptime' }
      : null,
  read: (text, options) => {
    const sink = createServiceSink()
    const values = new Map([...text.matchAll(/^(\w+):[ \t]*(.*?)[ \t]*\r?$/gm)].map(([, key, value]) => [key, value]))
    sink.record('record 1', () => {
      const word = values.get('status') ?? ''
      const status = UPTIME_STATUSES.find((known) => known === word)
      if (status === undefined)
        throw new RejectedRecord('missing-value', `The status "${word}" is not up, down or degraded.`, 'status', word)
      const time = values.get('lastUpdated') ?? ''
      if (time === '') throw new RejectedRecord('missing-value', 'lastUpdated is empty.', 'lastUpdated')
      sink.note('single-observation', 'lastUpdated')
      sink.check({
        t: instantOf(time, 'lastUpdated', options),
        status,
        seconds: null,
        service: values.get('url') || null,
      })
    })
    return sink.done()
  },
}
