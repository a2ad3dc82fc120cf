import { describe, expect, it } from 'vitest'
import { readServiceData } from '#engine/service-data.ts'
import { sloHistory } from '#engine/slo-history.ts'
import type { Workbench } from '#main/compose.ts'
import { importText, openProject } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'

const dataOf = async ({ store }: Workbench) => (await readServiceData(store, null, silentTask())).data
const micros = (text: string) => Date.parse(text) * 1000

/** A site of Upptime's summary.json as it is written. */
const site = (name: string, dailyMinutesDown: Readonly<Record<string, unknown>>) => ({
  name,
  slug: name,
  status: 'up',
  uptime: '99.62%',
  dailyMinutesDown,
})

describe("Upptime's summary", () => {
  it('gives the minutes down of a day and no time of day, so a day is exact and an hour of it is not', async () => {
    const project = await openProject()
    const sites = [site('api', { '2025-01-01': 36, '2025-01-03': 14.4 }), site('docs', {})]
    const report = await importText(project, JSON.stringify(sites), { role: 'uptime', name: 'summary.json' })
    expect(report.inputs[0]).toMatchObject({ format: 'upptime-summary', rows: { read: 2, accepted: 2, rejected: 0 } })
    expect(report.notes).toEqual([
      expect.stringMatching(/time-of-day-unknown \(dailyMinutesDown\) in 2 records\.$/),
      expect.stringMatching(/no-downtime-listed \(dailyMinutesDown\) in 1 record\.$/),
    ])
    const { slos } = await sloHistory(project, {}, silentTask())
    const uptime = slos.find(({ name }) => name === 'uptime')!
    // 36 of 1440 min is 97.5 % up, 14.4 is 99 %; the day between is not listed, so nothing was down on it.
    expect(uptime.history.map(({ start, value, coverage }) => [start.slice(0, 10), value, coverage])).toEqual([
      ['2025-01-01', expect.closeTo(0.975, 12), 1],
      ['2025-01-02', 1, 1],
      ['2025-01-03', expect.closeTo(0.99, 12), 1],
    ])
    expect(uptime.value).toBeCloseTo(1 - (36 + 14.4) / 4320, 12)
    expect(uptime.violations[0]?.cause).toBe('down 36.0 min at a time of day the file does not give')
    // The last hour of a day with 14.4 min down may hold all of it or none, so no alert may fire on it.
    expect(uptime.alerts).toEqual([])
  })

  it('refuses a site whose days or minutes are none, and reads the rest', async () => {
    const project = await openProject()
    const sites = [
      site('a', { '2025-01-01': 1441 }),
      site('b', { yesterday: 3 }),
      site('c', { '2025-01-01': 'many' }),
      { name: 'd' },
      site('e', { '2025-01-01': 1440 }),
    ]
    const report = await importText(project, JSON.stringify(sites), { role: 'uptime', name: 'summary.json' })
    expect(report.inputs[0]?.rows).toEqual({ read: 5, accepted: 1, rejected: 4 })
    expect(report.rejects.map(({ place, reason }) => [place, reason])).toEqual([
      ['record 1', 'bad-number'],
      ['record 2', 'bad-time'],
      ['record 3', 'bad-number'],
      ['record 4', 'missing-value'],
    ])
  })

  it('of one site is its last check', async () => {
    const project = await openProject()
    const text =
      'url: https://example.org/\nstatus: down\ncode: 503\nresponseTime: 1212\nlastUpdated: 2025-01-01T23:23:38.707Z\nstartTime: 2024-12-11T11:06:25.238Z\ngenerator: Upptime <https://github.com/upptime/upptime>\n'
    const report = await importText(project, text, { role: 'uptime', name: 'site.yml' })
    expect(report.inputs[0]).toMatchObject({ format: 'upptime-site', rows: { read: 1, accepted: 1, rejected: 0 } })
    expect((await dataOf(project)).uptime).toEqual({
      checks: [
        { t: micros('2025-01-01T23:23:38.707Z'), status: 'down', seconds: null, service: 'https://example.org/' },
      ],
      intervals: [],
    })
    const broken = text.replace('status: down', 'status: asleep')
    await expect(importText(await openProject(), broken, { role: 'uptime', name: 'site.yml' })).rejects.toMatchObject({
      code: 'NOTHING_ACCEPTED',
      message: expect.stringContaining('The status "asleep" is not up, down or degraded'),
    })
  })

  it('can be written by hand: seconds of a stretch that was down at an unknown time in it', async () => {
    const project = await openProject()
    const rows = [
      '2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,down,600',
      '2025-01-02T00:00:00Z,2025-01-03T00:00:00Z,up,600',
      '2025-01-03T00:00:00Z,,down,600',
      '2025-01-04T00:00:00Z,2025-01-04T00:05:00Z,down,600',
    ]
    const report = await importText(project, `start,end,status,seconds\n${rows.join('\n')}\n`, { role: 'uptime' })
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [3, 'seconds'],
      [4, 'seconds'],
      [5, 'seconds'],
    ])
    expect((await dataOf(project)).uptime?.intervals).toMatchObject([{ status: 'down', seconds: 600 }])
  })
})
