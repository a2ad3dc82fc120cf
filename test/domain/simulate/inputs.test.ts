import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateInputs } from '#domain/simulate/estimate-inputs.ts'
import { linkExits } from '#domain/simulate/link-exits.ts'
import type { OrderArrays } from '#domain/simulate/orders.ts'
import { prepareScenario } from '#domain/simulate/run-scenario.ts'
import { AppError } from '#shared/errors.ts'
import { NUMERIC_NAMES, NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import { PRESETS, presetScenario, type PresetName } from '#shared/simulate/presets.ts'
import { parseParams, parseScenario } from '#shared/simulate/scenario.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const message = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError && error.code === 'PARAMETER_INVALID') return error.message
    throw error
  }
  return 'nothing was thrown'
}
const prepare = (orders: OrderArrays) => () => prepareScenario({ orders }, parseScenario({ name: 'x' }))

describe('bad input', () => {
  it('names an unknown parameter and those like it', () => {
    expect(message(() => parseParams({ spread_weight: 1 }))).toMatch(/unknown parameter "spread_weight".*w_spread/)
    expect(message(() => parseScenario({ name: 'x', parms: {} }))).toMatch(/unknown field "parms"/)
  })

  it('names a value outside its range, the range and its unit', () => {
    expect(message(() => parseParams({ rho: 1 }))).toBe(
      "The scenario's rho is 1, outside 0 to 0.95 load. Give a value inside.",
    )
    expect(message(() => parseParams({ default_adv: -1 }))).toMatch(/default_adv is -1, outside 1 to/)
    expect(message(() => parseParams({ impact_model: 'magic' }))).toMatch(
      /"magic"; it must be one of square-root, almgren-2005/,
    )
    expect(message(() => parseParams({ base_bps: 'two' }))).toMatch(/base_bps is "two", which cannot be read/)
    expect(message(() => parseScenario({ name: 'x', draws: 0 }))).toMatch(/draws is 0, outside/)
    expect(message(() => parseParams({ network_p5_ms: 60 }))).toMatch(
      /network_p5_ms \(60\) is above its network_p95_ms \(50\)/,
    )
    expect(message(() => parseParams({ network_model: 'sample' }))).toMatch(/network_sample_ms is empty/)
  })

  it('names the first order with a negative ADV or no price', () => {
    const orders = generateOrders({ days: 1, perDay: 5 })
    orders.adv[3] = -5
    expect(message(prepare(orders))).toMatch(
      /^Order 3 \(S\d-USDT\) has a daily volume \(adv\) of -5; it must be 0 or more, or left out\. Correct/,
    )
    orders.adv[3] = 5
    orders.mid[2] = NaN
    expect(message(prepare(orders))).toMatch(/^Order 2 .* arrival mid of NaN; it must be above 0/)
  })

  it('says that a selection is empty', () => {
    expect(message(prepare(generateOrders({ days: 1, perDay: 0 })))).toMatch(/holds no backtest orders/)
  })

  it('says where missing volatility came from, instead of computing NaN', () => {
    const orders = generateOrders({ days: 1, perDay: 4 })
    orders.volatilityDaily.fill(NaN)
    const market = { volatilityDaily: Float64Array.of(0.05, NaN, NaN, NaN) }
    const complete = estimateInputs(orders, market, parseParams({}))
    expect([...complete.orders.volatilityDaily]).toEqual([0.05, 0.03, 0.03, 0.03])
    expect([...complete.origin.volatilityDaily]).toEqual([1, 2, 2, 2])
    expect(complete.provenance.find(({ input }) => input === 'volatilityDaily')?.sentence).toBe(
      'Volatility is missing in the file for 4 of 4 orders: estimated from market data for 1, the default of 3 % a day was taken for 3.',
    )
    expect(complete.provenance.find(({ input }) => input === 'spreadBps')?.sentence).toBeNull()
    expect(orders.volatilityDaily[0]).toBeNaN()
  })
})

describe('the parameter table', () => {
  it('holds a default inside its range, a meaning and a group for every parameter', () => {
    for (const name of NUMERIC_NAMES) {
      const { default: standard, min, max, meaning } = NUMERIC_PARAMETERS[name]
      expect(min <= standard && standard <= max, name).toBe(true)
      expect(meaning.length, name).toBeGreaterThan(10)
    }
  })

  it('gives the defaults of the documentation', () => {
    const documented = {
      base_bps: 1,
      w_spread: 1,
      impact_y: 0.8,
      k_vol: 0.5,
      k_depth: 0.5,
      noise_bps: 1,
      network_p5_ms: 5,
      network_p95_ms: 50,
      exchange_min_ms: 1,
      exchange_max_ms: 10,
      service_ms: 5,
      rho: 0,
      maker_fee_bps: 10,
      taker_fee_bps: 25,
      p_maker: 0.6,
      market_fill: 0.98,
      limit_fill: 0.8,
      fill_spread_a: 0.5,
      fill_volume_b: 0.25,
      fill_concentration: 50,
      adverse_bps: 0.5,
      default_adv: 1e6,
      default_spread_bps: 2,
      default_sigma: 0.03,
    }
    expect(parseParams({})).toMatchObject(documented)
  })

  it('makes every preset a scenario of its own name that differs from the baseline where it says so', () => {
    for (const name of Object.keys(PRESETS) as PresetName[])
      expect(presetScenario(name)).toMatchObject({ name, seed: 42, draws: 200, params: PRESETS[name].params })
    expect(presetScenario('stressed-exchange').params.rho).toBe(0.9)
    expect(presetScenario('slow-network', { seed: 3 })).toMatchObject({ seed: 3, params: { network_extra_ms: 50 } })
  })

  it('reads back what it writes', () => {
    const scenario = presetScenario('thin-book')
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toEqual(scenario)
  })
})

describe('linkExits', () => {
  it('closes first in, first out and opens the rest of an order that flips the position', () => {
    // Buy 3, buy 2, sell 4 (closes 3 of the first, 1 of the second), sell 3 (closes 1, opens 2 short), buy 2 (closes them).
    const lots = linkExits({
      book: new Int32Array(5),
      side: Float64Array.of(1, 1, -1, -1, 1),
      quantity: Float64Array.of(3, 2, 4, 3, 2),
    })
    expect([...lots.lotStart]).toEqual([0, 0, 0, 2, 3, 4])
    expect([...lots.lotEntry]).toEqual([0, 1, 1, 3])
    expect([...lots.lotQuantity]).toEqual([3, 1, 1, 2])
  })

  it('never closes more of an entry than it opened, nor across books', () => {
    const order = fc.record({ book: fc.nat(2), side: fc.constantFrom(1, -1), quantity: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 60 }), (list) => {
        const lots = linkExits({
          book: Int32Array.from(list, (o) => o.book),
          side: Float64Array.from(list, (o) => o.side),
          quantity: Float64Array.from(list, (o) => o.quantity),
        })
        const closed = new Float64Array(list.length)
        for (let i = 0; i < list.length; i++)
          for (let lot = lots.lotStart[i]!; lot < lots.lotStart[i + 1]!; lot++) {
            const entry = lots.lotEntry[lot]!
            closed[entry]! += lots.lotQuantity[lot]!
            expect(entry).toBeLessThan(i)
            expect(list[entry]).toMatchObject({ book: list[i]!.book, side: -list[i]!.side })
          }
        closed.forEach((quantity, entry) => expect(quantity).toBeLessThanOrEqual(list[entry]!.quantity))
      }),
    )
  })
})
