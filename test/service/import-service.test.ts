import { describe, expect, it } from 'vitest'
import { SOURCE_TABLES } from '#adapters/duckdb/load/drop-source.ts'
import { readServiceData } from '#engine/service-data.ts'
import { sloHistory } from '#engine/slo-history.ts'
import type { Workbench } from '#main/compose.ts'
import { contentsOf, importText, openProject } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'

const dataOf = async ({ store }: Workbench) => (await readServiceData(store, null, silentTask())).data
const micros = (text: string) => Date.parse(text) * 1000

describe('service-level files in a project', () => {
  it('keep every field from the file to the domain', async () => {
    const project = await openProject()
    await importText(project, 't,status,seconds,service\n2025-01-01T00:00:00Z,down,90,api\n', {
      role: 'uptime',
      name: 'checks.csv',
    })
    await importText(project, 'start,end,status\n2025-01-02T00:00:00Z,,maintenance\n', {
      role: 'uptime',
      name: 'windows.csv',
    })
    await importText(
      project,
      'id,severity,raised,acked,resolved,service\nI1,high,2025-01-01T00:00:00Z,2025-01-01T00:05:00.25Z,,api\n',
      {
        role: 'incidents',
      },
    )
    await importText(project, 't,version,check,status\n2025-01-01T00:00:00Z,v2,heartbeat,warn\n', { role: 'health' })
    await importText(project, 't,version,drawdown,shortfall,allocated\n2025-01-01T00:00:00Z,v2,-3,12.5,1000\n', {
      role: 'risk',
    })
    await importText(
      project,
      'id,version,control_version,stage,started,traffic,risk_limit,ended,outcome\nd1,v2,v1,staging,2025-01-01T00:00:00Z,0.1,0.01,2025-01-08T00:00:00Z,promoted\n',
      { role: 'deployment' },
    )
    expect(await dataOf(project)).toEqual({
      uptime: {
        checks: [{ t: micros('2025-01-01T00:00:00Z'), status: 'down', seconds: 90, service: 'api' }],
        intervals: [
          { start: micros('2025-01-02T00:00:00Z'), end: null, status: 'maintenance', seconds: null, service: null },
        ],
      },
      incidents: [
        {
          id: 'I1',
          severity: 'high',
          raised: micros('2025-01-01T00:00:00Z'),
          acked: micros('2025-01-01T00:05:00.25Z'),
          resolved: null,
          service: 'api',
          ack_recorded: true,
        },
      ],
      health: [{ t: micros('2025-01-01T00:00:00Z'), version: 'v2', check: 'heartbeat', status: 'warn' }],
      risk: [{ t: micros('2025-01-01T00:00:00Z'), version: 'v2', drawdown: -3, shortfall: 12.5, allocated: 1000 }],
      deployments: [
        {
          id: 'd1',
          version: 'v2',
          control_version: 'v1',
          stage: 'staging',
          started: micros('2025-01-01T00:00:00Z'),
          traffic: 0.1,
          risk_limit: 0.01,
          ended: micros('2025-01-08T00:00:00Z'),
          outcome: 'promoted',
        },
      ],
      orders: null,
      trackingError: null,
    })
  })

  it('count what two exports tell of the same thing once, as the newer export has it', async () => {
    const project = await openProject()
    const header = 'id,severity,raised,acked,resolved,service\n'
    const row = (resolved: string) => `I1,high,2025-01-01T00:00:00Z,2025-01-01T00:05:00Z,${resolved},api\n`
    await importText(project, header + row(''), { role: 'incidents', name: 'monday.csv' })
    await importText(project, header + row('2025-01-01T03:00:00Z'), { role: 'incidents', name: 'tuesday.csv' })
    const { incidents } = await dataOf(project)
    expect(incidents?.map(({ resolved }) => resolved)).toEqual([micros('2025-01-01T03:00:00Z')])
  })

  it('are forgotten with every row when their source is: each table with rows of files is on the list', async () => {
    const { store } = await openProject()
    const tables = await store.runText(
      "SELECT DISTINCT table_name AS name FROM duckdb_columns() WHERE column_name = 'source_id' AND NOT internal ORDER BY 1",
    )
    expect(tables.map(({ name }) => name)).toEqual([...SOURCE_TABLES].sort())
  })
})

describe('what is wrong in a service-level file', () => {
  it('is rejected by row with its line and reason; the rest is loaded, and accepted + rejected = read', async () => {
    const project = await openProject()
    const report = await importText(
      project,
      [
        'id,severity,raised,acked,resolved,service',
        'I1,high,2025-01-02T00:00:00Z,2025-01-01T23:00:00Z,2025-01-02T01:00:00Z,api',
        'I2,high,2025-01-01T00:00:00Z,,2024-12-31T00:00:00Z,api',
        'I3,high,yesterday,,,api',
        'I1,high,2025-01-03T00:00:00Z,,,api',
        'I4,high,2025-01-01T00:00:00Z,,api',
        ',high,2025-01-01T00:00:00Z,,,api',
        'I5,low,2025-01-01T00:00:00Z,2025-01-01T00:02:00Z,2025-01-01T00:09:00Z,api',
      ].join('\n'),
      { role: 'incidents', name: 'incidents.csv' },
    )
    expect(report.inputs[0]?.rows).toEqual({ read: 7, accepted: 2, rejected: 5 })
    expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'bad-time'],
      [4, 'bad-time'],
      [5, 'duplicate-id'],
      [6, 'ragged-row'],
      [7, 'missing-value'],
    ])
    // Acknowledged before it was raised: kept as not acknowledged, and said.
    expect(report.notes).toEqual([expect.stringMatching(/acked-before-raised \(acked\) in 1 record\.$/)])
    expect((await dataOf(project)).incidents?.map(({ id, acked }) => [id, acked === null])).toEqual([
      ['I5', false],
      ['I1', true],
    ])
  })

  it('is rejected for numbers that are none: NaN, infinity, a share in percent', async () => {
    const project = await openProject()
    const header = 't,version,drawdown,shortfall,allocated\n'
    const rows = ['NaN,0,1', 'inf,0,1', '1,0,0', '1,0,1000'].map((cells) => `2025-01-01T00:00:00Z,v2,${cells}`)
    const risk = await importText(project, header + rows.join('\n'), { role: 'risk' })
    expect(risk.inputs[0]?.rows).toEqual({ read: 4, accepted: 1, rejected: 3 })
    const stages =
      'id,version,stage,started,traffic\nd,v2,staging,2025-01-01T00:00:00Z,10\nd,v2,production,2025-01-09T00:00:00Z,0.25\n'
    const deployment = await importText(project, stages, { role: 'deployment' })
    expect(deployment.rejects).toMatchObject([{ line: 2, reason: 'bad-number', column: 'traffic' }])
  })

  it.each([
    ['no zone', 't,status\n2025-01-01 00:00:00,up\n', 'AMBIGUOUS', /have no zone .* give it with --zone/],
    ['no order of day and month', 't,status\n02/03/2025 00:00:00,up\n', 'AMBIGUOUS', /--date-order|--zone/],
    ['another table', 'symbol,price\nA,1\n', 'FORMAT_UNKNOWN', /the columns symbol, price fit no known format/],
    ['a header only', 't,status\n', 'NOTHING_ACCEPTED', /holds no rows/],
    [
      'nothing usable',
      't,status\nx,up\ny,down\n',
      'NOTHING_ACCEPTED',
      /none of its 2 rows can be used; the first, at line 2/,
    ],
    ['an open quote', 't,status\n"2025-01-01T00:00:00Z,up\n', 'FILE_TRUNCATED', /quote is not closed/],
  ])('stops the import with one sentence and changes nothing: %s', async (_, text, code, message) => {
    const project = await openProject()
    const before = await contentsOf(project)
    await expect(importText(project, text, { role: 'uptime', name: 'uptime.csv' })).rejects.toMatchObject({
      code,
      message,
    })
    expect(await contentsOf(project)).toEqual(before)
  })

  it('does no harm where it can be put right: overlapping outages count once, unsorted rows are sorted, gaps are unknown', async () => {
    const project = await openProject()
    const day = (from: string, to: string, status: string) => `2025-01-0${from}Z,2025-01-0${to}Z,${status}`
    const rows = [
      day('1T12:00:00', '1T13:00:00', 'down'),
      day('1T00:00:00', '1T18:00:00', 'up'),
      day('1T12:30:00', '1T13:30:00', 'down'),
      day('1T20:00:00', '2T00:00:00', 'up'),
    ]
    await importText(project, `start,end,status\n${rows.join('\n')}\n`, { role: 'uptime' })
    const { slos } = await sloHistory(project, {}, silentTask())
    const uptime = slos.find(({ name }) => name === 'uptime')
    // 12:00 to 13:30 down = 90 min once, not 120; 18:00 to 20:00 is unknown: 22 of 24 h known.
    expect(uptime?.budget?.used_minutes).toBeCloseTo(90, 9)
    expect(uptime?.coverage).toBeCloseTo(22 / 24, 9)
    // Even if all of the unknown time was up, 1.5 of 24 h down breaks 99.5 %: proven, though coverage is thin.
    expect(uptime?.tier).toBe('CRITICAL')
  })

  it('is read once the zone is said', async () => {
    const project = await openProject()
    const text = 't,status\n2025-07-01 02:00:00,up\n'
    await importText(project, text, { role: 'uptime', answers: { zone: 'Europe/Paris' } })
    expect((await dataOf(project)).uptime?.checks).toMatchObject([{ t: micros('2025-07-01T00:00:00Z') }])
  })
})
