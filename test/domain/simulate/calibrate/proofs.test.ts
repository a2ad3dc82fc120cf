import { describe, expect, it } from 'vitest'
import { calibrate } from '#domain/simulate/calibrate/calibrate.ts'
import { latencyLaw } from '#domain/simulate/calibrate/latency-law.ts'
import type { LiveFills, LiveOrders } from '#domain/simulate/calibrate/live-fills.ts'
import { proveFees } from '#domain/simulate/calibrate/prove-fees.ts'
import { proveFills } from '#domain/simulate/calibrate/prove-fills.ts'
import { proveLatency } from '#domain/simulate/calibrate/prove-latency.ts'
import { normalPrediction, scorePredictions } from '#domain/simulate/calibrate/scores.ts'
import { robustNoise } from '#domain/simulate/calibrate/slippage-fit.ts'
import { finish } from '#domain/simulate/calibrate/stepwise.ts'
import { betaQuantile } from '#domain/simulate/beta.ts'
import { limitFillMean } from '#domain/simulate/fills.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { parseParams, parseScenario, type ScenarioParams } from '#shared/simulate/scenario.ts'
import { generateLive, type Planted } from '../../../support/simulate/live.ts'

const PLANTED: Planted = { base_bps: 2, w_spread: 0.9, impact_y: 0.6, k_vol: 0.8, k_depth: 0.4, noise_bps: 2 }
const DEFAULTS = parseParams({})
/** What generateLive draws latencies from and charges. */
const TRUTH = parseParams({ network_p5_ms: 8, network_p95_ms: 80, maker_fee_bps: 2, taker_fee_bps: 5 })

describe('the proof of latency', () => {
  it('finds a fit better than the defaults and a constant, with bands that hold what they say', () => {
    const proof = finish(proveLatency(generateLive(PLANTED, 21, { days: 40 }), DEFAULTS, 1))
    expect(proof.verdict).toBe('better')
    const { fitted, constant, current } = proof.holdout!.outOfSample
    expect(fitted.loss).toBeLessThan(Math.min(constant.loss, current.loss))
    expect(fitted.coverage50).toBeCloseTo(0.5, 1)
    expect(fitted.coverage90).toBeCloseTo(0.9, 1)
    // A normal around the median is symmetric; a latency is not.
    expect(Math.abs(constant.coverage90 - 0.9)).toBeGreaterThan(Math.abs(fitted.coverage90 - 0.9))
    expect(proof.walkForward).toHaveLength(4)
    expect(proof.sentence).toMatch(/^On unseen days better than both: .* in ms\.$/)
  })

  it('says no better where the current parameters are the truth, and worse where the network changed', () => {
    const fills = generateLive(PLANTED, 22, { days: 40 })
    expect(finish(proveLatency(fills, TRUTH, 1)).verdict).toBe('even')
    const slower = { ...fills, latencyMs: fills.latencyMs.map((ms, i) => (fills.day[i]! < 28 ? ms * 9 : ms)) }
    const proof = finish(proveLatency(slower, TRUTH, 1))
    expect(proof.verdict).toBe('worse')
    expect(proof.sentence).toMatch(/worse than the current parameters/)
  })

  it('is not given where few latencies were measured, or too few days', () => {
    const fills = generateLive(PLANTED, 23, { days: 40 })
    const few = { ...fills, latencyMs: fills.latencyMs.map((ms, i) => (i % 100 === 0 ? ms : NaN)) }
    expect(finish(proveLatency(few, DEFAULTS, 1))).toMatchObject({ verdict: 'untested', holdout: null, p: null })
    expect(finish(proveLatency(few, DEFAULTS, 1)).sentence).toMatch(/^Not tested: there are too few fills with a meas/)
    const short = finish(proveLatency(generateLive(PLANTED, 23, { days: 8 }), DEFAULTS, 1))
    expect(short.sentence).toMatch(/^Not tested: 8 days are too few .* at least 20/)
  })

  it('holds a law whose quantiles and distribution function undo each other, and whose mass is that of its parts', () => {
    const law = latencyLaw(TRUTH)
    for (const p of [0.01, 0.05, 0.5, 0.95, 0.999]) expect(law.cdf(law.quantile(p))).toBeCloseTo(p, 6)
    expect(law.cdf(1)).toBe(0)
    // Nothing uniform: the 5th and 95th percentiles are the network's own plus 3 ms; catches the constant added twice.
    const plain = latencyLaw({ ...TRUTH, exchange_min_ms: 3, exchange_max_ms: 3 })
    expect(plain.quantile(0.05)).toBeCloseTo(8 + 3, 5)
    expect(plain.quantile(0.95)).toBeCloseTo(80 + 3, 4)
  })
})

describe('the proof of filled shares', () => {
  const truth = parseParams({ market_fill: 0.9, limit_fill: 0.6, fill_spread_a: 0.3, fill_concentration: 20 })

  it('finds a fit better than the defaults and one mean for all, and its bands hold', () => {
    const proof = finish(proveFills(generateShares(truth, 31), DEFAULTS, 1))
    expect(proof.verdict).toBe('better')
    const { fitted, current } = proof.holdout!.outOfSample
    expect(Math.abs(fitted.bias)).toBeLessThan(1)
    expect(Math.abs(current.bias)).toBeGreaterThan(5)
    expect(fitted.coverage90).toBeCloseTo(0.9, 1)
  })

  it('is exact for orders filled whole, which a model that expects less misses', () => {
    const shares = generateShares(truth, 32)
    const whole = { ...shares, filledShare: shares.filledShare.map(() => 1) }
    const { fitted, current } = finish(proveFills(whole, DEFAULTS, 1)).holdout!.outOfSample
    expect(fitted).toMatchObject({ mae: 0, loss: 0, coverage90: 1 })
    expect(current.mae).toBeGreaterThan(1)
  })
})

describe('the proof of fees', () => {
  it('reads off rates that hold on days not read', () => {
    const proof = finish(proveFees(generateLive(PLANTED, 41, { days: 40 }), DEFAULTS, 1))
    expect(proof.verdict).toBe('better')
    expect(proof.holdout!.outOfSample.fitted).toMatchObject({ coverage90: 1 })
    expect(proof.holdout!.outOfSample.fitted.mae).toBeLessThan(1e-9)
    // Defaults: 25 against 5 bps for seven takers in ten, 10 against 2 for the makers: (.7 * 20 + .3 * 8) = 16.4.
    expect(proof.holdout!.outOfSample.current.mae).toBeCloseTo(16.4, 0)
  })

  it('says worse where the exchange changed its fees to what the parameters already say', () => {
    const fills = generateLive(PLANTED, 42, { days: 40 })
    const fee = fills.fee.map((charged, i) => (fills.day[i]! < 28 ? 2 * charged : charged))
    expect(finish(proveFees({ ...fills, fee }, TRUTH, 1)).verdict).toBe('worse')
  })
})

describe('a calibration as a whole', () => {
  it('is not recommended where slippage is better but latency predicts unseen days worse', () => {
    const before = generateLive(PLANTED, 51, { days: 40 })
    const fills: LiveFills = {
      ...before,
      latencyMs: before.latencyMs.map((ms, i) => (before.day[i]! < 28 ? ms * 9 : ms)),
    }
    const current = parseScenario({ name: 'x', params: { network_p5_ms: 8, network_p95_ms: 80 } })
    const { recommended, sentence, others } = finish(
      calibrate({ fills, orders: null, current, currency: 'USDT', seed: 1 }),
    )
    expect(others.map(({ subject, verdict }) => [subject.name, verdict])).toEqual([
      ['latency', 'worse'],
      ['fees', 'better'],
    ])
    expect(recommended).toBe(false)
    expect(sentence).toBe(
      'Not recommended: on unseen days the fit is better for slippage, but worse than the current parameters for latency.',
    )
  })

  it('names its steps in order, counts them, and lets others in many times between', () => {
    const work = calibrate({
      fills: generateLive(PLANTED, 52, { days: 30 }),
      orders: generateShares(parseParams({}), 53),
      current: parseScenario({ name: 'x' }),
      currency: 'USDT',
      seed: 1,
    })
    const steps: string[] = []
    const counts: number[] = []
    let pauses = 0
    for (let next = work.next(); next.done !== true; next = work.next()) {
      if (next.value === null) pauses += 1
      else {
        expect(next.value.total).toBe(24)
        counts.push(next.value.done)
        if (steps.at(-1) !== next.value.step) steps.push(next.value.step)
      }
    }
    expect(steps).toEqual([
      ...['Fitting slippage', 'Fitting fees', 'Fitting latency', 'Fitting filled shares'],
      ...['slippage', 'latency', 'fills', 'fees'].map((name) => `Proving ${name} on unseen days`),
    ])
    // One count over all steps, so that the time left can be told: 4 fits and 4 proofs of 5 splits.
    expect(counts).toEqual(Array.from({ length: 24 }, (_, k) => k))
    expect(pauses).toBeGreaterThan(100)
  })

  it('takes two hundred thousand residuals, which a spread into Math.max cannot', () => {
    const random = createRandomSource(1)
    const residuals = Array.from({ length: 200_000 }, () => random() - 0.5)
    // Uniform on +-1/2: the median of |r| is 1/4, so noise is .25 / .67449 = .3707.
    expect(robustNoise(residuals, new Float64Array(residuals.length))).toBeCloseTo(0.3707, 2)
  })
})

describe('scores', () => {
  it('of three predictions are as worked by hand', () => {
    // Errors 1, -2, 0: MAE 1, bias -1/3; Huber at 1.345: .5, 1.345 * 2 - .9045 = 1.7855, 0: mean .7618. Within .6745: one of three.
    const one = Float64Array.of(1, 1, 1)
    const scores = scorePredictions(normalPrediction(Float64Array.of(2, -1, 1), one, one))
    expect(scores.mae).toBeCloseTo(1, 12)
    expect(scores.bias).toBeCloseTo(-1 / 3, 12)
    expect(scores.loss).toBeCloseTo((0.5 + 1.345 * 2 - 1.345 ** 2 / 2) / 3, 12)
    expect([scores.coverage50, scores.coverage90]).toEqual([1 / 3, 2 / 3])
  })
})

function generateShares(truth: ScenarioParams, seed: number): LiveOrders {
  const random = createRandomSource(seed)
  const count = 1200
  const isLimit = Uint8Array.from({ length: count }, (_, i) => i % 2)
  const spreadBps = Float64Array.from({ length: count }, () => 1 + 4 * random())
  const volume = Float64Array.from({ length: count }, () => 2e6)
  const filledShare = Float64Array.from(isLimit, (limit, i) => {
    const level = limit ? limitFillMean({ spreadBps: spreadBps[i]!, volume: 2e6 }, truth) : truth.market_fill
    return betaQuantile(level, truth.fill_concentration)((random() * 0xffffffff + 0.5) / 0x100000000)
  })
  return { day: Int32Array.from(isLimit, (_, i) => Math.floor(i / 30)), isLimit, filledShare, spreadBps, volume }
}
