import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DAY, toIso } from '#domain/slo/instants.ts'
import { DEFAULT_SLO_SETTINGS } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import type { Role } from '#shared/canonical.ts'
import { readServiceFile } from '#adapters/service-formats/service-registry.ts'
import { realData } from '../../support/real-data.ts'

const files = {
  windows: realData('incidents', 'github_downtime_windows.csv'),
  github: realData('incidents', 'github_incidents.jsonl'),
  pagerduty: realData('incidents', 'pagerduty_incidents.csv'),
  alertmanager: realData('incidents', 'alertmanager_webhook_1.json'),
  prometheus: realData('uptime', 'prometheus_up_range_20190728_1200.json'),
  upptime: realData('uptime', 'upptime_manticore_gitlog.tsv'),
}
const open = (path: string, role: Role) =>
  readServiceFile(readFileSync(path, 'utf8'), {
    path: path.split('/').at(-1) ?? path,
    role,
    zone: null,
    dateOrder: null,
  })
const build = (data: object, windowDays: number, services: string[] | null = null) =>
  buildSloDocument({
    data: { uptime: null, incidents: null, orders: null, trackingError: null, ...data },
    settings: { ...DEFAULT_SLO_SETTINGS, windowDays, services },
    asOf: null,
    version: '0',
  })
const slo = (document: ReturnType<typeof build>, name: string) => document.slos.find((entry) => entry.name === name)

describe("real files of other people's tools", () => {
  it.skipIf(files.windows === null)('reads 819 downtime windows of a status page, overlaps counted once', () => {
    const file = open(files.windows ?? '', 'uptime')
    expect(file).toMatchObject({ format: 'statuspage', read: 819, accepted: 819 })
    const document = build({ uptime: file }, 365)
    const uptime = slo(document, 'uptime')
    const added =
      file.intervals
        .filter(({ status }) => status === 'down')
        .reduce((sum, { start, end }) => sum + ((end ?? start) - start), 0) / DAY
    expect(uptime?.coverage).toBe(1)
    expect(uptime?.value).toBeGreaterThan(0.9)
    expect(uptime?.value).toBeLessThan(0.999)
    expect(uptime?.tier).toBe('CRITICAL')
    expect(added).toBeGreaterThan(0)
  })

  it.skipIf(files.github === null)(
    'reads 819 incidents as JSON lines; a status page records no acknowledgement, so none is called late',
    () => {
      const file = open(files.github ?? '', 'incidents')
      expect(file).toMatchObject({ format: 'statuspage', read: 819, rejects: [] })
      expect(file.incidents.length + (file.notes[0]?.count ?? 0)).toBe(819)
      const document = build({ incidents: file.incidents }, 90)
      expect(slo(document, 'ack')).toMatchObject({
        tier: 'INSUFFICIENT_DATA',
        reason: 'acks-not-recorded',
        value: null,
      })
      expect(slo(document, 'resolution')?.n).toBeGreaterThan(10)
      expect(slo(document, 'resolution')?.mean).toBeGreaterThan(0.5)
    },
  )

  it.skipIf(files.pagerduty === null)(
    'reads PagerDuty objects saved as CSV with Python text inside: one of three was acknowledged',
    () => {
      const { incidents, format } = open(files.pagerduty ?? '', 'incidents')
      expect(format).toBe('pagerduty')
      expect(incidents).toHaveLength(3)
      const acked = incidents.filter(({ acked: time }) => time !== null)
      expect(acked.map(({ acked: time, raised }) => ((time ?? 0) - raised) / 1e6)).toEqual([587])
      expect(incidents.every(({ resolved }) => resolved === null)).toBe(true)
      expect(incidents.map(({ service }) => service)).toContain('User Database')
    },
  )

  it.skipIf(files.alertmanager === null)('reads an Alertmanager webhook with three open alerts', () => {
    const { incidents, format } = open(files.alertmanager ?? '', 'incidents')
    expect(format).toBe('alertmanager')
    expect(incidents.map(({ resolved, severity }) => [resolved, severity])).toEqual([
      [null, 'major'],
      [null, 'major'],
      [null, 'major'],
    ])
  })

  it.skipIf(files.prometheus === null)(
    'reads six hours of a Prometheus range, one series down all the time, one with a gap',
    () => {
      const file = open(files.prometheus ?? '', 'uptime')
      expect(file).toMatchObject({ format: 'prometheus', rejects: [] })
      expect(file.checks.length).toBe(file.read)
      const services = [...new Set(file.checks.map(({ service }) => service ?? ''))]
      expect(services).toHaveLength(9)
      // Up only for the 41.5 s before the series that is always down begins.
      const all = slo(build({ uptime: file }, 1), 'uptime')
      expect(all?.value).toBeCloseTo(41.5 / 21_660, 4)
      expect(all?.tier).toBe('CRITICAL')
      const stage = services.filter((name) => name.includes('frontend-stage'))
      const uptime = slo(build({ uptime: file }, 1, stage), 'uptime')
      // One scrape of 20 s is missing, and the 36 s after its last scrape in which other series still speak: 56 of 21,644 s.
      expect(uptime).toMatchObject({ value: 1, tier: 'MEETING' })
      expect(uptime?.coverage).toBeCloseTo(1 - 56 / 21_644, 4)
    },
  )

  it.skipIf(files.upptime === null)(
    'reads 314 Upptime checks hours apart, and calls ten days known by so few insufficient',
    () => {
      const file = open(files.upptime ?? '', 'uptime')
      expect(file).toMatchObject({ format: 'upptime', read: 314, accepted: 314 })
      expect(file.checks.filter(({ status }) => status === 'down')).toHaveLength(47)
      expect(toIso(Math.min(...file.checks.map(({ t }) => t)))).toBe('2026-08-11T11:06:25Z')
      const uptime = slo(build({ uptime: file }, 30, ['Slack Community']), 'uptime')
      expect(uptime).toMatchObject({ tier: 'INSUFFICIENT_DATA', reason: 'low-coverage' })
      expect(uptime?.coverage).toBeLessThan(0.05)
    },
  )
})
