import { describe, expect, it } from 'vitest'
import { MINUTE } from '#domain/slo/instants.ts'
import type { Role } from '#shared/canonical.ts'
import { readServiceFile } from '#adapters/service-formats/service-registry.ts'

const T = Date.UTC(2026, 2, 2, 10) * 1000
const read = (text: string, role: Role, options: { zone?: string; dateOrder?: 'dmy' | 'mdy' } = {}) =>
  readServiceFile(text, { path: 'file.csv', role, zone: options.zone ?? null, dateOrder: options.dateOrder ?? null })
const csv = (...lines: string[]) => `${lines.join('\n')}\n`

describe('foreign formats', () => {
  it('reads PagerDuty: blank and 0 seconds to acknowledge are no acknowledgement', () => {
    const header =
      'id,incident_number,description,service_id,service_name,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve,auto_resolved,urgency'
    const file = read(
      csv(
        header,
        'P1,1,x,S,exec,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,120,3600,f,high',
        'P2,2,x,S,exec,2026-03-02T10:00:00Z,,0,,f,high',
        'P3,3,x,S,exec,2026-03-02T10:00:00Z,,,600,t,low',
      ),
      'incidents',
    )
    expect(file.format).toBe('pagerduty')
    expect(file.incidents.map(({ acked, resolved }) => [acked, resolved])).toEqual([
      [T + 2 * MINUTE, T + 60 * MINUTE],
      [null, null],
      [null, T + 10 * MINUTE],
    ])
  })

  it('reads UptimeRobot: an outage of 0 minutes lasts until the next event, and pauses are unknown', () => {
    const header = '"Monitor URL","Monitor","Event","Date-Time","Reason","Duration","Duration (in mins.)"'
    const text = csv(
      header,
      '"https://a","a","Up","2026-03-02 10:30:20","OK","1 hrs, 0 mins","60"',
      '"https://a","a","Down","2026-03-02 10:30:00","Timeout","0 hrs, 0 mins","0"',
      '"https://a","a","Paused","2026-03-02 10:10:00","","0 hrs, 20 mins","20"',
      '"https://a","a","Started","2026-03-02 10:00:00","","0 hrs, 10 mins","10"',
    )
    expect(() => read(text, 'uptime')).toThrow('have no zone')
    const file = read(text, 'uptime', { zone: 'UTC' })
    expect(file.format).toBe('uptimerobot')
    expect(file.intervals.map(({ start, end, status }) => [status, (start - T) / 1e6, ((end ?? 0) - T) / 1e6])).toEqual(
      [
        ['up', 1820, 1820 + 3600],
        ['down', 1800, 1820],
        ['up', 0, 600],
      ],
    )
    expect(file.notes).toEqual([{ code: 'paused', field: 'event', count: 1 }])
  })

  it('reads Uptime Kuma as a table and as a heartbeat list; its times are UTC; pending is no observation', () => {
    const file = read(
      csv(
        'id,monitor_id,status,msg,time,ping',
        '1,7,1,OK,2026-03-02 10:00:00.000,3',
        '2,7,2,,2026-03-02 10:01:00.000,',
        '3,7,0,down,2026-03-02 10:02:00.000,',
        '4,7,3,,2026-03-02 10:03:00.000,',
        '5,7,9,,2026-03-02 10:04:00.000,',
      ),
      'uptime',
    )
    expect(file).toMatchObject({
      format: 'uptime-kuma',
      read: 5,
      accepted: 4,
      notes: [{ code: 'pending', field: 'status', count: 1 }],
    })
    expect(file.checks.map(({ t, status }) => [(t - T) / MINUTE, status])).toEqual([
      [0, 'up'],
      [2, 'down'],
      [3, 'maintenance'],
    ])
    const list = read(
      JSON.stringify({ heartbeatList: { 7: [{ monitorID: 7, status: 0, time: '2026-03-02 10:00:00.000' }] } }),
      'uptime',
    )
    expect(list.checks).toEqual([{ t: T, status: 'down', seconds: null, service: '7' }])
  })

  it('reads Upptime commit subjects and leaves other commits out', () => {
    const file = read(
      'abc\t2026-03-02T10:00:00+00:00\t🟥 Search (eu) is down (504 in 10378 ms) [skip ci]\ndef\t2026-03-02T12:00:00+02:00\t🟩 Search (eu) is up (200 in 10 ms)\nfff\t2026-03-02T10:00:00Z\t:memo: Update graphs\n',
      'uptime',
    )
    expect(file.checks).toEqual([
      { t: T, status: 'down', seconds: null, service: 'Search (eu)' },
      { t: T, status: 'up', seconds: null, service: 'Search (eu)' },
    ])
    expect(file.notes).toEqual([{ code: 'not-a-check', field: 'subject', count: 1 }])
  })

  it('reads Opsgenie: report times are milliseconds after creation; an unknown acknowledgement is not a missing one', () => {
    const alert = (id: string, more: object) => ({
      id,
      tinyId: id,
      alias: id,
      message: 'm',
      status: 'closed',
      acknowledged: true,
      createdAt: '2026-03-02T10:00:00Z',
      priority: 'P2',
      ...more,
    })
    const file = read(
      JSON.stringify({
        data: [
          alert('1', { report: { ackTime: 90_000, closeTime: 600_000 } }),
          alert('2', { status: 'open' }),
          alert('3', { status: 'open', acknowledged: false }),
          alert('4', {}),
        ],
      }),
      'incidents',
    )
    expect(file.format).toBe('opsgenie')
    expect(file.incidents.map(({ acked, resolved, ack_recorded }) => [acked, resolved, ack_recorded])).toEqual([
      [T + 90e6, T + 600e6, undefined],
      [null, null, false],
      [null, null, undefined],
    ])
    expect(file.rejects.map(({ message }) => message)).toEqual([
      'The alert is closed but says not when (report.closeTime).',
    ])
  })

  const page = JSON.stringify({
    page: { id: 'p' },
    incidents: [
      {
        id: 'a',
        name: 'x',
        status: 'resolved',
        impact: 'major',
        created_at: '2026-03-02T10:00:00Z',
        started_at: '2026-03-02T09:50:00Z',
        resolved_at: '2026-03-02T10:30:00Z',
      },
      {
        id: 'b',
        name: 'x',
        status: 'investigating',
        impact: 'minor',
        created_at: '2026-03-02T10:00:00Z',
        resolved_at: null,
      },
      {
        id: 'c',
        name: 'x',
        status: 'completed',
        impact: 'maintenance',
        created_at: '2026-03-02T10:00:00Z',
        resolved_at: '2026-03-02T11:00:00Z',
      },
      {
        id: 'd',
        name: 'x',
        status: 'resolved',
        impact: 'none',
        created_at: '2026-03-02T10:00:00Z',
        resolved_at: '2026-03-02T11:00:00Z',
      },
    ],
  })
  it('reads Statuspage as incidents without acknowledgements, and as downtime by impact', () => {
    const incidents = read(page, 'incidents')
    expect(incidents.incidents.map(({ id, resolved, ack_recorded }) => [id, resolved, ack_recorded])).toEqual([
      ['a', T + 30 * MINUTE, false],
      ['b', null, false],
      ['d', T + 60 * MINUTE, false],
    ])
    expect(read(page, 'uptime').intervals.map(({ status, end }) => [status, end])).toEqual([
      ['down', T + 30 * MINUTE],
      ['degraded', null],
      ['maintenance', T + 60 * MINUTE],
    ])
  })

  it('reads Pingdom states; unknown is no observation', () => {
    const states = [
      { status: 'up', timefrom: T / 1e6, timeto: T / 1e6 + 60 },
      { status: 'unknown', timefrom: T / 1e6 + 60, timeto: T / 1e6 + 90 },
      { status: 'down', timefrom: T / 1e6 + 90, timeto: T / 1e6 + 100 },
      { status: 'down', timefrom: 'x', timeto: 1 },
    ]
    const file = read(JSON.stringify({ summary: { states } }), 'uptime')
    expect(file).toMatchObject({ format: 'pingdom', read: 4, accepted: 3, notes: [{ code: 'not-observed', count: 1 }] })
    expect(file.intervals.map(({ status, start }) => [status, (start - T) / 1e6])).toEqual([
      ['up', 0],
      ['down', 90],
    ])
  })

  it('reads a Prometheus range: NaN and infinities are no observation, other values are refused', () => {
    const body = {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { job: 'j', instance: 'i' },
            values: [
              [T / 1e6, '1'],
              [T / 1e6 + 20.5, '0'],
              [T / 1e6 + 40, 'NaN'],
              [T / 1e6 + 60, '+Inf'],
              [T / 1e6 + 80, '0.7'],
            ],
          },
        ],
      },
    }
    const file = read(JSON.stringify(body), 'uptime')
    expect(file).toMatchObject({
      format: 'prometheus',
      read: 5,
      accepted: 4,
      notes: [{ code: 'not-observed', count: 2 }],
    })
    expect(file.checks).toEqual([
      { t: T, status: 'up', seconds: null, service: 'j i' },
      { t: T + 20_500_000, status: 'down', seconds: null, service: 'j i' },
    ])
    expect(file.rejects[0]?.message).toBe('A sample of 0.7 is neither 0 (down) nor 1 (up).')
    expect(() =>
      read(
        JSON.stringify({ status: 'error', error: 'query timed out', data: { result: [{ metric: {}, values: [] }] } }),
        'uptime',
      ),
    ).toThrow('the query failed: "query timed out".')
  })

  it('reads Alertmanager webhooks: the zero time is "not over"', () => {
    const alert = (ends: string, instance: string) => ({
      status: 'firing',
      labels: { alertname: 'Ping', instance, severity: 'major', job: 'icmp' },
      startsAt: '2026-03-02T10:00:00.612666101Z',
      endsAt: ends,
    })
    const file = read(
      JSON.stringify({
        receiver: 'x',
        alerts: [alert('0001-01-01T00:00:00Z', 'a'), alert('2026-03-02T10:30:00Z', 'b')],
      }),
      'incidents',
    )
    expect(file.incidents.map(({ id, raised, resolved, service }) => [id, raised, resolved, service])).toEqual([
      ['Ping a 2026-03-02T10:00:00.612666101Z', T + 612_666, null, 'icmp'],
      ['Ping b 2026-03-02T10:00:00.612666101Z', T + 612_666, T + 30 * MINUTE, 'icmp'],
    ])
  })
})
