import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coefficientsOf } from '#domain/simulate/coefficients.ts'
import { moveLeft } from '#domain/simulate/moved-left.ts'
import { dailyPnl } from '#domain/simulate/pnl.ts'
import { openSession, type OpenSession } from '#main/compose-session.ts'
import { progressSchema } from '#shared/wire.ts'
import type { PartialRun } from '#shared/simulate/document.ts'
import { CONTRACT, type MethodName, type Params, type Result } from '#shared/contract.ts'
import { presetScenario } from '#shared/simulate/presets.ts'
import { silentTask } from '../support/recording-sink.ts'
import { writeSample } from './open-sample.ts'

const DAYS = { from: '2026-03-16', to: '2026-03-20' }

let folder: string
let opened: OpenSession

/** Calls a method as a page does: parameters and result through the contract's schemas. */
async function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
  const { params: before, result: after } = CONTRACT[method]
  const run = opened.methods[method] as (params: unknown, task: unknown) => Promise<unknown>
  return after.parse(await run(before.parse(params), silentTask())) as Result<M>
}

beforeAll(async () => {
  folder = writeSample()
  opened = await openSession(join(folder, 'project.duckdb'))
  const files = { live: 'live.csv', backtest: 'backtest.csv', market: 'quotes.csv', orders: 'orders.csv' } as const
  for (const [role, name] of Object.entries(files)) {
    const path = join(folder, name)
    opened.session.files.grant({ token: name, name, bytes: readFileSync(path).length, path, offeredAs: null })
    await call('import.run', { files: [{ token: name, role: role as keyof typeof files, answers: {} }] })
  }
  await call('review.run', { capital: 100_000 })
})
afterAll(async () => {
  await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the simulator on screen', () => {
  it('lists presets, and what was saved with its versions', async () => {
    const before = await call('scenario.list', {})
    expect(before.presets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['baseline', 'as-live', 'live-latency']),
    )
    expect(before.saved).toEqual([])
    const { scenario } = await call('scenario.save', { scenario: presetScenario('double-spread') })
    expect(scenario.version).toBe(1)
    expect((await call('scenario.list', {})).saved.map((one) => one.scenario)).toEqual([scenario])
  })

  it('runs few draws first and then all, without reading the orders twice, and leaves the review as it was', async () => {
    const pairs = { filter: {}, cause: 'timing' as const }
    const before = await call('attribution.pairs', pairs)
    const first = await call('scenario.run', { scenarios: ['live-latency'], draws: 4, left: false, ...DAYS })
    expect(first.scenarios.map(({ against_live }) => against_live)).toEqual([null, null])
    const all = await call('scenario.run', { scenarios: ['live-latency'], draws: 20, ...DAYS })
    const [baseline, late] = all.scenarios
    expect(late!.against_live!.days.at(-1)!.te_day_bps!).toBeLessThan(20)
    expect(baseline!.against_live!.days.at(-1)!.te_day_bps!).toBeGreaterThan(200)
    // Simulated fills stand in the review's tables for a while: a drill-down afterwards must not see them.
    expect(await call('attribution.pairs', pairs)).toEqual(before)
  })

  it('moves what is left against live in the page as a run of it finds it, day by day', async () => {
    const { scenarios } = await call('scenario.run', { scenarios: ['double-spread'], draws: 20, ...DAYS })
    const from = scenarios[1]!
    const asked = { scenario: 'double-spread', draws: 20, ...DAYS }
    const { scenario, columns, days, draws, currency, ...sums } = await call('scenario.instant', asked)
    const live = {
      pnl: columns.live_pnl,
      capital: columns.capital,
      daysPerYear: sums.days_per_year,
      window: sums.window,
    }
    const kept = { days: days.length, firstDraw: 0, draws, values: columns.values, latencyCounts: new Int32Array(0) }
    // Fees are exact whatever a limit price bound; not all of a fee is the cause "fees" (live left some orders out), so no cause is named.
    const moved = { ...scenario, name: 'moved', params: { ...scenario.params, maker_fee_bps: 1, taker_fee_bps: 9 } }
    const run = (await call('scenario.run', { scenarios: [moved], draws: 20, ...DAYS })).scenarios[1]!.against_live!
    const move = { sums: kept, from: coefficientsOf(scenario.params), to: coefficientsOf(moved.params) }
    const left = moveLeft('moved', from.against_live!, move, live, currency)
    expect(Math.abs(run.active_pnl - from.against_live!.active_pnl)).toBeGreaterThan(1)
    expect(left.active_pnl).toBeCloseTo(run.active_pnl, 4)
    expect(left.te_rms_bps).toBeCloseTo(run.te_rms_bps!, 4)
    expect(left.days_over_limit).toBe(run.days_over_limit)
    for (const [day, { te_day_bps: error }] of left.days.entries())
      expect(error).toBeCloseTo(run.days[day]!.te_day_bps!, 4)
    expect(left.sentence).toBe(run.sentence.replace(/ \([^)]*\)/, ''))
  })

  it('tells the figures it has so far while it runs, one message after another', async () => {
    const { params } = CONTRACT['scenario.run']
    const heard: PartialRun[] = []
    const report = (progress: unknown) => {
      const { partial } = progressSchema.parse(progress)
      if (partial !== undefined) heard.push(partial)
    }
    const task = { signal: new AbortController().signal, report }
    const asked = params.parse({ scenarios: ['double-spread'], draws: 50, left: false, ...DAYS })
    const { scenarios } = await opened.methods['scenario.run'](asked, task)
    for (const { name, total } of scenarios) {
      const of = heard.filter((one) => one.name === name)
      // How many draws come first is the pool's choice; they grow, and the last figures are the result's.
      expect(of.map(({ done }) => done)).toEqual([...new Set(of.map(({ done }) => done))].sort((a, b) => a - b))
      expect(of.at(-1)).toMatchObject({ done: 50, draws: 50 })
      expect(of[0]!.figures.te_rms_bps!.se!).toBeGreaterThan(0)
      expect(of.at(-1)!.figures.te_rms_bps!.mean).toBeCloseTo(total.te_rms_bps!.mean, 6)
    }
    expect(heard.map(({ name }) => name)).toEqual(heard.map(({ name }) => name).toSorted())
  })

  it('gives the sums that let the page move an instant parameter without the engine', async () => {
    const { columns, scenario, draws, days, exact } = await call('scenario.instant', {
      scenario: 'baseline',
      draws: 5,
      ...DAYS,
    })
    const moved = { ...scenario, name: 'moved', params: { ...scenario.params, taker_fee_bps: 12 } }
    const sums = { days: days.length, firstDraw: 0, draws, values: columns.values, latencyCounts: new Int32Array(0) }
    const pnl = dailyPnl(sums, coefficientsOf(moved.params), columns.other_pnl)
    const { scenarios } = await call('scenario.run', { scenarios: [moved], draws: 5, left: false, ...DAYS })
    const simulated = scenarios.find(({ name }) => name === 'moved')!
    for (const [day, { pnl: expected }] of simulated.days.entries()) {
      let mean = 0
      for (let draw = 0; draw < draws; draw++) mean += pnl[draw * days.length + day]! / draws
      expect(mean).toBeCloseTo(expected!.mean, 6)
    }
    // The sample's limit prices bind by fractions of a tick, so recombining slippage is approximate, and said.
    expect(exact).toBe(false)
  })

  it('takes the sums of the last run for sliders, without simulating again', async () => {
    const asked = { scenario: 'double-spread', ...DAYS } as const
    const simulated: string[] = []
    const report = ({ step }: { step: string }) => void simulated.push(step)
    const instant = async (draws: number) => {
      simulated.length = 0
      const params = CONTRACT['scenario.instant'].params.parse({ ...asked, draws })
      return await opened.methods['scenario.instant'](params, { signal: new AbortController().signal, report })
    }
    const before = await instant(30)
    expect(simulated).toContain('Simulating double-spread')
    await call('scenario.run', { scenarios: ['double-spread'], draws: 40, left: false, ...DAYS })
    expect([...(await instant(30)).columns.values]).toEqual([...before.columns.values])
    expect(simulated).not.toContain('Simulating double-spread')
    // More draws than were run have to be drawn.
    await instant(50)
    expect(simulated).toContain('Simulating double-spread')
  })

  it('calibrates, and keeps the fitted set as a version only when asked to', async () => {
    const fitted = await call('calibration.run', {})
    const fee = ({ parameters }: typeof fitted) => parameters.find(({ name }) => name === 'taker_fee_bps')!
    expect(fee(fitted).fitted).toBe(5)
    expect([fee(fitted).current, fitted.current]).toEqual([25, null])
    expect((await call('scenario.list', {})).saved.filter(({ source }) => source === 'calibration')).toEqual([])
    const note = fitted.sentence
    await call('scenario.save', { scenario: fitted.scenario, source: 'calibration', note })
    const saved = await call('scenario.save', { scenario: fitted.scenario, source: 'calibration', note })
    expect(saved.scenario.version).toBe(2)
    // The next fit is held against the set used last, not against the defaults; it has nothing left to better.
    const again = await call('calibration.run', {})
    expect(again.current).toEqual({ name: 'as-live', version: 2 })
    expect([fee(again).current, fee(again).fitted]).toEqual([5, 5])
    expect(again.validation.others.find(({ part }) => part === 'fees')!.verdict).not.toBe('better')
    const run = await call('scenario.run', { scenarios: ['as-live'], draws: 3, left: false, ...DAYS })
    expect(run.scenarios[1]).toMatchObject({ name: 'as-live', version: 2 })
  })

  it('keeps the scenarios compared last for the report when the program starts again, until the next review', async () => {
    const preview = async () => (await call('report.preview', {})).html
    await call('scenario.run', { scenarios: ['live-latency'], draws: 3, ...DAYS })
    const before = await preview()
    expect(before).toContain('What-if scenarios')
    await opened.close()
    opened = await openSession(join(folder, 'project.duckdb'))
    const again = await preview()
    expect(again.slice(again.indexOf('What-if scenarios'))).toBe(before.slice(before.indexOf('What-if scenarios')))
    await call('review.run', { capital: 100_000 })
    expect(await preview()).not.toContain('What-if scenarios')
  })

  it('sweeps and measures sensitivity over the days asked for', async () => {
    const axes = [{ name: 'taker_fee_bps' as const, low: 4, high: 6, steps: 3 }]
    const sweep = await call('sweep.run', { base: 'baseline', axes, draws: 3, ...DAYS })
    expect(sweep.rows.map(({ values }) => values)).toEqual([4, 5, 6].map((taker_fee_bps) => ({ taker_fee_bps })))
    const tornado = await call('sweep.tornado', {
      base: 'baseline',
      names: ['taker_fee_bps', 'rho'],
      draws: 3,
      ...DAYS,
    })
    expect(tornado.bars[0]!.name).toBe('taker_fee_bps')
  })
})
