import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { dailyReviewSchema, type DaySimulation } from '#shared/daily-simulation.ts'
import { CAUSES } from '#shared/review.ts'
import { simulateDocumentSchema } from '#shared/simulate/document.ts'
import { fingerprints } from '../support/folder-fingerprints.ts'
import { silentTask } from '../support/recording-sink.ts'
import { dayAt, eveningAfter, openDailyProject, writeFile, writeTrades, type DailyProject } from './daily-project.ts'

const CALM = [0.1, 0.1, 0.1]
/** The last day of the first month of the sample; the latency day is among its days. */
const UNTIL = '2026-03-31'

/** A daily job over the files of the sample, with its own capital. */
async function openSampleProject(scenario = ''): Promise<DailyProject> {
  const project = await openDailyProject((toml) =>
    toml
      .replace(
        'backtest = ["backtest.csv"]',
        'backtest = ["backtest.csv"]\nmarket = ["quotes.csv"]\norders = ["orders.csv"]',
      )
      .replace('capital = 10_000', `capital = 100_000\ncash = ["cash.csv"]\n${scenario}`)
      .replace('window = 2', 'window = 20'),
  )
  for (const { name, text } of generateSample(SAMPLE_SEED)) writeFileSync(join(project.folder, name), text)
  project.at(Date.parse('2026-04-01T06:00:00Z') * 1000)
  return project
}

const setScenario = ({ folder }: DailyProject, line: string) => {
  const path = join(folder, 'parity.toml')
  writeFileSync(path, `${line}\n${readFileSync(path, 'utf8').replace(/^(scenario|seed) = .*\n/gm, '')}`)
}

const simulationOf = ({ folder }: DailyProject, day: string): DaySimulation | undefined =>
  dailyReviewSchema.parse(JSON.parse(readFileSync(join(folder, 'reports', day, 'review.json'), 'utf8'))).simulation

describe('what the simulator should have assumed', () => {
  it('is simulated over the sample as calibrated to live, and stands in the report, its documents and the metrics', async () => {
    const project = await openSampleProject()
    const report = await project.run(UNTIL)
    expect(report.simulate).toMatchObject({ status: 'done', scenario: 'as-live', reused: false })
    const simulation = simulationOf(project, UNTIL)
    expect(simulation).toMatchObject({ scenario: 'as-live', seed: 1, reason: null })
    expect(simulation?.origin).toMatch(/^Fitted to [\d,]+ live orders from 2026-03-0\d to 2026-03-31\./)
    // Planted: slippage, latency and fees on single days. Fitted slippage takes some of it; single days remain and are not hidden.
    expect(simulation?.assumptions.map(({ name }) => name)).toEqual(expect.arrayContaining(['base_bps', 'noise_bps']))
    const { baseline, left } = simulation!
    expect(Math.abs(left!.attribution.slippage)).toBeLessThan(Math.abs(baseline!.attribution.slippage))
    for (const { attribution, active_pnl: active } of left!.days)
      expect(CAUSES.reduce((sum, cause) => sum + attribution[cause], attribution.residual)).toBeCloseTo(active, 3)

    const folder = join(project.folder, 'reports', UNTIL)
    const document = simulateDocumentSchema.parse(JSON.parse(readFileSync(join(folder, 'simulate.json'), 'utf8')))
    expect(document.scenarios.map(({ name }) => name)).toEqual(['baseline', 'as-live'])
    for (const name of ['review.html', 'review.md'])
      expect(readFileSync(join(folder, name), 'utf8')).toContain('What the simulator should have assumed')
    const metrics = readFileSync(join(project.folder, 'out/parity.prom'), 'utf8')
    expect(metrics).toContain(
      `parity_scenario_tracking_error_bps{strategy="all",scenario="as-live",measure="te_rms"} ${left!.te_rms_bps}\n`,
    )
    expect(metrics).toContain('parity_scenario_attribution_money{strategy="all",scenario="as-live",cause="slippage"}')
    // The verdict is the review's: the same as where nothing is simulated.
    const verdicts = report.judged.map(({ day, band, action }) => [day, band, action])

    const before = fingerprints(folder)
    const again = await project.run(UNTIL)
    expect(again).toMatchObject({ reused: true, simulate: { status: 'done', reused: true }, judged: [] })
    expect(fingerprints(folder)).toEqual(before)

    const other = await openSampleProject('scenario = "none"\n')
    const plain = await other.run(UNTIL)
    expect(plain.simulate).toEqual({ status: 'off', scenario: null, sentence: null, reused: false })
    expect(plain.judged.map(({ day, band, action }) => [day, band, action])).toEqual(verdicts)
    expect(simulationOf(other, UNTIL)).toBeUndefined()
    expect(readFileSync(join(other.folder, 'reports', UNTIL, 'pairs.csv'), 'utf8')).toBe(
      readFileSync(join(folder, 'pairs.csv'), 'utf8'),
    )
  }, 400_000)

  it('is what parity.toml names: a preset, a scenario file beside it, and its seed; another question is another run', async () => {
    const project = await openDailyProject((toml) => `scenario = "double-spread"\n${toml}`)
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    expect((await project.run()).simulate).toMatchObject({ status: 'done', scenario: 'double-spread' })
    writeFile(join(project.folder, 'scenarios/mine.json'), '{"name": "mine", "params": {"base_bps": 3}}')
    setScenario(project, 'scenario = "scenarios/mine.json"\nseed = 7')
    const mine = await project.run()
    expect(mine).toMatchObject({ simulate: { status: 'done', scenario: 'mine', reused: false }, judged: [] })
    expect(simulationOf(project, dayAt(2))).toMatchObject({ scenario: 'mine', seed: 7, left: { days: { length: 3 } } })
    const first = readFileSync(join(project.folder, 'reports', dayAt(2), 'simulate.json'), 'utf8')
    setScenario(project, 'scenario = "scenarios/mine.json"\nseed = 8')
    await project.run()
    setScenario(project, 'scenario = "scenarios/mine.json"\nseed = 7')
    expect((await project.run()).simulate.reused).toBe(false)
    expect(readFileSync(join(project.folder, 'reports', dayAt(2), 'simulate.json'), 'utf8')).toBe(first)
  })

  it('stops the run before anything is loaded when there is no such scenario', async () => {
    const project = await openDailyProject((toml) => `scenario = "as-lived"\n${toml}`)
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    await expect(project.run()).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      message: expect.stringContaining('There is no scenario "as-lived"'),
    })
    expect(await project.workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM source_file')).toEqual([{ n: 0 }])
  })

  it('never stops a verdict: where the orders cannot be simulated the reason takes its place', async () => {
    const project = await openDailyProject((toml) => `scenario = "calm"\n${toml}`)
    writeTrades(project.folder, CALM)
    const path = join(project.folder, 'backtest.csv')
    const [header = '', ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
    writeFileSync(path, [`${header},adv`, ...rows.map((row) => `${row},-5`), ''].join('\n'))
    project.at(eveningAfter(2))
    const report = await project.run()
    expect(report.simulate).toMatchObject({ status: 'skipped', sentence: expect.stringMatching(/volume/) })
    expect(report.action).toMatchObject({ day: dayAt(2), action: 'continue' })
    expect(simulationOf(project, dayAt(2))).toMatchObject({ left: null, reason: report.simulate.sentence })
    expect(report.written.some((file) => file.endsWith('simulate.json'))).toBe(false)
  })

  it('is taken up by the next run when a run was cancelled in the middle of it', async () => {
    const project = await openDailyProject((toml) => `scenario = "calm"\n${toml}`)
    writeTrades(project.folder, CALM)
    project.at(eveningAfter(2))
    const stop = new AbortController()
    const task = {
      ...silentTask(stop.signal),
      report: ({ step }: { step: string }) => {
        if (step.startsWith('Simulating')) stop.abort()
      },
    }
    await expect(project.run(undefined, task)).rejects.toMatchObject({ name: 'CancelledError' })
    const days = await project.workbench.store.runText('SELECT day FROM verdict ORDER BY day')
    expect(days.map(({ day }) => day)).toEqual([dayAt(0), dayAt(1), dayAt(2)])
    const report = await project.run()
    expect(report).toMatchObject({ reused: true, judged: [], simulate: { status: 'done', reused: false } })
  })
})
