import { describe, expect, it } from 'vitest'
import { SUM, SUM_COUNT } from '#domain/simulate/draw-sums.ts'
import { linkExits } from '#domain/simulate/link-exits.ts'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { simulateFills } from '#domain/simulate/simulate-fills.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

describe('orders that wait as long as their live pairs did', () => {
  const orders = generateOrders({ days: 2, perDay: 30, exits: false, limitShare: 0 })
  const liveWaitMs = Float64Array.from(orders.quantity, (_, i) => (i % 3 === 0 ? NaN : 100 + i))

  it('have live latency in every draw, those without a pair a drawn one', () => {
    const scenario = parseScenario({ name: 'live', draws: 2, params: { network_model: 'live', network_extra_ms: 7 } })
    const { compiled } = prepareScenario({ orders: { ...orders, liveWaitMs } }, scenario)
    for (const draw of [0, 1]) {
      const { latencyMs } = simulateFills(compiled, draw)
      for (let i = 0; i < latencyMs.length; i++)
        if (i % 3 > 0) expect(latencyMs[i]).toBe(100 + i + 7)
        else expect(latencyMs[i]! > 7).toBe(true)
    }
    expect(simulateFills(compiled, 0).latencyMs[0]).not.toBe(simulateFills(compiled, 1).latencyMs[0])
  })

  it('pay the whole drift where limit prices follow the mid, and none beyond the limit where they stay', () => {
    // A limit 1 bps above the mid caps the cost at 1 bps. 200 ms at 10 bps/s is 2 bps of drift: fixed pays 1 in all,
    // following pays the 2 and, of its slippage of 5, the 1 that the limit leaves: 3.
    const limitPrice = orders.mid.map((mid, i) => mid * (1 + orders.side[i]! * 1e-4))
    const capped = {
      ...orders,
      limitPrice,
      isLimit: new Uint8Array(60).fill(1),
      liveWaitMs: new Float64Array(60).fill(200),
    }
    const params = {
      ...{
        network_model: 'live',
        base_bps: 5,
        adverse_bps: 5,
        w_spread: 0,
        k_vol: 0,
        noise_bps: 0,
        impact_model: 'none',
      },
      ...{ k_depth: 0, drift_bps_per_s: 10, default_sigma: 0.0001, volatility_factor: 0 },
    }
    const costs = (limit_model: string) => {
      const scenario = parseScenario({ name: limit_model, draws: 1, params: { ...params, limit_model } })
      const prepared = prepareScenario({ orders: capped }, scenario)
      const { costBps, driftBps } = simulateFills(prepared.compiled, 0)
      const sums = runScenario(prepared)
      const summed =
        sumOf(sums.values, SUM.limit) / (sumOf(sums.values, SUM.takerNotional) + sumOf(sums.values, SUM.makerNotional))
      return { cost: costBps[7]!, drift: driftBps[7]!, saved: summed }
    }
    expect(costs('fixed').cost).toBeCloseTo(1, 9)
    expect(costs('follow').cost).toBeCloseTo(3, 9)
    expect(costs('follow').drift).toBeCloseTo(2, 9)
    // The kernel's sums agree with the fills: slippage 5 + drift 2 less what was saved.
    expect(costs('fixed').saved).toBeCloseTo(6, 9)
    expect(costs('follow').saved).toBeCloseTo(4, 9)
  })

  function sumOf(values: Float64Array, index: number): number {
    let total = 0
    for (let row = index; row < values.length; row += SUM_COUNT) total += values[row]!
    return total
  }
})

describe('exits of positions held before the first order', () => {
  it('close them whole, and what they close beyond by what was filled', () => {
    // Held: 5 in book 0. The first sell closes them; the second closes the buy of 4 in between.
    const lots = linkExits(
      { book: Int32Array.of(0, 0, 0), side: Float64Array.of(-1, 1, -1), quantity: Float64Array.of(5, 4, 4) },
      new Map([[0, 5]]),
    )
    expect([...lots.lotStart]).toEqual([0, 1, 1, 2])
    expect([...lots.lotEntry]).toEqual([-1, 1])
    const shape = generateOrders({ days: 1, perDay: 3, symbols: 1, limitShare: 0, exits: false })
    const orders = { ...shape, side: Float64Array.of(-1, 1, -1), quantity: Float64Array.of(5, 4, 4), lots }
    const { compiled } = prepareScenario({ orders }, parseScenario({ name: 'x', params: { market_fill: 0.5 } }))
    for (let draw = 0; draw < 5; draw++) {
      const { quantity } = simulateFills(compiled, draw)
      expect(quantity[0]).toBe(5)
      expect(quantity[2]).toBeCloseTo(quantity[1]!, 9)
      expect(quantity[1]! < 4).toBe(true)
    }
  })
})
