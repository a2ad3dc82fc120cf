import { readFileSync, readdirSync, renameSync, existsSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { burnSettings } from '#engine/slo-history.ts'
import { actionDocumentSchema } from '#shared/action.ts'
import { dailyReportSchema } from '#shared/daily.ts'
import { contentsOf } from '../support/project.ts'
import { fingerprints } from '../support/folder-fingerprints.ts'
import { auditOf, dayAt, eveningAfter, openDailyProject, writeFile, writeTrades } from './daily-project.ts'

const CALM = [0.1, 0.1, 0.1]

describe('one run of the daily job', () => {
  it('judges every day that is over, hands over the action and says where the report is', async () => {
    const project = await openDailyProject()
    // A loss of 4 bps of capital is 76 bps annualised; over the window of 2 days with 0.1 that is 19.1 * sqrt(16.01 / 2) = 54.
    writeTrades(project.folder, [...CALM, 4])
    project.at(eveningAfter(3))
    const report = await project.run()
    expect(dailyReportSchema.parse(report)).toEqual(report)
    expect(report.judged.map(({ day, band, action, transition }) => [day, band, action, transition])).toEqual([
      [dayAt(0), null, null, 'unknown'],
      [dayAt(1), 'excellent', 'continue', 'quiet'],
      [dayAt(2), 'excellent', 'continue', 'quiet'],
      [dayAt(3), 'critical', 'disable-entries', 'opened'],
    ])
    const action = JSON.parse(readFileSync(join(project.folder, 'out/action.json'), 'utf8')) as unknown
    expect(actionDocumentSchema.parse(action)).toMatchObject({
      day: dayAt(3),
      level: 'critical',
      action: 'disable-entries',
    })
    expect(readdirSync(join(project.folder, 'reports', dayAt(3))).sort()).toEqual([
      'days.csv',
      'pairs.csv',
      'rejects.csv',
      'review.html',
      'review.json',
      'review.md',
      'simulate.json',
    ])
    expect(await auditOf(project, 'verdict')).toHaveLength(4)
    expect(await auditOf(project, 'action')).toHaveLength(4)
  })

  it('never judges a day that is not over, though both sides have traded on it', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, [...CALM, 4])
    project.at(eveningAfter(2))
    const report = await project.run()
    expect(report.until).toBe(dayAt(2))
    expect(report.action).toMatchObject({ day: dayAt(2), action: 'continue' })
  })

  it('writes metrics and rules that promtool accepts', async (context) => {
    const { error } = spawnSync('promtool', ['--version'])
    context.skip(error !== undefined, 'promtool is not installed')
    const project = await openDailyProject()
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    await project.run()
    const metrics = readFileSync(join(project.folder, 'out/parity.prom'), 'utf8')
    expect(metrics).toContain('parity_band{strategy="all"} 0\n')
    expect(spawnSync('promtool', ['check', 'metrics'], { input: metrics, encoding: 'utf8' })).toMatchObject({
      status: 0,
    })
    const rules = spawnSync('promtool', ['check', 'rules', join(project.folder, 'out/parity.rules.yml')], {
      encoding: 'utf8',
    })
    expect(rules).toMatchObject({ status: 0 })
  })

  it('judges and alerts by the burn thresholds of parity.toml, and keeps them with the project', async () => {
    const project = await openDailyProject('[slo.burn]\n1h = 10\n')
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    await project.run()
    expect(readFileSync(join(project.folder, 'out/parity.rules.yml'), 'utf8')).toMatch(/window="1h"\} > 10\b/)
    expect(await burnSettings(project.workbench.store)).toMatchObject({ source: 'parity.toml' })
    const wrong = await openDailyProject('[slo.burn]\n2h = 10\n')
    await expect(wrong.run()).rejects.toMatchObject({
      message: expect.stringContaining('slo.burn.2h: it is not a known'),
    })
  })

  it('reads service-level files of other columns through the mappings of parity.toml', async () => {
    const project = await openDailyProject(
      (toml) => `uptime = ["checks.csv"]\n${toml}[mappings]\nuptime = "maps/uptime.toml"\n`,
    )
    writeTrades(project.folder, CALM)
    writeFile(join(project.folder, 'checks.csv'), `at,state\n${dayAt(0)}T00:00:00Z,OK\n`)
    writeFile(
      join(project.folder, 'maps/uptime.toml'),
      '[columns]\nt = "at"\nstatus = "state"\n[values.status]\nOK = "up"\n',
    )
    project.at(eveningAfter(2))
    const { imported } = await project.run()
    expect(imported.inputs.find(({ role }) => role === 'uptime')).toMatchObject({
      format: 'mapped-service',
      rows: { accepted: 1, rejected: 0 },
    })
  })

  it('prints why two sides cannot be compared, and judges nothing', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, CALM)
    writeTrades(project.folder, CALM, 40, 'other.csv')
    renameSync(join(project.folder, 'other.csv'), join(project.folder, 'live.csv'))
    project.at(eveningAfter(50))
    const report = await project.run()
    expect(report).toMatchObject({ status: 'NOT_COMPARABLE', judged: [], action: null, written: [] })
    expect(report.reason).toMatch(/no common/)
  })

  it('refuses a watched folder without a live file, and leaves the project as it was', async () => {
    const project = await openDailyProject((toml) => toml.replace('"live.csv"', '"incoming/*.csv"'))
    writeTrades(project.folder, CALM)
    const before = await contentsOf(project.workbench)
    await expect(project.run()).rejects.toMatchObject({ code: 'FILE_MISSING', message: /incoming\/\*\.csv names none/ })
    expect(await contentsOf(project.workbench)).toEqual(before)
  })
})

describe('running it again', () => {
  it('changes nothing when nothing is new: not the project, not a byte of what it wrote', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, [...CALM, 4])
    project.at(eveningAfter(3))
    await project.run()
    const before = await contentsOf(project.workbench)
    const written = [fingerprints(join(project.folder, 'out')), fingerprints(join(project.folder, 'reports', dayAt(3)))]
    project.at(eveningAfter(3) + 3_600_000_000)
    const again = await project.run()
    expect(again).toMatchObject({ reused: true, judged: [] })
    expect(again.imported.inputs).toEqual([])
    expect(await contentsOf(project.workbench)).toEqual(before)
    expect([
      fingerprints(join(project.folder, 'out')),
      fingerprints(join(project.folder, 'reports', dayAt(3))),
    ]).toEqual(written)
  })

  it('writes what was lost of its outputs again, from the stored review', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    await project.run()
    const path = join(project.folder, 'out/action.json')
    const pairs = join(project.folder, 'reports', dayAt(2), 'pairs.csv')
    const before = [readFileSync(path, 'utf8'), readFileSync(pairs, 'utf8')]
    // A header and two orders on each of three days.
    expect(before[1]?.trimEnd().split('\n')).toHaveLength(7)
    writeFile(path, '{"half": ')
    rmSync(pairs)
    expect((await project.run()).reused).toBe(true)
    expect([readFileSync(path, 'utf8'), readFileSync(pairs, 'utf8')]).toEqual(before)
  })

  it('catches up on each day it missed, in order, when files have grown', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    await project.run()
    writeTrades(project.folder, [...CALM, 4, 4, 0.1, 0.1])
    project.at(eveningAfter(6))
    const report = await project.run()
    expect(report.imported.notes.filter((note) => note.includes('has changed'))).toHaveLength(2)
    expect(report.judged.map(({ day, transition, alert }) => [day, transition, alert])).toEqual([
      [dayAt(3), 'opened', true],
      [dayAt(4), 'continues', true],
      [dayAt(5), 'continues', true],
      [dayAt(6), 'recovered', true],
    ])
    // The trades of the files loaded first are there once: a growing file replaces its former rows, it does not double them.
    const [fills] = await project.workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM fill')
    expect(fills).toEqual({ n: 7 * 2 * 2 })
  })

  it('keeps what a rotated log held, under its new name', async () => {
    const project = await openDailyProject((toml) => toml.replace('"live.csv"', '"log/*.csv"'))
    writeTrades(project.folder, [...CALM, 0.1, 0.1])
    writeTrades(project.folder, CALM, 0, 'log/live.csv')
    project.at(eveningAfter(2))
    await project.run()
    renameSync(join(project.folder, 'log/live.csv'), join(project.folder, 'log/live.1.csv'))
    writeTrades(project.folder, [0.1, 0.1], 3, 'log/live.csv')
    project.at(eveningAfter(4))
    const report = await project.run()
    expect(report.judged.map(({ day }) => day)).toEqual([dayAt(3), dayAt(4)])
    const [fills] = await project.workbench.store.runText(
      "SELECT count(*)::DOUBLE AS n FROM fill WHERE origin = 'live'",
    )
    expect(fills).toEqual({ n: 10 })
  })

  it('corrects the verdict of a day whose files were corrected, and keeps both in the audit log', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    await project.run()
    writeTrades(project.folder, [0.1, 0.1, 4])
    const report = await project.run()
    expect(report.judged).toMatchObject([{ day: dayAt(2), action: 'disable-entries', revision: 1, alert: true }])
    const verdicts = (await auditOf(project, 'verdict')).filter(({ day }) => day === dayAt(2))
    expect(verdicts.map(({ band, revision }) => [band, revision])).toEqual([
      ['excellent', 0],
      ['critical', 1],
    ])
    expect((await verifyAudit(project.workbench.store)).entries).toBeGreaterThan(0)
  })

  it('leaves days alone that were judged and acted on: an export of the last days only corrects none of them', async () => {
    const project = await openDailyProject()
    writeTrades(project.folder, [0.1, 4, 4, 4])
    project.at(eveningAfter(3))
    await project.run()
    // Days 3 and 4 only: day 3 has no whole window now, and its streak would begin anew.
    writeTrades(project.folder, [4, 0.1], 3)
    project.at(eveningAfter(4))
    const report = await project.run()
    expect(report.judged.map(({ day, revision }) => [day, revision])).toEqual([[dayAt(4), 0]])
    expect(await auditOf(project, 'verdict')).toHaveLength(5)
  })

  it('takes other settings as another question: the bands of parity.toml decide', async () => {
    const project = await openDailyProject('[bands]\ngood = 100\nwarning = 200\ncritical = 500\nemergency = 1000\n')
    writeTrades(project.folder, [...CALM, 4])
    project.at(eveningAfter(3))
    expect((await project.run()).action).toMatchObject({ level: 'excellent', action: 'continue' })
    expect(existsSync(join(project.folder, 'out/action.json'))).toBe(true)
  })
})
