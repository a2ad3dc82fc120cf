import { describe, expect, it } from 'vitest'
import { MINUTE } from '#domain/slo/instants.ts'
import type { Role } from '#shared/canonical.ts'
import { readServiceFile } from '#adapters/service-formats/service-registry.ts'

const T = Date.UTC(2026, 2, 2, 10) * 1000
const read = (text: string, role: Role, options: { zone?: string; dateOrder?: 'dmy' | 'mdy' } = {}) =>
  readServiceFile(text, { path: 'file.csv', role, zone: options.zone ?? null, dateOrder: options.dateOrder ?? null })
const csv = (...lines: string[]) => `${lines.join('\n')}\n`

describe('the canonical files', () => {
  it('reads uptime checks, with seconds, and periods, open ones included', () => {
    const checks = read(csv('t,status,seconds', '2026-03-02T10:00:00Z,up,', '2026-03-02T10:05:00Z,DOWN,45'), 'uptime')
    expect(checks).toMatchObject({ format: 'canonical-service', read: 2, accepted: 2 })
    expect(checks.checks).toEqual([
      { t: T, status: 'up', seconds: null, service: null },
      { t: T + 5 * MINUTE, status: 'down', seconds: 45, service: null },
    ])
    const periods = read(
      csv('start;end;status', '2026-03-02T10:00:00Z;2026-03-02T10:20:00Z;down', '1772447400;;degraded'),
      'uptime',
    )
    expect(periods.intervals.map(({ end, status }) => [end, status])).toEqual([
      [T + 20 * MINUTE, 'down'],
      [null, 'degraded'],
    ])
  })

  it('reads incidents, health, risk and deployments from CSV, JSON lines and JSON arrays alike', () => {
    const rows = [
      { id: 'a', raised: '2026-03-02T10:00:00Z', acked: null, resolved: '2026-03-02T11:00:00Z', service: 'x' },
    ]
    const expected = [{ id: 'a', severity: null, raised: T, acked: null, resolved: T + 60 * MINUTE, service: 'x' }]
    expect(
      read(csv('id,raised,acked,resolved,service', 'a,2026-03-02T10:00:00Z,,2026-03-02T11:00:00Z,x'), 'incidents')
        .incidents,
    ).toEqual(expected)
    expect(read(`${JSON.stringify(rows[0])}\n`, 'incidents').incidents).toEqual(expected)
    expect(read(JSON.stringify(rows, null, 2), 'incidents').incidents).toEqual(expected)
    expect(read(csv('t,version,check,status', '1772445600000,v2,broker,warn'), 'health').health).toEqual([
      { t: T, version: 'v2', check: 'broker', status: 'warn' },
    ])
    expect(read(csv('t,version,drawdown,shortfall,allocated', '1772445600,v2,12.5,-3,1000'), 'risk').risk).toEqual([
      { t: T, version: 'v2', drawdown: 12.5, shortfall: -3, allocated: 1000 },
    ])
    expect(
      read(
        csv(
          'id,version,control_version,stage,started,traffic,risk_limit,ended,outcome',
          'd,v2,v1,production,2026-03-02T10:00:00Z,0.25,0.05,,',
        ),
        'deployment',
      ).deployments,
    ).toEqual([
      {
        id: 'd',
        version: 'v2',
        control_version: 'v1',
        stage: 'production',
        started: T,
        traffic: 0.25,
        risk_limit: 0.05,
        ended: null,
        outcome: null,
      },
    ])
  })

  it('asks for the zone of a naive time and for the order of a slashed date, and uses the answers', () => {
    const naive = csv('t,status', '2026-03-02 11:00:00,up')
    expect(() => read(naive, 'uptime')).toThrow(
      'times in column "t" have no zone (for example "2026-03-02 11:00:00"); give it with --zone',
    )
    expect(read(naive, 'uptime', { zone: 'Europe/Paris' }).checks[0]?.t).toBe(T)
    const slashed = csv('t,status', '02/03/2026 10:00,up')
    expect(() => read(slashed, 'uptime', { zone: 'UTC' })).toThrow(
      'can be read as two dates; say which with --date-order',
    )
    expect(read(slashed, 'uptime', { zone: 'UTC', dateOrder: 'dmy' }).checks[0]?.t).toBe(T)
  })

  const rejected: [string, Role, string, string, string][] = [
    [
      'an unknown status',
      'uptime',
      csv('t,status', '1772445600,up', '1772445900,broken'),
      'missing-value',
      '"broken" in column "status" is not one of up, down, degraded, maintenance.',
    ],
    [
      'a time that is none',
      'uptime',
      csv('t,status', '1772445600,up', 'soon,up'),
      'bad-time',
      '"soon" in column "t" is not a time.',
    ],
    ['a missing cell', 'uptime', csv('t,status', '1772445600,up', ',up'), 'missing-value', 'Column "t" is empty.'],
    [
      'a ragged row',
      'uptime',
      csv('t,status', '1772445600,up', '1772445600,up,3'),
      'ragged-row',
      'The row has 3 cells, the header 2.',
    ],
    [
      'negative seconds',
      'uptime',
      csv('t,status,seconds', '1772445600,up,', '1772445600,down,-5'),
      'bad-number',
      '-5 in column "seconds" is below 0.',
    ],
    [
      'a period that runs backwards',
      'uptime',
      csv('start,end,status', '1772445600,1772445700,down', '1772445600,1772445500,down'),
      'bad-time',
      'The period ends before it starts.',
    ],
    [
      'a duplicate incident',
      'incidents',
      csv('id,raised,acked,resolved', 'a,1772445600,,', 'a,1772445600,,'),
      'duplicate-id',
      'Incident a was read before; the first one is kept.',
    ],
    [
      'an incident resolved before it was raised',
      'incidents',
      csv('id,raised,acked,resolved', 'a,1772445600,,', 'b,1772445600,,1772445000'),
      'bad-time',
      'Incident b was resolved before it was raised.',
    ],
    [
      'NaN',
      'risk',
      csv('t,version,drawdown,shortfall,allocated', '1772445600,v,1,1,9', '1772445600,v,NaN,1,9'),
      'bad-number',
      '"NaN" in column "drawdown" is not a number.',
    ],
    [
      'no capital',
      'risk',
      csv('t,version,drawdown,shortfall,allocated', '1772445600,v,1,1,9', '1772445600,v,1,1,0'),
      'bad-number',
      'Allocated capital must be above 0, not 0.',
    ],
    [
      'a per cent where a fraction belongs',
      'deployment',
      csv('id,version,stage,started,traffic', 'd,v,staging,1772445600,0.1', 'd,v,production,1772445600,25'),
      'bad-number',
      '25 in column "traffic" is not a fraction between 0 and 1.',
    ],
  ]
  it.each(rejected)('rejects %s with a sentence and keeps the rest', (_, role, text, reason, message) => {
    const file = read(text, role)
    expect(file).toMatchObject({ read: 2, accepted: 1 })
    expect(file.rejects).toEqual([expect.objectContaining({ line: 3, reason, message })])
  })

  it('takes an acknowledgement before the alert as none, and says so', () => {
    const file = read(csv('id,raised,acked,resolved', 'a,1772445600,1772445000,1772449200'), 'incidents')
    expect(file.incidents[0]?.acked).toBeNull()
    expect(file.notes).toEqual([{ code: 'acked-before-raised', field: 'acked', count: 1 }])
  })

  it('refuses files it cannot use, each with its own sentence', () => {
    expect(() => read('', 'uptime')).toThrow('Cannot read file.csv: the file is empty.')
    expect(() => read(csv('a,b', '1,2'), 'uptime')).toThrow(
      'Cannot read file.csv as uptime: the columns a, b fit no known format.',
    )
    expect(() => read(csv('t,status'), 'uptime')).toThrow('none of its 0 records was accepted')
    expect(() => read(csv('t,status', 'x,up'), 'uptime')).toThrow(
      'none of its 1 records was accepted; the first: "x" in column "t" is not a time.',
    )
    expect(() => read(csv('t,status,t', '1,up,2'), 'uptime')).toThrow('stands twice in the header')
    expect(() => read('t,status\n"1772445600,up\n', 'uptime')).toThrow('a quote is not closed')
  })
})
