import { describe, expect, it } from 'vitest'
import { readServiceData } from '#engine/service-data.ts'
import type { Role } from '#shared/canonical.ts'
import type { SniffedFile } from '#shared/contract.ts'
import type { Answers } from '#engine/ports.ts'
import { openTestSession, type TestSession } from '../engine/open-test-session.ts'
import { silentTask } from '../support/recording-sink.ts'

const task = silentTask()
const UPTIME =
  'Checked at;Verdict;Host\n2025-01-01T00:00:00Z;OK;api\n2025-01-01T00:05:00Z;FAIL;api\n2025-01-01T00:10:00Z;n/a?;api\n'
const INCIDENTS =
  'Ticket,Opened,Closed,Priority\nT1,2025-01-01T10:00:00Z,2025-01-01T11:00:00Z,P1\nT2,2025-01-01T12:00:00Z,,P2\n'

interface Said {
  readonly role?: Role
  readonly answers?: Answers
  readonly columns?: Record<string, string>
}

async function look(session: TestSession, name: string, text: string, said: Said): Promise<SniffedFile> {
  const { files } = await session.methods['import.sniff']({ files: [{ ...session.give(name, text), ...said }] }, task)
  return files[0]!
}

const sourcesOf = ({ columns }: SniffedFile) =>
  Object.fromEntries(columns.flatMap(({ field, source }) => (source === null ? [] : [[field, source]])))
const lacking = ({ columns }: SniffedFile) =>
  columns.filter(({ required, source }) => required && source === null).map(({ field }) => field)

describe('a service-level table with columns of its own, on the screen', () => {
  it('has its columns proposed by what tools call them, once it is said what it is', async () => {
    const session = await openTestSession()
    const file = await look(session, 'checks.csv', UPTIME, { role: 'uptime' })
    expect(file).toMatchObject({ problem: null, role: 'uptime', holds: 'uptime', shape: null, unused: ['Verdict'] })
    expect(sourcesOf(file)).toEqual({ t: 'Checked at', service: 'Host' })
    expect(lacking(file)).toEqual(['status'])
    expect(file.preview[0]).toEqual(['2025-01-01T00:00:00Z', 'OK', 'api'])
  })

  it('asks for stretches where a start was mapped, for checks otherwise', async () => {
    const session = await openTestSession()
    const text = 'When,What\n2025-01-01T00:00:00Z,down\n'
    expect(lacking(await look(session, 'a.csv', text, { role: 'uptime' }))).toEqual(['t', 'status'])
    const columns = { start: 'When', status: 'What' }
    expect(lacking(await look(session, 'b.csv', text, { role: 'uptime', columns }))).toEqual(['end'])
  })

  it('asks what each of its words means, and keeps the rows of words that mean nothing out, said', async () => {
    const session = await openTestSession()
    const columns = { status: 'Verdict' }
    const file = await look(session, 'checks.csv', UPTIME, { role: 'uptime', columns })
    expect(file.questions.map(({ kind, column, example }) => [kind, column, example])).toEqual([
      ['word', 'Verdict', 'OK'],
      ['word', 'Verdict', 'FAIL'],
      ['word', 'Verdict', 'n/a?'],
    ])
    expect(file.questions[0]?.choices.map(({ label }) => label)).toEqual([
      'up',
      'down',
      'degraded',
      'maintenance',
      'nothing',
    ])
    const answers = { words: { OK: 'up', FAIL: 'down', 'n/a?': '' } }
    const request = { token: file.token, role: 'uptime' as const, answers, columns: sourcesOf(file) }
    const report = await session.methods['import.run']({ files: [request] }, task)
    expect(report.inputs[0]).toMatchObject({ format: 'mapped-service', rows: { read: 3, accepted: 2, rejected: 1 } })
    expect(report.rejects[0]).toMatchObject({ line: 4, column: 'Verdict', reason: 'not-an-order' })
    const { data } = await readServiceData(session.session.tools.store, null, task)
    // 00:00 up, 00:05 down; the third check says nothing.
    expect(data.uptime?.checks.map(({ status, service }) => [status, service])).toEqual([
      ['up', 'api'],
      ['down', 'api'],
    ])
  })

  it('remembers columns and words for the next file with this header', async () => {
    const session = await openTestSession()
    const columns = { t: 'Checked at', status: 'Verdict' }
    const first = await look(session, 'checks.csv', UPTIME, { role: 'uptime', columns })
    const answers = { words: { OK: 'up', FAIL: 'down', 'n/a?': '' } }
    await session.methods['import.run']({ files: [{ token: first.token, role: 'uptime', answers, columns }] }, task)
    const next = await look(session, 'next.csv', UPTIME.replaceAll('01-01', '01-02'), { role: 'uptime' })
    expect(sourcesOf(next)).toMatchObject(columns)
    expect(next.remembered).toEqual(answers)
  })

  it('of incidents without acknowledgements is loaded, and nobody is called late for it', async () => {
    const session = await openTestSession()
    const file = await look(session, 'tickets.csv', INCIDENTS, { role: 'incidents' })
    expect([lacking(file), sourcesOf(file)]).toEqual([
      [],
      { id: 'Ticket', raised: 'Opened', resolved: 'Closed', severity: 'Priority' },
    ])
    const request = { token: file.token, role: 'incidents' as const, answers: {}, columns: sourcesOf(file) }
    await session.methods['import.run']({ files: [request] }, task)
    const { data } = await readServiceData(session.session.tools.store, null, task)
    expect(
      data.incidents?.map(({ id, severity, resolved, ack_recorded: recorded }) => [id, severity, resolved, recorded]),
    ).toEqual([
      ['T1', 'P1', Date.parse('2025-01-01T11:00:00Z') * 1000, false],
      ['T2', 'P2', null, false],
    ])
  })

  it('with the canonical columns but words of its own is asked about them, and read by the answers', async () => {
    const session = await openTestSession()
    const text = 't,status\n2025-01-01T00:00:00Z,OK\n2025-01-01T00:05:00Z,down\n'
    const file = await look(session, 'uptime.csv', text, {})
    expect(file).toMatchObject({ role: 'uptime', questions: [{ kind: 'word', example: 'OK' }] })
    const request = { token: file.token, role: 'uptime' as const, answers: { words: { OK: 'up' } } }
    const report = await session.methods['import.run']({ files: [request] }, task)
    expect(report.inputs[0]?.rows).toEqual({ read: 2, accepted: 2, rejected: 0 })
  })

  it('asks for the zone of mapped times like any other', async () => {
    const session = await openTestSession()
    const text = UPTIME.replaceAll('Z;', ';')
    const file = await look(session, 'checks.csv', text, { role: 'uptime', columns: { status: 'Verdict' } })
    expect(file.questions).toContainEqual(expect.objectContaining({ kind: 'zone', example: '2025-01-01T00:00:00' }))
  })
})
