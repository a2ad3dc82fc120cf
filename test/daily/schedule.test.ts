import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { scheduleDaily } from '#engine/daily-schedule.ts'
import { runScheduled, scheduleDailyJob } from '#main/schedule-daily-job.ts'
import { openTestSession } from '../engine/open-test-session.ts'
import { silentTask } from '../support/recording-sink.ts'
import { writeTrades } from './daily-project.ts'

const CONFIG =
  'project = "project.duckdb"\nout = "reports"\nlive = ["live.csv"]\nbacktest = ["backtest.csv"]\ncapital = 1e4\n'

describe('the schedule of the running app', () => {
  it('is 06:00 and 18:00 UTC, whatever the zone of the machine', () => {
    const schedule = scheduleDaily(
      () => Promise.resolve(),
      () => undefined,
    )
    onTestFinished(() => {
      schedule.stop()
    })
    const next = schedule.next()
    expect([6, 18]).toContain(next?.getUTCHours())
    expect([next?.getUTCMinutes(), next?.getUTCSeconds()]).toEqual([0, 0])
  })

  it('hands on what a run throws, and runs again', async () => {
    const failed: unknown[] = []
    const run = vi.fn(() => Promise.reject(new Error('no file')))
    const schedule = scheduleDaily(run, (error) => failed.push(error), '* * * * * *')
    onTestFinished(() => {
      schedule.stop()
    })
    await vi.waitFor(() => expect(run.mock.calls.length).toBeGreaterThanOrEqual(2), { timeout: 20_000 })
    expect(failed[0]).toMatchObject({ message: 'no file' })
  })

  it('runs the job over the project that is open, between what its screens ask, and sends nothing', async () => {
    const session = await openTestSession()
    writeTrades(session.folder, [0.1, 0.1, 4])
    const config = join(session.folder, 'parity.toml')
    writeFileSync(config, `${CONFIG}[outputs]\naction = "action.json"\n[slack]\nurl_env = "PARITY_TEST_SLACK"\n`)
    await Promise.all([
      session.methods['project.info']({}, silentTask()),
      runScheduled(session.session, config),
      session.methods['review.latest']({}, silentTask()),
    ])
    const latest = await session.methods['review.latest']({}, silentTask())
    expect(latest.review?.days).toHaveLength(3)
    expect(JSON.parse(readFileSync(join(session.folder, 'action.json'), 'utf8'))).toMatchObject({ day: '2026-03-04' })
    const [outbox] = await session.session.tools.store.runText(
      'SELECT count(*)::DOUBLE AS waiting FROM outbox WHERE attempts = 0 AND delivered_us IS NULL',
    )
    expect(outbox).toEqual({ waiting: 1 })
  })

  it('leaves a project alone that the config does not name', async () => {
    const session = await openTestSession()
    const folder = join(session.folder, 'elsewhere')
    mkdirSync(folder)
    writeFileSync(join(folder, 'parity.toml'), CONFIG)
    const late = () => undefined
    expect(await scheduleDailyJob(session.session, join(folder, 'parity.toml'), late)).toBeNull()
    writeFileSync(join(session.folder, 'parity.toml'), CONFIG)
    const schedule = await scheduleDailyJob(session.session, join(session.folder, 'parity.toml'), late)
    expect(schedule?.next()).toBeInstanceOf(Date)
    schedule?.stop()
  })
})
