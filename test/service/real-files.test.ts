import { describe, expect, it } from 'vitest'
import { readServiceData } from '#engine/service-data.ts'
import { sloHistory } from '#engine/slo-history.ts'
import type { Workbench } from '#main/compose.ts'
import type { Role } from '#shared/canonical.ts'
import { importPaths, openProject } from '../support/project.ts'
import { realData } from '../support/real-data.ts'
import { silentTask } from '../support/recording-sink.ts'

const dataOf = async ({ store }: Workbench) => (await readServiceData(store, null, silentTask())).data

/** What a real file must come to: rows read, rows the domain sees, and what service levels say of it. */
interface Expected {
  readonly read: number
  readonly format: string
  readonly rows: number
  readonly asOf: string
  /** Availability of the last 30 days, or what stands in its place, or incidents with those open and the acknowledgement tier. */
  readonly says: Readonly<Record<string, unknown>>
}

const github = { read: 819, format: 'statuspage', asOf: '2026-08-21T00:37:00Z' }

const REAL: readonly (readonly [Role, string, string, Expected])[] = [
  // Critical and major windows of the last 30 days, overlaps once: 2,020 of 43,200 min (checked apart, by hand-written union).
  [
    'uptime',
    'incidents',
    'github_downtime_windows.csv',
    { ...github, rows: 788, says: { value: 1 - 2020 / 43_200, coverage: 1, tier: 'CRITICAL' } },
  ],
  // 18 of the 819 are maintenance; a status page records no acknowledgement.
  [
    'incidents',
    'incidents',
    'github_incidents.jsonl',
    { ...github, rows: 801, says: { open: 0, ack: 'acks-not-recorded', resolutionHours: 1.8816091954022989 } },
  ],
  // Three triggered, none acknowledged at first: the oldest has waited from 23:24:15 to 23:41:28.
  [
    'incidents',
    'incidents',
    'pagerduty_incidents.csv',
    {
      ...{ read: 3, format: 'pagerduty', rows: 3, asOf: '2021-05-23T23:41:28Z' },
      says: { open: 3, ack: 'VIOLATED', resolutionHours: (17 + 13 / 60) / 60 },
    },
  ],
  ...(['alertmanager_webhook_1.json', 'alertmanager_webhook_2.json'] as const).map(
    // Three alerts that fire as the webhook is sent: open, with no time passed.
    (name) =>
      [
        'incidents',
        'incidents',
        name,
        {
          ...{ read: 3, format: 'alertmanager', rows: 3, asOf: '2019-09-27T16:27:56.612Z' },
          says: { open: 3, ack: 'acks-not-recorded', resolutionHours: 0 },
        },
      ] as const,
  ),
  // Commits at 314 checks in ten and a half days: 1.3 % of the time is known, and its 132 min down are a breach all the same.
  [
    'uptime',
    'uptime',
    'upptime_manticore_gitlog.tsv',
    {
      ...{ read: 314, format: 'upptime', rows: 314, asOf: '2026-08-21T23:28:53Z' },
      says: { value: 0.3376254180602007, coverage: 0.013163861458062755, tier: 'CRITICAL' },
    },
  ],
  // 22 days of 11 sites; the longest of each day's sites add up to 519 min, all of them to 994: the 475 between are unknown.
  [
    'uptime',
    'uptime',
    'upptime_manticore_summary.json',
    {
      ...{ read: 18, format: 'upptime-summary', rows: 22, asOf: '2026-08-22T00:00:00Z' },
      says: { value: (12_960 - 994) / (12_960 - 475), coverage: 1 - 475 / 12_960, tier: 'CRITICAL' },
    },
  ],
  // One check shows nothing of thirty days.
  [
    'uptime',
    'uptime',
    'upptime_manticore_manual.yml',
    {
      ...{ read: 1, format: 'upptime-site', rows: 1, asOf: '2026-08-21T23:28:38.707Z' },
      says: { value: 1, coverage: 1, tier: 'INSUFFICIENT_DATA' },
    },
  ],
  // One of the nine series is 0 from the first sample to the last, so the system of all of them is down.
  [
    'uptime',
    'uptime',
    'prometheus_up_range_20190728_1200.json',
    {
      ...{ read: 6839, format: 'prometheus', rows: 6839, asOf: '2019-07-28T16:00:45.785Z' },
      says: { value: 0.001914752614867829, coverage: 1, tier: 'CRITICAL' },
    },
  ],
]

describe("real files of other people's tools", () => {
  for (const [role, folder, name, expected] of REAL) {
    const path = realData(folder, name)
    it.skipIf(path === null)(`${name} as ${role} loads, and its figures are what the file holds`, async () => {
      const project = await openProject()
      const report = await importPaths(project, role, [path ?? ''], {
        answers: role === 'uptime' ? { service: 'all' } : {},
      })
      const { read, format, rows, asOf, says } = expected
      expect(report.inputs[0]).toMatchObject({ format, rows: { read, accepted: read, rejected: 0 } })
      const { uptime, incidents } = await dataOf(project)
      const seen = role === 'uptime' ? [...(uptime?.checks ?? []), ...(uptime?.intervals ?? [])] : (incidents ?? [])
      expect(seen).toHaveLength(rows)
      const document = await sloHistory(project, {}, silentTask())
      expect(document.as_of).toBe(asOf)
      const level = (wanted: string) => document.slos.find((slo) => slo.name === wanted)!
      const known =
        role === 'uptime'
          ? { value: level('uptime').value, coverage: level('uptime').coverage, tier: level('uptime').tier }
          : {
              open: (incidents ?? []).filter(({ resolved }) => resolved === null).length,
              ack: level('ack').reason ?? level('ack').tier,
              resolutionHours: level('resolution').value,
            }
      for (const [figure, value] of Object.entries(says))
        expect([figure, known[figure as keyof typeof known]]).toEqual([
          figure,
          typeof value === 'number' ? expect.closeTo(value, 9) : value,
        ])
    })
  }
})
