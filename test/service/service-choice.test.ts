import { describe, expect, it } from 'vitest'
import { CONTRACT } from '#shared/contract.ts'
import { readServiceData } from '#engine/service-data.ts'
import { sloHistory } from '#engine/slo-history.ts'
import type { Workbench } from '#main/compose.ts'
import { openTestSession } from '../engine/open-test-session.ts'
import { importPaths, importText, openProject } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

/** One day: the gateway is down 00:00-00:06, the blog 00:03-03:00. The gateway's 6 of 1,440 min are 99.58 %; both, 180 min, 87.5 %. */
const BOTH = `start,end,status,service
2025-01-01T00:00:00Z,2025-01-01T00:06:00Z,down,gateway
2025-01-01T00:06:00Z,2025-01-02T00:00:00Z,up,gateway
2025-01-01T00:00:00Z,2025-01-01T00:03:00Z,up,blog
2025-01-01T00:03:00Z,2025-01-01T03:00:00Z,down,blog
2025-01-01T03:00:00Z,2025-01-02T00:00:00Z,up,blog
`
const GATEWAY = BOTH.split('\n')
  .filter((line) => !line.includes('blog'))
  .join('\n')
const task = silentTask()

async function uptimeOf(project: Workbench): Promise<number | null | undefined> {
  const document = await sloHistory(project, { asOf: Date.parse('2025-01-02T00:00:00Z') * 1000 }, task)
  return document.slos.find(({ name }) => name === 'uptime')?.value
}

describe('an uptime file of several services', () => {
  it('is not read before it is said which one the strategy depends on', async () => {
    const project = await openProject()
    await expect(importText(project, BOTH, { role: 'uptime', name: 'monitors.csv' })).rejects.toMatchObject({
      code: 'AMBIGUOUS',
      message: expect.stringMatching(/it holds 2 services \(blog, gateway\); say which .* with --service NAME/),
      details: { flag: '--service', names: ['blog', 'gateway'] },
    })
    expect(await project.store.runText('SELECT count(*)::DOUBLE AS n FROM source_file')).toEqual([{ n: 0 }])
  })

  it('counts the chosen one only, and says how many rows of others it left out', async () => {
    const project = await openProject()
    const report = await importText(project, BOTH, { role: 'uptime', answers: { service: 'gateway' } })
    expect(report.inputs[0]?.rows).toEqual({ read: 5, accepted: 5, rejected: 0 })
    expect(report.notes).toEqual([expect.stringContaining('other-service (service) in 3 records')])
    // An outage of the blog in it would give 87.5 %.
    expect(await uptimeOf(project)).toBeCloseTo(1 - 6 / 1440, 12)
  })

  it('counts all as one that is down when any is, overlaps once', async () => {
    const project = await openProject()
    await importText(project, BOTH, { role: 'uptime', answers: { service: 'all' } })
    expect(await uptimeOf(project)).toBeCloseTo(1 - 180 / 1440, 12)
  })

  it('counts two of three as one that is down when either is, and remembers both', async () => {
    const project = await openProject()
    // A third service is down the whole day.
    const three = `${BOTH}2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,down,shop\n`
    const answers = { service: ['gateway', 'blog'] }
    const report = await importText(project, three, { role: 'uptime', answers })
    expect(report.notes).toEqual([expect.stringContaining('other-service (service) in 1 record')])
    expect(await uptimeOf(project)).toBeCloseTo(1 - 180 / 1440, 12)
    const later = three.replaceAll('2025-01-01', '2025-01-03').replaceAll('2025-01-02', '2025-01-04')
    expect((await importText(project, later, { role: 'uptime' })).notes).toEqual([
      expect.stringContaining('other-service (service) in 1 record'),
    ])
    const gone = later.replaceAll('blog', 'news').replaceAll('2025-01-0', '2025-02-0')
    await expect(importText(project, gone, { role: 'uptime' })).rejects.toMatchObject({
      message: expect.stringContaining('it does not hold the service "blog" but gateway, news, shop'),
    })
  })

  it('is chosen twice on the command line, and the page can look at it under that answer', async () => {
    const three = `${BOTH}2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,down,shop\n`
    const uptime = temporaryFile('monitors.csv', three)
    const chosen = ['--service', 'gateway', '--service', 'blog']
    const { code, stdout } = await runParity(['slo', '--uptime', uptime, ...chosen, '--as-of', '2025-01-01', '--json'])
    expect(code).toBe(0)
    const { slos } = JSON.parse(stdout) as { slos: { name: string; value: number }[] }
    expect(slos.find(({ name }) => name === 'uptime')?.value).toBeCloseTo(1 - 180 / 1440, 12)
    const session = await openTestSession()
    const first = { ...session.give('monitors.csv', three), role: 'uptime' as const }
    const load = { token: first.token, role: 'uptime' as const, answers: { service: ['gateway', 'blog'] } }
    await session.methods['import.run']({ files: [load] }, task)
    const later = session.give('later.csv', three.replaceAll('2025-01-0', '2025-01-1'))
    const looked = await session.methods['import.sniff']({ files: [{ ...later, role: 'uptime' }] }, task)
    expect(CONTRACT['import.sniff'].result.parse(looked).files[0]?.remembered).toMatchObject({
      service: ['gateway', 'blog'],
    })
  })

  it('is asked about again when the next file does not hold the service that was remembered', async () => {
    const project = await openProject()
    await importText(project, BOTH, { role: 'uptime', answers: { service: 'gateway' } })
    // The header is the same: the answer is remembered, and holds.
    const later = BOTH.replaceAll('2025-01-01', '2025-01-03').replaceAll('2025-01-02', '2025-01-04')
    expect((await importText(project, later, { role: 'uptime' })).inputs).toHaveLength(1)
    const other = GATEWAY.replaceAll('gateway', 'feed').replaceAll('2025-01-0', '2025-02-0')
    await expect(importText(project, other, { role: 'uptime' })).rejects.toMatchObject({
      code: 'AMBIGUOUS',
      message: expect.stringContaining('it does not hold the service "gateway" but feed'),
    })
  })

  it('of one service needs no answer', async () => {
    const project = await openProject()
    await importText(project, GATEWAY, { role: 'uptime' })
    expect(await uptimeOf(project)).toBeCloseTo(1 - 6 / 1440, 12)
  })

  it('is a question with a click for each service on the screen, and the click is what counts', async () => {
    const session = await openTestSession()
    const file = { ...session.give('monitors.csv', BOTH), role: 'uptime' as const }
    const { files } = await session.methods['import.sniff']({ files: [file] }, task)
    const [question] = files[0]!.questions
    expect(question).toMatchObject({ kind: 'service', entry: null })
    expect(question?.choices.map(({ label, answers }) => [label, answers])).toEqual([
      ['blog', { service: 'blog' }],
      ['gateway', { service: 'gateway' }],
      ['all of them', { service: 'all' }],
    ])
    const chosen = { token: file.token, role: file.role, answers: { service: 'gateway' } }
    await session.methods['import.run']({ files: [chosen] }, task)
    const { data } = await readServiceData(session.session.tools.store, null, task)
    expect(new Set(data.uptime?.intervals.map(({ service }) => service))).toEqual(new Set(['gateway']))
  })

  it('ends the command with exit 4 and the flag to give, which then counts', async () => {
    const path = temporaryFile('monitors.csv', BOTH)
    const asked = await runParity(['slo', '--uptime', path, '--as-of', '2025-01-01'])
    expect(asked).toMatchObject({ code: 4, stderr: expect.stringContaining('--service NAME') })
    const answered = await runParity([
      'slo',
      '--uptime',
      path,
      '--as-of',
      '2025-01-01',
      '--service',
      'gateway',
      '--json',
    ])
    expect(answered, answered.stderr).toMatchObject({ code: 0 })
    expect(answered.stdout).toContain('"value":0.9958')
  })

  it('of another role is not asked about: every alert counts', async () => {
    const project = await openProject()
    const rows = 'id,raised,acked,resolved,service\n1,2025-01-01T00:00:00Z,,,a\n2,2025-01-01T00:00:00Z,,,b\n'
    const report = await importPaths(project, 'incidents', [temporaryFile('i.csv', rows)])
    expect(report.inputs[0]?.rows.accepted).toBe(2)
  })
})
