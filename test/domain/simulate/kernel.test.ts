import { describe, expect, it } from 'vitest'
import { createPlainKernel } from '#domain/simulate/chunk-kernel.ts'
import { coefficientsOf, isInstantChange } from '#domain/simulate/coefficients.ts'
import { takerBpsOf, writeCosts } from '#domain/simulate/chunk-costs.ts'
import type { CompiledScenario } from '#domain/simulate/compile.ts'
import { createDrawSums, SUM, SUM_COUNT, type DrawSums } from '#domain/simulate/draw-sums.ts'
import { simulateDraws } from '#domain/simulate/kernel.ts'
import { allocateArrays } from '#domain/simulate/memory.ts'
import type { BookArrays, OrderArrays } from '#domain/simulate/orders.ts'
import { costsOf, dailyPnl } from '#domain/simulate/pnl.ts'
import { prepareOrders, prepareScenario, runScenario, type PreparedScenario } from '#domain/simulate/run-scenario.ts'
import { simulateFills, type SimulatedFills } from '#domain/simulate/simulate-fills.ts'
import { COST_COMPONENTS } from '#shared/simulate/document.ts'
import { NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import { createScratch } from '#domain/simulate/scratch.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const prepare = (orders: OrderArrays, params: object = {}, draws = 6) =>
  prepareScenario({ orders }, parseScenario({ name: 'x', draws, params }))

/** P&L by a plain ledger: positions carried at the marks, the day's fills at their prices, fees paid. */
function ledgerPnl(orders: OrderArrays, fills: SimulatedFills): number[] {
  const symbols = orders.symbols.length
  const position = new Array<number>(symbols).fill(0)
  return orders.days.map((_, day) => {
    let pnl = position.reduce(
      (sum, held, s) =>
        sum +
        held * (orders.marks[(day + 1) * symbols + s]! - orders.marks[day * symbols + s]!) * orders.multiplier[s]!,
      0,
    )
    for (let i = orders.dayStart[day]!; i < orders.dayStart[day + 1]!; i++) {
      const s = orders.symbol[i]!
      const signed = orders.side[i]! * fills.quantity[i]!
      pnl += signed * orders.multiplier[s]! * (orders.marks[(day + 1) * symbols + s]! - fills.price[i]!) - fills.fee[i]!
      position[s]! += signed
    }
    return pnl
  })
}

function expectLedger(orders: OrderArrays, run: PreparedScenario): void {
  const sums = runScenario(run)
  const pnl = dailyPnl(sums, run.compiled.coefficients, run.context.otherPnl)
  for (const draw of [0, 3]) {
    const expected = ledgerPnl(orders, simulateFills(run.compiled, draw))
    expected.forEach((value, day) => expect(pnl[draw * orders.days.length + day]).toBeCloseTo(value, 6))
  }
}

describe('simulateDraws', () => {
  it('gives the P&L of a plain ledger over the same fills, across days longer than a chunk, with exits', () => {
    const orders = generateOrders({ days: 4, perDay: 700 })
    expectLedger(orders, prepare(orders))
  })

  it('gives it with a multiplier, a fee schedule, stress, and limit prices that bind', () => {
    const orders = generateOrders({ days: 3, perDay: 200 })
    orders.multiplier.set([10, 1, 0.1])
    for (let i = 0; i < 600; i++)
      if (orders.isLimit[i] === 1) orders.limitPrice[i] = orders.mid[i]! * (1 + orders.side[i]! * 0.0001)
    const fee_schedule = {
      currency: 'USD',
      tiers: [
        { from: 0, maker_bps: -1, taker_bps: 5 },
        { from: 20_000, maker_bps: -2, taker_bps: 4 },
      ],
      per_unit: 0.01,
      minimum: 0.5,
      maximum_bps: 100,
    }
    const run = prepare(orders, { fee_schedule, stress_level: 0.5, rho: 0.5, drift_bps_per_s: 3 })
    expect(runScenario(run).values.some((value, k) => k % SUM_COUNT === SUM.limit && value > 0)).toBe(true)
    expectLedger(orders, run)
  })

  it('gives the same bytes in one range, in parts, and in parts in any order', () => {
    const run = prepare(generateOrders({ days: 3, perDay: 600 }), {}, 12)
    const whole = runScenario(run)
    const parts = createDrawSums(3, 0, 12, allocateArrays)
    for (const [from, to] of [
      [7, 12],
      [0, 1],
      [3, 7],
      [1, 3],
    ] as const)
      simulateDraws(run.compiled, parts, from, to, createPlainKernel())
    expect(parts.values).toEqual(whole.values)
    expect(parts.latencyCounts).toEqual(whole.latencyCounts)
  })

  it('keeps the random numbers of an order when the selection or the scenario changes', () => {
    const orders = generateOrders({ days: 1, perDay: 50, exits: false })
    const subset = pick(orders, [4, 17, 30])
    const all = simulateFills(prepare(orders).compiled, 2)
    const some = simulateFills(prepare(subset).compiled, 2)
    expect([...some.latencyMs]).toEqual([4, 17, 30].map((i) => all.latencyMs[i]))
    expect([...some.costBps]).toEqual([4, 17, 30].map((i) => all.costBps[i]))
    const dearer = simulateFills(prepare(orders, { base_bps: 3, k_vol: 0 }).compiled, 2)
    const cheaper = simulateFills(prepare(orders, { base_bps: 1, k_vol: 0 }).compiled, 2)
    for (let i = 0; i < 50; i++)
      expect(dearer.costBps[i]! - cheaper.costBps[i]!).toBeCloseTo(dearer.maker[i] === 1 ? 0 : 2, 9)
    expect(dearer.latencyMs).toEqual(all.latencyMs)
  })

  it('gives the same bytes from orders prepared once for several scenarios', () => {
    const orders = generateOrders({ days: 2, perDay: 100 })
    const once = prepareOrders({ orders })
    for (const params of [{}, { rho: 0.9 }, { limit_fill: 0.5 }, { rho: 0.5 }]) {
      const scenario = parseScenario({ name: 'x', draws: 3, params })
      const shared = prepareScenario(once, scenario)
      expect(shared.compiled.columns.notional).toBe(once.base.columns.notional)
      expect(runScenario(shared)).toEqual(runScenario(prepareScenario({ orders }, scenario)))
    }
  })

  it('takes nothing from the scenario before that a parameter changes', () => {
    // A column remembered from the scenario before although one of its parameters moved would keep that one's bytes.
    const generated = generateOrders({ days: 2, perDay: 20 })
    const orders = {
      ...generated,
      spreadBps: generated.spreadBps.map((spread, i) => (i % 3 ? spread : NaN)),
      volatilityDaily: generated.volatilityDaily.map((volatility, i) => (i % 4 ? volatility : NaN)),
      adv: generated.adv.map((adv, i) => (i % 5 ? adv : NaN)),
      limitPrice: generated.mid.map((mid, i) => (i % 2 ? mid * (1 + generated.side[i]! * 5e-5) : NaN)),
    }
    const once = prepareOrders({ orders })
    for (const models of [{}, { maker_model: 'queue', impact_model: 'almgren-2005' }, { impact_model: 'volume-share' }])
      for (const [name, { default: value, max }] of Object.entries(NUMERIC_PARAMETERS)) {
        const before = { stress_level: 0.5, ...models }
        const scenario = parseScenario({
          ...{ name: 'x', draws: 2 },
          params: { ...before, [name]: value === 0 ? Math.min(max, 0.3) : 0.9 * value },
        })
        prepareScenario(once, parseScenario({ name: 'x', params: before }))
        const fresh = runScenario(prepareScenario({ orders }, scenario))
        expect(runScenario(prepareScenario(once, scenario)), name).toEqual(fresh)
      }
  })

  it('draws other numbers for another seed and another draw', () => {
    const orders = generateOrders({ days: 1, perDay: 50 })
    const one = prepare(orders)
    const other = prepareScenario({ orders }, parseScenario({ name: 'x', seed: 43 }))
    expect(simulateFills(one.compiled, 0).latencyMs).not.toEqual(simulateFills(one.compiled, 1).latencyMs)
    expect(simulateFills(one.compiled, 0).latencyMs).not.toEqual(simulateFills(other.compiled, 0).latencyMs)
  })

  it('leaves no phantom position: exits close what their entries filled, and never more', () => {
    // With an exit that fills its own 98 % of the intended quantity, a 90 % entry would leave a short position of 8 %.
    const orders = generateOrders({ days: 2, perDay: 300, limitShare: 0 })
    const fills = simulateFills(prepare(orders, { market_fill: 0.9 }).compiled, 0)
    for (let i = 0; i < 600; i++)
      for (let lot = orders.lots.lotStart[i]!; lot < orders.lots.lotStart[i + 1]!; lot++)
        expect(fills.quantity[i]).toBeCloseTo(fills.quantity[orders.lots.lotEntry[lot]!]!, 9)
    const resting = generateOrders({ days: 2, perDay: 300, limitShare: 1 })
    const limits = simulateFills(prepare(resting).compiled, 0)
    for (let i = 0; i < 600; i++)
      for (let lot = resting.lots.lotStart[i]!; lot < resting.lots.lotStart[i + 1]!; lot++)
        expect(limits.quantity[i]!).toBeLessThanOrEqual(limits.quantity[resting.lots.lotEntry[lot]!]! + 1e-12)
  })

  it('never fills more than the order nor less than nothing', () => {
    const orders = generateOrders({ days: 2, perDay: 400 })
    for (const draw of [0, 1, 2]) {
      const { quantity } = simulateFills(prepare(orders).compiled, draw)
      expect(quantity.every((filled, i) => filled >= 0 && filled <= orders.quantity[i]! * (1 + 1e-12))).toBe(true)
    }
  })

  it('stops between days when cancelled', () => {
    const run = prepare(generateOrders({ days: 5, perDay: 20 }))
    const sums = createDrawSums(5, 0, 6, allocateArrays)
    let asked = 0
    expect(simulateDraws(run.compiled, sums, 0, 6, createPlainKernel(), () => ++asked > 2)).toBe(false)
    expect(sums.values[3 * SUM_COUNT + SUM.edge]).toBe(0)
    expect(sums.values[1 * SUM_COUNT + SUM.edge]).not.toBe(0)
  })
})

describe('costs', () => {
  it('add up, with the P&L, to what the orders would have earned whole at the mid', () => {
    const orders = generateOrders({ days: 3, perDay: 100 })
    const run = prepare(orders, { drift_bps_per_s: 5, k_depth: 1 })
    const sums = runScenario(run)
    const pnl = dailyPnl(sums, run.compiled.coefficients, run.context.otherPnl)
    for (let cell = 0; cell < 6 * 3; cell++) {
      const costs = costsOf(sums, cell * SUM_COUNT, cell % 3, run.compiled.coefficients, run.context)
      const total = COST_COMPONENTS.reduce((sum, name) => sum + costs[name], 0)
      const carried = sums.values[cell * SUM_COUNT + SUM.carry]!
      expect(pnl[cell]! - carried + total).toBeCloseTo(run.context.intendedEdge[cell % 3]!, 6)
    }
  })

  it('recombine exactly under other instant parameters: the P&L of a fresh simulation to 4e-15 of notional', () => {
    const orders = generateOrders({ days: 3, perDay: 300 })
    const from = prepare(orders)
    const to = prepare(orders, {
      base_bps: 3,
      w_spread: 0.4,
      impact_y: 1.3,
      k_vol: 2,
      k_depth: 0.1,
      noise_bps: 4,
      adverse_bps: -1,
      maker_fee_bps: -2,
      taker_fee_bps: 5,
      drift_bps_per_s: 9,
    })
    expect(isInstantChange(from.scenario.params, to.scenario.params)).toBe(true)
    const instant = dailyPnl(runScenario(from), coefficientsOf(to.scenario.params), from.context.otherPnl)
    const fresh = dailyPnl(runScenario(to), to.compiled.coefficients, to.context.otherPnl)
    const scale = Math.max(...from.context.intendedNotional)
    instant.forEach((value, cell) => expect(Math.abs(value - fresh[cell]!)).toBeLessThan(4e-15 * scale))
    expect(isInstantChange(from.scenario.params, prepare(orders, { rho: 0.5 }).scenario.params)).toBe(false)
  })
})

describe('quote replay', () => {
  it('reads the drift from the quotes at the time an order arrives', () => {
    // Latency is 20 to 29.5 ms; the mid jumps from 100 to 101 10 ms after the order was sent and to 200 after 1 s: 100 bps worse to buy.
    const orders = {
      ...pick(generateOrders({ days: 1, perDay: 3, symbols: 1, limitShare: 0, exits: false }), [0]),
      side: Float64Array.of(1),
    }
    const t = orders.timeMs[0]!
    const quotes = {
      start: Int32Array.of(0, 3),
      timeMs: Float64Array.of(t - 5, t + 10, t + 1000),
      mid: Float64Array.of(100, 101, 200),
    }
    const flat = {
      network_model: 'uniform',
      network_p5_ms: 19,
      network_p95_ms: 19.5,
      noise_bps: 0,
      drift_model: 'replay',
    }
    const run = prepare({ ...orders, quotes }, flat)
    const { costBps, latencyMs } = simulateFills(run.compiled, 0)
    expect(latencyMs[0]).toBeGreaterThan(19)
    expect(costBps[0]! - expectedBps(run.compiled)).toBeCloseTo(100, 9)
    const seller = prepare({ ...orders, side: Float64Array.of(-1), quotes }, flat)
    const sold = simulateFills(seller.compiled, 0).costBps[0]!
    expect(sold - expectedBps(seller.compiled)).toBeCloseTo(-100, 9)
  })
})

describe('a loaded book', () => {
  it('replaces the touch term by the walk and charges impact on the hidden part only', () => {
    // Mid 100; buy 20: 4 shown at 100.01 and 6 at 100.06, mean 100.04, 3 bps beyond the touch, 10 hidden: cost 3 * 1/2; impact of 10, half of the order.
    const one = {
      ...pick(generateOrders({ days: 1, perDay: 1, symbols: 1, limitShare: 0, exits: false }), [0]),
      side: Float64Array.of(1),
      quantity: Float64Array.of(20),
      mid: Float64Array.of(100),
      spreadBps: Float64Array.of(2),
      adv: Float64Array.of(1000),
      volatilityDaily: Float64Array.of(0.03),
      depthQuantity: Float64Array.of(1),
      books: bookArrays([
        [100.01, 4],
        [100.06, 6],
      ]),
    }
    const run = prepare(one)
    expect(run.compiled.columns.book[0]).toBeCloseTo(1.5, 9)
    const { depth, impact } = basesOf(run.compiled)
    expect(depth[0]).toBe(0)
    expect(impact[0]).toBeCloseTo(300 * Math.sqrt(10 / 1000) * 0.5, 9)
    const sums: DrawSums = runScenario(run)
    expect(sums.values[SUM.book]! / sums.values[SUM.takerNotional]!).toBeCloseTo(1.5, 9)
  })

  it('is thinned by depth_factor, and measured from its own touch whatever the mid and the spread of the order', () => {
    const orders = {
      ...pick(generateOrders({ days: 1, perDay: 1, symbols: 1, limitShare: 0, exits: false }), [0]),
      side: Float64Array.of(-1),
      quantity: Float64Array.of(4),
      mid: Float64Array.of(100),
      spreadBps: Float64Array.of(50),
      // A sell meets bids around 98, two percent below the mid of its file.
      books: bookArrays([
        [98, 3],
        [97.9, 5],
        [97.7, 8],
      ]),
    }
    // 3 at 98 and 1 at 97.9: mean 97.975, 0.025 below the touch, 2.5 bps of 100.
    expect(prepare(orders).compiled.columns.book[0]).toBeCloseTo(2.5, 9)
    expect(prepare(orders, { spread_factor: 2 }).compiled.columns.book[0]).toBeCloseTo(2.5, 9)
    // A quarter shows 0.75, 1.25 and 2: (0.75 * 0 + 1.25 * 0.1 + 2 * 0.3) / 4 = 0.18125 below the touch, 18.125 bps.
    const thin = prepare(orders, { depth_factor: 0.25 })
    expect(thin.compiled.columns.book[0]).toBeCloseTo(18.125, 9)
    expect(basesOf(thin.compiled).impact[0]).toBe(0)
    // A tenth shows 0.3, 0.5 and 0.8: 1.6 of 4, (0.5 * 0.1 + 0.8 * 0.3) / 4 = 0.0725, 7.25 bps; 2.4 hidden, 60 %.
    const thinner = prepare(orders, { depth_factor: 0.1 }).compiled
    expect(thinner.columns.book[0]).toBeCloseTo(7.25, 9)
    const whole = basesOf(prepare({ ...orders, quantity: Float64Array.of(2.4), books: bookArrays([]) }).compiled)
    expect(basesOf(thinner).impact[0]).toBeCloseTo(whole.impact[0]! * 0.6, 9)
  })
})

/** The book of a single order, best level first: price and quantity. */
function bookArrays(levels: readonly (readonly [number, number])[]): BookArrays {
  const column = (at: 0 | 1) => Float64Array.from(levels, (level) => level[at])
  return { start: Int32Array.of(0, levels.length), price: column(0), quantity: column(1) }
}

/** Returns the cost bases of the first order. */
function basesOf({ columns }: CompiledScenario) {
  const costs = createScratch()
  writeCosts(columns, 0, 1, costs)
  return costs
}

/** Returns the expected slippage of the first order as a taker, bps. */
function expectedBps(compiled: CompiledScenario): number {
  return takerBpsOf(basesOf(compiled), 0, compiled.coefficients, 0)
}

/** Returns the orders at `indexes` of a one-day set, keeping their order numbers. */
function pick(orders: OrderArrays, indexes: number[]): OrderArrays {
  const floats = (values: Float64Array) => Float64Array.from(indexes, (i) => values[i]!)
  const { side, quantity, mid, timeMs, limitPrice, spreadBps, volatilityDaily, adv, depthQuantity } = orders
  return {
    ...orders,
    dayStart: Int32Array.of(0, indexes.length),
    symbol: Int32Array.from(indexes, (i) => orders.symbol[i]!),
    counter: Int32Array.from(indexes, (i) => orders.counter[i]!),
    isLimit: Uint8Array.from(indexes, (i) => orders.isLimit[i]!),
    ...{
      side: floats(side),
      quantity: floats(quantity),
      mid: floats(mid),
      timeMs: floats(timeMs),
      limitPrice: floats(limitPrice),
    },
    ...{
      spreadBps: floats(spreadBps),
      volatilityDaily: floats(volatilityDaily),
      adv: floats(adv),
      depthQuantity: floats(depthQuantity),
    },
    lots: {
      lotStart: new Int32Array(indexes.length + 1),
      lotEntry: new Int32Array(0),
      lotQuantity: new Float64Array(0),
    },
  }
}
