import { describe, expect, it } from 'vitest'
import { trackingErrorBps, trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'
import { againstBaseline } from '#domain/simulate/against-baseline.ts'
import { distributionOf } from '#domain/simulate/distribution.ts'
import { latencyQuantiles, totalCounts } from '#domain/simulate/latency-quantiles.ts'
import { dailyPnl } from '#domain/simulate/pnl.ts'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { runContext, simulateDocument } from '#domain/simulate/simulate-document.ts'
import { simulateFills } from '#domain/simulate/simulate-fills.ts'
import { drawFigures, summariseScenario, type LiveReference } from '#domain/simulate/summary.ts'
import { COST_COMPONENTS, simulateDocumentSchema } from '#shared/simulate/document.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { presetScenario } from '#shared/simulate/presets.ts'
import { runContextSchema } from '#shared/simulate/shard.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const ORDERS = generateOrders({ days: 8, perDay: 150 })
const DAYS = ORDERS.days.length

/** Live is the draw 1000 of the true scenario, so a scenario near the truth tracks it closely. */
function liveOf(truth: Scenario): LiveReference {
  const run = prepareScenario({ orders: ORDERS }, { ...truth, draws: 1, seed: 99 })
  return {
    pnl: dailyPnl(runScenario(run), run.compiled.coefficients, run.context.otherPnl),
    capital: new Float64Array(DAYS).fill(1e6),
    daysPerYear: 365,
    window: 5,
  }
}

function input(scenario: Scenario, live: LiveReference | null) {
  const prepared = prepareScenario({ orders: ORDERS }, scenario)
  return { scenario, dayNames: ORDERS.days, sums: runScenario(prepared), context: prepared.context, live }
}

describe('summariseScenario', () => {
  const live = liveOf(parseScenario({ name: 'truth' }))
  const scenario = parseScenario({ name: 'x', draws: 60 })
  const made = input(scenario, live)
  const summary = summariseScenario(made)

  it('gives tracking error over draws as the parity measures give it for each draw', () => {
    const pnl = dailyPnl(
      made.sums,
      prepareScenario({ orders: ORDERS }, scenario).compiled.coefficients,
      made.context.otherPnl,
    )
    const active = (draw: number, from: number, to: number) =>
      Array.from({ length: to - from }, (_, k) => (live.pnl[from + k]! - pnl[draw * DAYS + from + k]!) / 1e6)
    const values = Float64Array.from({ length: 60 }, (_, draw) => trackingErrorRmsBps(active(draw, 0, DAYS), 365)!)
    expect(summary.total.te_rms_bps).toEqual(distributionOf(values))
    // The window is 5 days: the last day's covers days 4 to 8; a growing window would cover all.
    const windowed = Float64Array.from({ length: 60 }, (_, draw) => trackingErrorBps(active(draw, 3, 8), 365)!)
    expect(summary.days[7]!.te_bps).toEqual(distributionOf(windowed))
    expect(summary.days[0]!.te_bps).toBeNull()
    expect(summary.days[0]!.te_day_bps).not.toBeNull()
  })

  it('has cost components that add up to the total, in bps and in money', () => {
    for (const figures of [summary.total, ...summary.days]) {
      expect(COST_COMPONENTS.reduce((sum, name) => sum + figures.cost_bps[name]!.mean, 0)).toBeCloseTo(
        figures.cost_bps.total!.mean,
        9,
      )
      expect(COST_COMPONENTS.reduce((sum, name) => sum + figures.cost_money[name], 0)).toBeCloseTo(
        figures.cost_money.total,
        6,
      )
    }
  })

  it('has quantiles in order and a standard error of sd / sqrt(draws)', () => {
    const { mean, p5, p50, p95 } = summary.total.pnl!
    expect([p5, p50, p95]).toEqual([p5, p50, p95].toSorted((a, b) => a - b))
    expect(mean).toBeGreaterThan(p5)
    // 1, 2, 3, 4: mean 2.5, sd 1.2910, se .6455; type 7: p5 = 1.15.
    expect(distributionOf(Float64Array.of(4, 2, 1, 3))).toEqual({
      mean: 2.5,
      p5: 1.15,
      p50: 2.5,
      p95: 3.8499999999999996,
      se: Math.sqrt(5 / 3 / 4),
    })
    expect(distributionOf(Float64Array.of(1, NaN))).toBeNull()
    expect(distributionOf(Float64Array.of(7))!.se).toBeNull()
  })

  it('gives latency percentiles within the 3 % of a bin of the exact ones', () => {
    const { compiled } = prepareScenario({ orders: ORDERS }, scenario)
    const exact = Float64Array.from(
      Array.from({ length: 60 }, (_, draw) => [...simulateFills(compiled, draw).latencyMs]).flat(),
    ).sort()
    for (const [name, p] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const)
      expect(summary.total.latency_ms![name] / exact[Math.floor(p * exact.length)]!).toBeCloseTo(1, 1.5)
    expect(latencyQuantiles(new Int32Array(640))).toBeNull()
    expect(totalCounts(made.sums.latencyCounts).reduce((a, b) => a + b, 0)).toBe(60 * 1200)
  })

  it('gives null, never NaN, without a live run, without capital, and on a day without orders', () => {
    const alone = summariseScenario(input(scenario, null))
    expect(alone.total.te_rms_bps).toBeNull()
    expect(alone.total.pnl).not.toBeNull()
    expect(summariseScenario(input(scenario, { ...live, capital: null })).total.td_bps).toBeNull()
    const gap = { ...live, pnl: live.pnl.map((value, day) => (day === 3 ? NaN : value)) }
    expect(summariseScenario(input(scenario, gap)).days[3]).toMatchObject({ te_day_bps: null, te_bps: null })
    const quiet = { ...ORDERS, dayStart: ORDERS.dayStart.map((start, day) => (day === 1 ? 0 : start)) }
    const prepared = prepareScenario({ orders: quiet }, scenario)
    const day = summariseScenario({
      scenario,
      dayNames: quiet.days,
      sums: runScenario(prepared),
      context: prepared.context,
      live,
    }).days[0]!
    expect(day).toMatchObject({ fill_ratio: null, maker_share: null, latency_ms: null })
    expect(JSON.stringify(day)).not.toMatch(/NaN|Infinity/)
  })

  it('writes no NaN: the document survives JSON', () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
  })
})

describe('presets against live', () => {
  it('show a live slow network: the scenario with its latency tracks closer than the baseline', () => {
    // Live waits 400 ms more while the price runs away at 20 bps/s: 8 bps on every order that the baseline does not know.
    const slow = { drift_bps_per_s: 20, network_extra_ms: 400 }
    const live = liveOf(parseScenario({ name: 'truth', params: slow }))
    const rms = (params: object) =>
      summariseScenario(input(parseScenario({ name: 'x', draws: 40, params }), live)).total.te_rms_bps!.mean
    expect(rms(slow)).toBeLessThan(rms({ drift_bps_per_s: 20 }) / 3)
  })

  it('move what they name and leave the rest', () => {
    const figures = (scenario: Scenario) => summariseScenario(input({ ...scenario, draws: 20 }, null)).total
    const base = figures(presetScenario('baseline'))
    expect(figures(presetScenario('double-spread')).cost_bps.spread!.mean / base.cost_bps.spread!.mean).toBeGreaterThan(
      1.7,
    )
    expect(figures(presetScenario('fee-tier-change')).cost_bps.fees!.mean / base.cost_bps.fees!.mean).toBeCloseTo(
      0.8,
      6,
    )
    expect(figures(presetScenario('slow-network')).latency_ms!.p50 - base.latency_ms!.p50).toBeGreaterThan(48)
    expect(figures(presetScenario('stressed-exchange')).latency_ms!.p50).toBeGreaterThan(base.latency_ms!.p50 + 20)
    expect(figures(presetScenario('thin-book')).cost_bps.depth!.mean).toBeGreaterThan(base.cost_bps.depth!.mean)
    const volatile = figures(presetScenario('volatile'))
    expect(
      volatile.cost_money.impact / volatile.cost_money.base / (base.cost_money.impact / base.cost_money.base),
    ).toBeCloseTo(2, 1)
    expect(figures(presetScenario('calm')).cost_bps.total!.mean).toBeLessThan(base.cost_bps.total!.mean)
  })
})

describe('againstBaseline', () => {
  it('pairs draws, so common random numbers shrink the standard error', () => {
    const live = liveOf(parseScenario({ name: 'truth' }))
    const of = (params: object, seed = 42) =>
      drawFigures(input(parseScenario({ name: 'x', draws: 50, seed, params }), live))
    const base = of({})
    const paired = againstBaseline(of({ base_bps: 1.5 }), base)
    const unpaired = againstBaseline(of({ base_bps: 1.5 }, 7), base)
    expect(paired.cost_bps!.mean).toBeGreaterThan(0.3)
    expect(paired.cost_bps!.se!).toBeLessThan(unpaired.cost_bps!.se! / 20)
    expect(againstBaseline(base, { ...base, pnl: base.pnl.subarray(1) }).pnl).toBeNull()
  })
})

describe('simulateDocument', () => {
  it('is parity.simulate/1 as its schema has it, the first scenario the baseline', () => {
    const live = liveOf(parseScenario({ name: 'truth' }))
    const runs = [presetScenario('baseline', { draws: 10 }), presetScenario('slow-network', { draws: 10 })].map(
      (scenario) => input(scenario, live),
    )
    const { provenance, context } = prepareScenario(
      { orders: { ...ORDERS, adv: ORDERS.adv.map(() => NaN) } },
      presetScenario('baseline'),
    )
    const sentences = provenance.flatMap(({ sentence }) => sentence ?? [])
    const shared = { ...runContext('1.2.3', ORDERS.days, sentences, context, live), against_live: [null, null] }
    const document = simulateDocument(runs, shared)
    // The context crosses shards as JSON: NaN of a day without live must come back as none, not as 0.
    expect(simulateDocument(runs, runContextSchema.parse(JSON.parse(JSON.stringify(shared))))).toEqual(document)
    expect(simulateDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
    expect(document.scenarios.map(({ against_baseline }) => against_baseline === null)).toEqual([true, false])
    expect(document.inputs).toEqual([
      'Daily volume is missing in the file for 1200 of 1200 orders: the default of 1000000 in quote currency was taken for 1200.',
    ])
  })
})
