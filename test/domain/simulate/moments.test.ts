import { describe, expect, it } from 'vitest'
import { fitLognormal } from '#domain/simulate/latency.ts'
import { noExits } from '#domain/simulate/link-exits.ts'
import type { OrderArrays } from '#domain/simulate/orders.ts'
import { prepareScenario } from '#domain/simulate/run-scenario.ts'
import { simulateFills } from '#domain/simulate/simulate-fills.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'

const COUNT = 400_000

/** Identical orders: quantity 2 at 100, ADV 10,000 quote units worth 100 of them, sigma 4 %, spread 3 bps, touch 1. */
function identicalOrders(isLimit: boolean): OrderArrays {
  const fill = (value: number) => new Float64Array(COUNT).fill(value)
  return {
    days: ['2026-01-01'],
    symbols: ['X'],
    dayStart: Int32Array.of(0, COUNT),
    symbol: new Int32Array(COUNT),
    side: fill(1),
    quantity: fill(2),
    mid: fill(100),
    timeMs: fill(0),
    isLimit: new Uint8Array(COUNT).fill(isLimit ? 1 : 0),
    limitPrice: fill(NaN),
    spreadBps: fill(3),
    volatilityDaily: fill(0.04),
    adv: fill(20_000),
    depthQuantity: fill(1),
    counter: Int32Array.from({ length: COUNT }, (_, i) => i),
    multiplier: Float64Array.of(1),
    lots: noExits(COUNT),
    marks: Float64Array.of(100, 100),
  }
}

/** Fails unless the sample's mean and variance are within 4 standard errors of the closed form. */
function expectMoments(values: ArrayLike<number>, mean: number, variance: number): void {
  const n = values.length
  const sample = Float64Array.from(values)
  const average = sample.reduce((a, b) => a + b, 0) / n
  const second = sample.reduce((a, b) => a + (b - average) ** 2, 0) / n
  const fourth = sample.reduce((a, b) => a + (b - average) ** 4, 0) / n
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(second / n) + 1e-12)
  expect(Math.abs(second - variance)).toBeLessThan(4 * Math.sqrt((fourth - second ** 2) / n) + 1e-12)
}

const run = (isLimit: boolean, params: object = {}) =>
  simulateFills(
    prepareScenario({ orders: identicalOrders(isLimit) }, parseScenario({ name: 'x', seed: 11, params })).compiled,
    3,
  )

const { mu, sigma } = fitLognormal(5, 50)
const networkMean = Math.exp(mu + sigma ** 2 / 2)
const networkVariance = (Math.exp(sigma ** 2) - 1) * Math.exp(2 * mu + sigma ** 2)
const latencyMean = networkMean + 5.5
const latencyVariance = networkVariance + 81 / 12

describe('simulated moments with the defaults', () => {
  it('agree with the closed forms of latency, calm and at 90 % load', () => {
    expectMoments(run(false).latencyMs, latencyMean, latencyVariance)
    expectMoments(run(false, { rho: 0.9 }).latencyMs, latencyMean + 45, latencyVariance + 45 ** 2)
    expectMoments(
      run(false, { network_model: 'uniform', network_extra_ms: 50 }).latencyMs,
      27.5 + 50 + 5.5,
      45 ** 2 / 12 + 81 / 12,
    )
  })

  it('agree with the closed forms of the filled share of market and limit orders', () => {
    expectMoments(
      run(false).quantity.map((q) => q / 2),
      0.98,
      (0.98 * 0.02) / 51,
    )
    // Spread 3 against 2: 1 - .5 * .5 = .75; volume 2 M against 1 M is clipped to 1: .8 * .75 = .6.
    expectMoments(
      run(true).quantity.map((q) => q / 2),
      0.6,
      (0.6 * 0.4) / 51,
    )
  })

  it('keep the mean exact and the variance within 7 % when every limit order has a spread of its own', () => {
    const orders = identicalOrders(true)
    for (let i = 0; i < COUNT; i++) orders.spreadBps[i] = 2 + (2 * i) / COUNT
    orders.isLimit.fill(0, 0, COUNT / 2)
    const { quantity } = simulateFills(prepareScenario({ orders }, parseScenario({ name: 'x', seed: 11 })).compiled, 3)
    const market = quantity.subarray(0, COUNT / 2).map((q) => q / 2)
    expectMoments(market, 0.98, (0.98 * 0.02) / 51)
    // Spreads 3 to 4 against 2: means .8 * (.75 to .5), so .5 on average; beta variance mean (1 - mean) / 51 within.
    const excess = quantity.subarray(COUNT / 2).map((q, k) => q / 2 - 0.8 * (0.75 - (0.25 * k) / (COUNT / 2)))
    const variance = excess.reduce((sum, x) => sum + x * x, 0) / excess.length
    const expected =
      excess.reduce((sum, _, k) => sum + ((m) => (m * (1 - m)) / 51)(0.8 * (0.75 - (0.25 * k) / (COUNT / 2))), 0) /
      excess.length
    expect(Math.abs(excess.reduce((a, b) => a + b, 0) / excess.length)).toBeLessThan(
      4 * Math.sqrt(variance / excess.length),
    )
    expect(variance / expected).toBeGreaterThan(0.93)
    expect(variance / expected).toBeLessThan(1.01)
  })

  it("agree with the closed form of a taker's slippage", () => {
    // 1 + 1.5 + .8 * 400 * sqrt(2 / 20,000) + .5 * 1 * (.04 / .03 - 1) + .5 * 3 * (2 / 1 - 1); noise 1 and drift sigma^2 E[t].
    const mean = 1 + 1.5 + 0.8 * 400 * 0.01 + 0.5 / 3 + 1.5
    const variance = 1 + (400 ** 2 / 86_400_000) * latencyMean
    expectMoments(run(false).costBps, mean, variance)
  })

  it('agree with the closed forms of maker share, fees and maker slippage', () => {
    const fills = run(true)
    expectMoments(fills.maker, 0.6, 0.24)
    const feeBps = fills.fee.map((fee, i) => (fee / (fills.quantity[i]! * 100)) * 1e4)
    expectMoments(feeBps, 0.6 * 10 + 0.4 * 25, 0.24 * 15 ** 2)
    expectMoments(
      fills.costBps.filter((_, i) => fills.maker[i] === 1),
      0.5 - 1.5,
      (400 ** 2 / 86_400_000) * latencyMean,
    )
  })

  it('draw noise, drift, latency, fill and liquidity independently', () => {
    const fills = run(true)
    const columns = [
      fills.costBps.map((c, i) => (fills.maker[i] === 1 ? c + 1 : c - 7.367)),
      fills.latencyMs,
      fills.quantity,
      fills.maker,
    ]
    for (const [a, x] of columns.entries())
      for (const y of columns.slice(a + 1))
        expect(Math.abs(correlation(Float64Array.from(x), Float64Array.from(y)))).toBeLessThan(4 / Math.sqrt(COUNT))
  })
})

function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / v.length
  const mx = mean(x)
  const my = mean(y)
  let xy = 0
  let xx = 0
  let yy = 0
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - mx) * (y[i]! - my)
    xx += (x[i]! - mx) ** 2
    yy += (y[i]! - my) ** 2
  }
  return xy / Math.sqrt(xx * yy)
}
