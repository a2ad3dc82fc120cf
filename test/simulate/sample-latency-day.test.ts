import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calibrateSimulator } from '#engine/calibrate-simulator.ts'
import { prepareRun, runScenarios } from '#engine/run-scenarios.ts'
import { chooseScenarios } from '#engine/scenario-store.ts'
import { readSimulationInput } from '#engine/simulation-orders.ts'
import { reviewParity } from '#engine/review-parity.ts'
import { simulateDocumentSchema, type SimulateDocument } from '#shared/simulate/document.ts'
import type { Workbench } from '#main/compose.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openSample } from './open-sample.ts'

const LIMIT_BPS = 20
const DAY = { capital: 100_000, from: '2026-03-20', to: '2026-03-20' }
const ALL = { capital: 100_000 }

let workbench: Workbench
let close: () => Promise<void>

beforeAll(async () => {
  const opened = await openSample()
  workbench = opened.workbench
  close = opened.close
})
afterAll(() => close())

async function simulate(request: object, names: readonly string[], draws: number): Promise<SimulateDocument> {
  const task = silentTask()
  const input = await readSimulationInput(workbench.store, request, task)
  const asLive = async () => (await calibrateSimulator(workbench, request, task)).scenario
  const named = { baseline: input.baseline, asLive, on: null }
  const scenarios = await chooseScenarios(workbench.store, names, named, { draws })
  return await runScenarios(workbench, prepareRun(workbench, input, scenarios), request, task)
}

describe("the sample's latency day", () => {
  it('comes under the limit when the backtest waits as long as live did, and the result says what is left', async () => {
    const document = await simulate(DAY, ['live-latency'], 20)
    const [baseline, late] = document.scenarios
    const before = baseline!.against_live!
    const after = late!.against_live!
    // 140 USDT of 100,000 on one day is 267 bps a year: as planted, nearly all of it timing.
    expect(before.days[0]!.te_day_bps!).toBeGreaterThan(250)
    expect(before.attribution.timing / before.active_pnl).toBeGreaterThan(0.95)
    expect(after.days[0]!.te_day_bps!).toBeLessThan(LIMIT_BPS / 2)
    // What is left is live's own slippage noise, the same as before: the latency took the timing away and nothing else.
    expect(Math.abs(after.attribution.timing)).toBeLessThan(1)
    expect(after.attribution.slippage).toBeCloseTo(before.attribution.slippage, 1)
    expect(after.sentence).toMatch(/left, under the limit of 20\.$/)
    expect(before.sentence).toMatch(/timing −138\.61.*left, above the limit of 20\.$/)
    // Every draw waits the same: the same orders, prices from quotes. Its latency is live's, P50 about 200 ms.
    expect(late!.days[0]!.te_day_bps!.mean).toBeLessThan(LIMIT_BPS)
    expect(late!.total.latency_ms!.p50).toBeGreaterThan(150)
    expect(late!.against_baseline!.pnl!.mean).toBeCloseTo(before.attribution.timing, 0)
  })

  it('keeps most of its distance under a latency that is fitted but not adverse', async () => {
    // A fitted distribution says how long live waits, not that prices run away meanwhile: a simulator that lowered the
    // difference all the same would hide a cause.
    const [, asLive] = (await simulate(DAY, ['as-live'], 20)).scenarios
    expect(asLive!.total.latency_ms!.p95).toBeGreaterThan(1000)
    expect(Math.abs(asLive!.against_live!.attribution.timing)).toBeGreaterThan(100)
  })
})

describe('the whole sample', () => {
  it('is simulated by the baseline as the backtest has it, to the cent of a day, and attributed as its review', async () => {
    const document = simulateDocumentSchema.parse(await simulate(ALL, [], 4))
    const review = await reviewParity(workbench, ALL, silentTask())
    const [baseline] = document.scenarios
    expect(baseline!.days.map(({ day }) => day)).toEqual(review.days.map(({ day }) => day))
    // The backtest rounds prices to ticks; the baseline charges the median: cents a day, a thousandth of its P&L.
    for (const [index, { backtest_pnl: pnl }] of review.days.entries())
      expect(Math.abs(baseline!.days[index]!.pnl!.mean - pnl!)).toBeLessThan(0.5)
    const left = baseline!.against_live!
    for (const cause of ['alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'] as const)
      expect(Math.abs(left.attribution[cause] - review.total.attribution[cause])).toBeLessThan(2)
    expect(left.attribution.funding).toBeCloseTo(review.total.attribution.funding, 3)
    expect(left.active_pnl).toBeCloseTo(
      Object.values(left.attribution).reduce((a, b) => a + b, 0),
      3,
    )
    expect(Math.abs(left.attribution.residual)).toBeLessThan(1e-3)
  })

  it('calibrates to fees, latency and fill ratio as they were planted', async () => {
    const { parameters, scenario } = await calibrateSimulator(workbench, ALL, silentTask())
    const fitted = new Map(parameters.map((one) => [one.name, one]))
    // Planted: 2 and 5 bps, on three days 4 and 10.
    expect(fitted.get('maker_fee_bps')).toMatchObject({ fitted: 2, interval: [2, 4] })
    expect(fitted.get('taker_fee_bps')).toMatchObject({ fitted: 5, interval: [5, 10] })
    // Planted: sent to acknowledged is lognormal(24, .45) ms: P95 = 24 e^(1.645 * .45) = 50; on the latency day far more.
    expect(fitted.get('network_p95_ms')!.fitted!).toBeGreaterThan(40)
    expect(fitted.get('network_p95_ms')!.fitted!).toBeLessThan(75)
    // Every intention was filled whole in the end, but for what the outage and the missed signals never sent.
    expect(fitted.get('market_fill')!.fitted!).toBeGreaterThan(0.995)
    expect(scenario.params).toMatchObject({ maker_fee_bps: 2, taker_fee_bps: 5 })
  })
})
