import { describe, expect, it } from 'vitest'
import { calibrate, fitParameters } from '#domain/simulate/calibrate/calibrate.ts'
import { readFees, scheduleOf } from '#domain/simulate/calibrate/fee-fit.ts'
import { fitFillRatios, fitMakerProbability } from '#domain/simulate/calibrate/fill-fit.ts'
import { fitLatency } from '#domain/simulate/calibrate/latency-fit.ts'
import type { LiveFills, LiveOrders } from '#domain/simulate/calibrate/live-fills.ts'
import { ownAssumptions } from '#domain/simulate/calibrate/own-assumptions.ts'
import { fitSlippage, fitSlippageByGroup, SLIPPAGE_NAMES } from '#domain/simulate/calibrate/slippage-fit.ts'
import { proveSlippage } from '#domain/simulate/calibrate/prove-slippage.ts'
import { finish } from '#domain/simulate/calibrate/stepwise.ts'
import { improvementP } from '#domain/simulate/calibrate/validate.ts'
import { betaQuantile } from '#domain/simulate/beta.ts'
import { limitFillMean } from '#domain/simulate/fills.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { parseParams, parseScenario } from '#shared/simulate/scenario.ts'
import { generateLive, type Planted } from '../../../support/simulate/live.ts'

const PLANTED: Planted = { base_bps: 2, w_spread: 0.9, impact_y: 0.6, k_vol: 0.8, k_depth: 0.4, noise_bps: 2 }
const DEFAULTS = parseParams({})
const SETS = 100

/** Fails unless `hits` of `trials` is within 4 standard errors of 95 %: the nominal rate, neither more nor less. */
function expectNominal(hits: number, trials: number): void {
  expect(Math.abs(hits / trials - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / trials))
}

describe('calibration recovers planted parameters at the nominal coverage over 100 data sets', () => {
  it('of the slippage coefficients, the noise and adverse selection', { timeout: 400_000 }, () => {
    const hits = new Map<string, number>()
    for (let seed = 1; seed <= SETS; seed++) {
      const fills = generateLive(PLANTED, seed, { days: 9, perDay: 133 })
      const { parameters } = finish(fitParameters({ fills, orders: null, current: parseScenario({ name: 'x' }) }))
      for (const { name, interval } of parameters) {
        const truth = new Map(Object.entries({ ...PLANTED, adverse_bps: 0.7 })).get(name)
        if (truth === undefined) continue
        if (interval !== null && interval[0] <= truth && truth <= interval[1]) hits.set(name, (hits.get(name) ?? 0) + 1)
      }
    }
    for (const name of [...SLIPPAGE_NAMES, 'noise_bps', 'adverse_bps']) expectNominal(hits.get(name) ?? 0, SETS)
    expectNominal(
      [...hits.values()].reduce((a, b) => a + b, 0),
      7 * SETS,
    )
  })

  it('of the network latency', () => {
    let hits = 0
    for (let seed = 1; seed <= SETS; seed++) {
      const [p5, p95] = finish(
        fitLatency(Array.from(generateLive(PLANTED, seed, { days: 1, perDay: 300 }).latencyMs), DEFAULTS),
      )
      for (const [estimate, truth] of [
        [p5!, 8],
        [p95!, 80],
      ] as const)
        if (estimate.interval![0] <= truth && truth <= estimate.interval![1]) hits++
    }
    expectNominal(hits, 2 * SETS)
  })

  it('of the filled shares', () => {
    const truth = parseParams({
      market_fill: 0.95,
      limit_fill: 0.7,
      fill_spread_a: 0.3,
      fill_volume_b: 0.4,
      fill_concentration: 20,
    })
    const hits = new Map<string, number>()
    for (let seed = 1; seed <= SETS; seed++)
      for (const { name, interval } of finish(fitFillRatios(generateShares(truth, seed), DEFAULTS))) {
        const planted = truth[name as 'limit_fill']
        if (interval !== null && interval[0] <= planted && planted <= interval[1])
          hits.set(name, (hits.get(name) ?? 0) + 1)
      }
    for (const name of ['market_fill', 'limit_fill', 'fill_spread_a', 'fill_volume_b', 'fill_concentration'])
      expectNominal(hits.get(name) ?? 0, SETS)
  })

  it('of P(maker)', () => {
    const random = createRandomSource(5)
    let hits = 0
    for (let set = 0; set < 1000; set++) {
      const makers = Array.from({ length: 200 }, () => random() < 0.35).filter(Boolean).length
      const { interval } = fitMakerProbability(makers, 200, 0.6)
      if (interval![0] <= 0.35 && 0.35 <= interval![1]) hits++
    }
    expectNominal(hits, 1000)
  })
})

describe('fitSlippage', () => {
  it('is not pulled by one fill in fifty that is 300 bps off', () => {
    const { estimates } = finish(fitSlippage(generateLive(PLANTED, 3, { days: 60, outliers: 0.02 }), DEFAULTS))
    // Least squares would put about 6 bps (2 % of 300) into the base.
    expect(estimates[0]!.fitted).toBeGreaterThan(1)
    expect(estimates[0]!.fitted).toBeLessThan(3)
  })

  it('says that Y and k_vol are not identifiable when Q/ADV and volatility hardly vary, and holds them', () => {
    const { estimates } = finish(fitSlippage(generateLive(PLANTED, 4, { flatImpact: true }), DEFAULTS))
    const by = Object.fromEntries(estimates.map((estimate) => [estimate.name, estimate]))
    expect(by['impact_y']).toMatchObject({ identifiable: false, fitted: null, interval: null })
    expect(by['impact_y']!.reason).toMatch(/cannot tell it from base_bps/)
    expect(by['k_vol']).toMatchObject({ identifiable: false, reason: 'Nothing in these fills varies with it.' })
    expect(by['w_spread']!.identifiable).toBe(true)
  })

  it('says that 24 taker fills are too few', () => {
    const { estimates, noise } = finish(fitSlippage(generateLive(PLANTED, 4, { days: 1, perDay: 20 }), DEFAULTS))
    for (const estimate of [...estimates, noise]) expect(estimate.reason).toMatch(/Only \d+ taker fills/)
  })

  it('fits a group alone from 25 takers and pools the others', () => {
    const big = generateLive(PLANTED, 1, { days: 5 })
    const small = generateLive(PLANTED, 2, { days: 1, perDay: 20 })
    const { groups, pooled } = fitSlippageByGroup(
      new Map([
        ['BTC', big],
        ['DOGE', small],
      ]),
      big,
      DEFAULTS,
    )
    expect(groups.get('DOGE')).toBe('pooled')
    expect(groups.get('BTC')).toEqual(pooled)
  })

  it('respects the bounds: a planted w_spread of -1 is fitted as 0', () => {
    const { estimates } = finish(fitSlippage(generateLive({ ...PLANTED, w_spread: -1 }, 5), DEFAULTS))
    expect(estimates.find(({ name }) => name === 'w_spread')!.fitted).toBe(0)
  })
})

describe('validation', () => {
  it('recommends a fit that beats the constant and the current parameters on days it has not seen', () => {
    const validation = finish(proveSlippage(generateLive(PLANTED, 6, { days: 60 }), DEFAULTS, 1))
    expect(validation.verdict).toBe('better')
    expect(validation.p!.current).toBeLessThan(0.05)
    const { inSample, outOfSample, trainedTo, testedFrom } = validation.holdout!
    expect(testedFrom - trainedTo).toBe(2)
    expect(outOfSample.fitted.mae).toBeLessThan(outOfSample.constant.mae)
    expect(outOfSample.fitted.coverage50).toBeCloseTo(0.5, 1)
    expect(outOfSample.fitted.coverage90).toBeCloseTo(0.9, 1)
    expect(outOfSample.fitted.pit.reduce((a, b) => a + b, 0)).toBe(outOfSample.fitted.observations)
    expect(Math.abs(inSample.fitted.bias)).toBeLessThan(0.3)
    expect(validation.walkForward.length).toBe(4)
    for (const fold of validation.walkForward) expect(fold.testedFrom - fold.trainedTo).toBe(2)
  })

  it('refuses to recommend a fit no better out of sample than the parameters in use', () => {
    const truth = parseParams({ ...PLANTED })
    const validation = finish(proveSlippage(generateLive(PLANTED, 7, { days: 40 }), truth, 1))
    expect(validation.verdict).toBe('even')
    expect(validation.sentence).toMatch(/^Not recommended: out-of-sample loss/)
  })

  it('refuses one that is worse out of sample because the market changed', () => {
    const before = generateLive(PLANTED, 8, { days: 40 })
    const fills: LiveFills = {
      ...before,
      slippageBps: before.slippageBps.map((slip, i) => (before.day[i]! > 27 ? slip - 12 : slip)),
    }
    const validation = finish(proveSlippage(fills, parseParams({ ...PLANTED, base_bps: -6 }), 1))
    expect(validation.verdict).toBe('worse')
    expect(validation.p!.current).toBeGreaterThan(0.5)
  })

  it('says when there are too few days', () => {
    expect(finish(proveSlippage(generateLive(PLANTED, 9, { days: 8 }), DEFAULTS, 1)).sentence).toMatch(
      /8 days are too few .* at least 20/,
    )
  })

  it('gives p-values that are uniform when nothing improves', () => {
    const random = createRandomSource(1)
    const small = Array.from({ length: 300 }, (_, seed) =>
      improvementP(
        Array.from({ length: 40 }, () => random() - 0.5),
        seed,
      ),
    ).filter((p) => p < 0.05).length
    expect(small / 300).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 300))
    expect(small / 300).toBeGreaterThan(0.01)
  })
})

describe('readFees', () => {
  const fills = generateLive(PLANTED, 10, { days: 40 })

  it('reads flat rates off exactly', () => {
    const [maker, taker] = readFees(fills)
    expect(maker).toMatchObject({ kind: 'flat', rateBps: 2 })
    expect(taker).toMatchObject({ kind: 'flat', rateBps: 5 })
    expect(scheduleOf([maker, taker], 'USDT')).toBeNull()
  })

  it('detects a tier by trailing volume and puts its start between the volumes seen', () => {
    let volume = 0
    const fee = fills.fee.map((charged, i) => {
      const rate = fills.isMaker[i] === 1 ? charged : fills.notional[i]! * (volume >= 500_000 ? 4e-4 : 5e-4)
      volume += fills.notional[i]!
      return rate
    })
    const first = { ...fills, fee, timeMs: fills.timeMs.map((_, i) => i * 1000) }
    const readings = readFees(first)
    expect(readings[1].kind).toBe('tiers')
    const schedule = scheduleOf(readings, 'USDT')!
    expect(schedule.tiers.map((tier) => tier.taker_bps)).toEqual([5, 4])
    expect(Math.abs(schedule.tiers[1]!.from - 500_000)).toBeLessThan(30_000)
  })

  it('says mixed when rates do not follow volume', () => {
    const fee = fills.fee.map((charged, i) => (i % 3 === 0 ? charged * 2 : charged))
    expect(readFees({ ...fills, fee })[1].kind).toBe('mixed')
  })
})

describe('ownAssumptions', () => {
  it('read a backtest that charges 5 bps and fills everything at once back as what it assumes', () => {
    const fills = generateLive(PLANTED, 12)
    const constant = { ...fills, slippageBps: fills.slippageBps.map(() => 5) }
    const { name, params } = ownAssumptions(constant)
    expect(name).toBe('baseline')
    expect(params).toMatchObject({
      base_bps: 5,
      adverse_bps: 5,
      noise_bps: 0,
      impact_model: 'none',
      maker_fee_bps: 2,
      taker_fee_bps: 5,
      market_fill: 1,
      limit_fill: 1,
    })
    expect(ownAssumptions({ ...fills, slippageBps: fills.slippageBps.map(() => NaN) }).params.base_bps).toBe(0)
  })
})

describe('calibrate', () => {
  it('gives every parameter with its interval and a scenario that changes only what was fitted', () => {
    const current = parseScenario({ name: 'mine', seed: 9, params: { rho: 0.3 } })
    const fills = generateLive(PLANTED, 11, { days: 40 })
    const result = finish(calibrate({ fills, orders: null, current, currency: 'USDT', seed: 1 }))
    expect(result.recommended).toBe(true)
    expect(result.scenario).toMatchObject({
      name: 'as-live',
      seed: 9,
      params: { rho: 0.3, maker_fee_bps: 2, taker_fee_bps: 5, market_fill: 0.98 },
    })
    expect(result.scenario.params.impact_y).toBe(result.parameters.find(({ name }) => name === 'impact_y')!.fitted)
    expect(current.params.taker_fee_bps).toBe(25)
    const adverse = result.parameters.find(({ name }) => name === 'adverse_bps')!
    expect(adverse.interval![0]).toBeLessThan(0.7)
    expect(adverse.interval![1]).toBeGreaterThan(0.7)
    result.correlation.matrix.forEach((row, k) => expect(row[k]).toBeCloseTo(1, 9))
    expect(JSON.stringify(result)).not.toContain('null,null')
  })
})

function generateShares(truth: ReturnType<typeof parseParams>, seed: number): LiveOrders {
  const random = createRandomSource(seed)
  const count = 600
  const isLimit = Uint8Array.from({ length: count }, (_, i) => i % 2)
  const spreadBps = Float64Array.from({ length: count }, () => 1 + 4 * random())
  const volume = Float64Array.from({ length: count }, () => 2e5 + 1.6e6 * random())
  const filledShare = Float64Array.from(isLimit, (limit, i) => {
    const mean = limit ? limitFillMean({ spreadBps: spreadBps[i]!, volume: volume[i]! }, truth) : truth.market_fill
    return betaQuantile(mean, truth.fill_concentration)((random() * 0xffffffff + 0.5) / 0x100000000)
  })
  return { day: Int32Array.from(isLimit, (_, i) => Math.floor(i / 15)), isLimit, filledShare, spreadBps, volume }
}
