import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { summariseScenario } from '#domain/simulate/summary.ts'
import { NUMERIC_NAMES, NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { errorOf } from '../../src/renderer/charts/scenario-figures.ts'
import { cubeOf } from '../../src/renderer/features/attribution/cube.ts'
import { scenarioOfSlice } from '../../src/renderer/features/attribution/slice-scenario.ts'
import {
  changed,
  formatChoice,
  parseChoice,
  resolveChoice,
  titleOf,
} from '../../src/renderer/features/scenarios/choice.ts'
import { instantDraws, recombine, type InstantSums } from '../../src/renderer/features/scenarios/instant.ts'
import { positionOf, valueAt } from '../../src/renderer/features/scenarios/slider-scale.ts'
import { byCause } from '#shared/by-cause.ts'
import { againstLive } from '#domain/simulate/against-live.ts'
import { generateOrders } from '../support/simulate/orders.ts'

const BASE = parseScenario({ name: 'baseline', params: { base_bps: 0.5, taker_fee_bps: 5 } })
const RUN = { seed: 7, draws: 20 }

describe('a scenario in the address', () => {
  it('reads back as it was written, whatever the base is called', () => {
    const choice = fc.record({
      base: fc.string({ minLength: 1 }),
      set: fc.dictionary(fc.constantFrom(...NUMERIC_NAMES.slice(0, 8)), noNegativeZero()),
      add: fc.dictionary(fc.constantFrom(...NUMERIC_NAMES.slice(8, 16)), noNegativeZero()),
    })
    fc.assert(
      fc.property(choice, (given) => {
        expect(parseChoice(formatChoice(given))).toEqual(given)
      }),
    )
  })

  it('adds to the base where it says +, sets where it says :, and shares seed and draws', () => {
    const scenario = resolveChoice(parseChoice('baseline,base_bps+3.2,taker_fee_bps:8'), BASE, RUN)
    // 0.5 + 3.2, not 3.2: a sum taken for a value would lose the baseline's own slippage.
    expect(scenario.params.base_bps).toBeCloseTo(3.7, 12)
    expect(scenario.params.taker_fee_bps).toBe(8)
    expect([scenario.seed, scenario.draws]).toEqual([7, 20])
  })

  it('ends a sum at the end of the range, and refuses a value outside it with its sentence', () => {
    expect(resolveChoice(parseChoice('baseline,base_bps+5000'), BASE, RUN).params.base_bps).toBe(1000)
    expect(() => resolveChoice(parseChoice('baseline,rho:3'), BASE, RUN)).toThrow(/rho is 3, outside 0 to 0.95/)
  })

  it('leaves out what is no change, and refuses an unknown parameter or a word for a number by name', () => {
    expect(parseChoice('calm,nonsense,__proto__:1')).toEqual({ base: 'calm', set: {}, add: {} })
    const resolve = (text: string) => () => resolveChoice(parseChoice(text), BASE, RUN)
    // Left out silently, a misspelt parameter would show the baseline under a name that says otherwise.
    expect(resolve('baseline,latency:3')).toThrow('The scenario has an unknown parameter "latency".')
    // The group's parameters, not all fifty-five: the sentence has to be read.
    expect(resolve('baseline,latency:3')).toThrow(/like it: network_p5_ms, network_p95_ms[^.]*rho/)
    expect(resolve('baseline,xyzzy:3')).toThrow(/Known parameters are base_bps, [a-z_, ]+ and \d+ more, in docs/)
    expect(resolve('baseline,latency+3')).toThrow('unknown parameter "latency"')
    expect(resolve('baseline,rho:much')).toThrow('The scenario\'s rho is "much", which cannot be read')
    expect(resolve('baseline,impact_model:magic')).toThrow('it must be one of square-root')
  })

  it('forgets a change that returns to the base, a sum included', () => {
    const back = changed(parseChoice('baseline,base_bps+3.2,rho:0.5'), BASE, 'base_bps', 0.5)
    expect(titleOf(back)).toBe('baseline, rho 0.5')
  })
})

describe('a slider on an instant parameter', () => {
  const orders = generateOrders({ days: 6 })
  const live = {
    pnl: Float64Array.from(orders.days, (_, day) => 100 * day),
    capital: new Float64Array(orders.days.length).fill(50_000),
    daysPerYear: 365,
    window: 20,
  }
  const run = (params: object) => {
    const scenario = parseScenario({ name: 'x', draws: 30, params })
    const prepared = prepareScenario({ orders }, scenario)
    const input = { ...prepared, dayNames: orders.days, sums: runScenario(prepared), live }
    return { input, result: { ...summariseScenario(input), against_baseline: null, against_live: null } }
  }
  const sumsOf = ({ input }: ReturnType<typeof run>): InstantSums => ({
    ...{ scenario: input.scenario, days: [...orders.days], draws: 30, days_per_year: 365, window: 20 },
    ...{ limit_bps: 20, currency: 'USDT' },
    ...{ has_live: true, has_capital: true, exact: true },
    columns: {
      values: Float64Array.from(input.sums.values),
      intended_edge: Float64Array.from(input.context.intendedEdge),
      intended_notional: Float64Array.from(input.context.intendedNotional),
      other_pnl: Float64Array.from(input.context.otherPnl),
      live_pnl: live.pnl,
      capital: live.capital,
    },
  })
  const before = run({})
  const source = { sums: sumsOf(before), baseline: sumsOf(before), result: before.result }

  it('gives in the page what a run of it gives in the engine, day by day, band by band', () => {
    const after = run({ taker_fee_bps: 12, base_bps: 3, impact_y: 1.1, noise_bps: 4 })
    const shown = recombine(source, after.input.scenario)!
    for (const name of ['mean', 'p5', 'p95'] as const) {
      expect(shown.total.te_rms_bps![name]).toBeCloseTo(after.result.total.te_rms_bps![name], 6)
      for (const [day, { pnl_cumulated: fan }] of shown.days.entries())
        expect(fan![name]).toBeCloseTo(after.result.days[day]!.pnl_cumulated![name], 6)
    }
    expect(shown.total.latency_ms).toEqual(after.result.total.latency_ms)
    const moved = after.result.total.pnl!.mean - before.result.total.pnl!.mean
    expect(shown.against_baseline!.pnl!.mean).toBeCloseTo(moved, 6)
    expect(shown.against_live).toBeNull()
  })

  it('moves what is left against live by what the simulation pays more, and counts the days over the limit anew', () => {
    // Live ahead by 1 a day: 1 / 50,000 in a year of 365 days is 0.2 bps * sqrt(365) = 3.8 bps, under the limit of 20; a taker fee of 40 bps takes every day over it.
    const gaps = orders.days.map((day) => ({
      day,
      activePnl: 1,
      byCause: byCause(() => 0),
      residual: 1,
      notional: 1e4,
    }))
    const left = againstLive('x', gaps, live, { limitBps: 20, draws: 30, currency: 'USDT' })
    expect(left.days_over_limit).toBe(0)
    const attributed = { ...source, result: { ...before.result, against_live: left } }
    const after = run({ taker_fee_bps: 40, base_bps: 3, impact_y: 1.1, noise_bps: 4 })
    const { moved } = recombine(attributed, after.input.scenario)!
    for (const [day, { active_pnl: active }] of moved!.days.entries())
      expect(active).toBeCloseTo(1 + before.result.days[day]!.pnl!.mean - after.result.days[day]!.pnl!.mean, 5)
    expect(moved!.days_over_limit).toBe(6)
    expect(moved!.sentence).toMatch(
      /^With "x" live is [+][\d.,]+ USDT against the simulation over 6 days: .*6 days above it\.$/,
    )
    expect(recombine(source, after.input.scenario)!.moved).toBeNull()
  })

  it('is refused where anything else changed, and exact for fees even where limit prices bound', () => {
    expect(recombine(source, parseScenario({ name: 'x', params: { rho: 0.5 } }))).toBeNull()
    const bound = { ...source, sums: { ...source.sums, exact: false } }
    expect(recombine(bound, parseScenario({ name: 'x', params: { taker_fee_bps: 1 } }))!.exact).toBe(true)
    expect(recombine(bound, parseScenario({ name: 'x', params: { base_bps: 9 } }))!.exact).toBe(false)
  })

  it('takes fewer draws of a long run, so that it stays within a frame or two', () => {
    expect(instantDraws(100, 60)).toBe(100)
    expect(instantDraws(200, 250)).toBe(50)
    expect(instantDraws(1_000_000, 100_000)).toBe(1)
  })
})

describe('the tracking error of one day', () => {
  it('is that day’s own, since a year cannot be told from one', () => {
    const orders = generateOrders({ days: 1 })
    const prepared = prepareScenario({ orders }, parseScenario({ name: 'x', draws: 5 }))
    const live = { pnl: Float64Array.of(7), capital: Float64Array.of(1000), daysPerYear: 365, window: 20 }
    const summary = summariseScenario({ ...prepared, dayNames: orders.days, sums: runScenario(prepared), live })
    const result = { ...summary, against_baseline: null, against_live: null }
    expect(errorOf(result, 'te_bps')).toEqual(summary.days[0]!.te_day_bps)
  })
})

describe('a slider', () => {
  it('reaches both ends of every parameter and returns to its default', () => {
    for (const parameter of Object.values(NUMERIC_PARAMETERS)) {
      expect(valueAt(0, parameter)).toBe(parameter.min)
      expect(valueAt(1, parameter)).toBe(parameter.max)
      const { min, max, default: standard } = parameter
      // Three significant digits are the slider's grain; the number beside it is exact.
      const back = valueAt(positionOf(standard, parameter), parameter)
      expect(Math.abs(back - standard)).toBeLessThanOrEqual(0.005 * Math.abs(standard) + 1e-9)
      expect(back >= min && back <= max).toBe(true)
    }
  })

  it('never goes back while it is moved forward', () => {
    const position = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(position, position, fc.constantFrom(...NUMERIC_NAMES), (a, b, name) => {
        const parameter = NUMERIC_PARAMETERS[name]
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        expect(valueAt(low, parameter)).toBeLessThanOrEqual(valueAt(high, parameter))
      }),
    )
  })
})

describe('trying rows as a scenario', () => {
  const labels = Object.fromEntries(
    ['day', 'symbol', 'hour', 'side', 'order_type', 'liquidity', 'version'].map((name) => [name, ['a', 'b']]),
  )
  const codes = Object.fromEntries(Object.keys(labels).map((name) => [name, Uint16Array.of(0, 1)]))
  const sums = { pairs: [1, 1], notional: [100_000, 50_000], slippage: [-30, 15], fees: [-6, -1.5] }
  const none = { alpha: [0, 0], sizing: [0, 0], timing: [0, 0], price: [0, 0] }
  const amounts = Object.entries({ ...sums, ...none }).map(([name, values]) => [name, Float64Array.from(values)])
  const cube = cubeOf({
    labels,
    columns: { ...codes, ...(Object.fromEntries(amounts) as Record<string, Float64Array<ArrayBuffer>>) },
  })

  it('says what live paid more in bps of their notional, a loss as a cost', () => {
    // 15 lost of 150,000 is 1 bp; the wrong sign would make the simulated fills better than live's.
    expect(scenarioOfSlice(cube, {}, 'slippage')?.edit).toBe('baseline,base_bps+1,adverse_bps+1')
    expect(scenarioOfSlice(cube, {}, 'fees')?.edit).toBe('baseline,maker_fee_bps+0.5,taker_fee_bps+0.5')
  })

  it('follows the filter', () => {
    // Only the first row: 30 of 100,000 is 3 bps.
    expect(scenarioOfSlice(cube, { symbol: ['a'] }, 'slippage')?.edit).toBe('baseline,base_bps+3,adverse_bps+3')
  })

  it('takes live’s own latency for timing, and has nothing for what execution does not make', () => {
    expect(scenarioOfSlice(cube, {}, 'timing')?.edit).toBe('live-latency')
    expect(scenarioOfSlice(cube, {}, 'alpha')).toBeNull()
    expect(scenarioOfSlice(cube, { symbol: ['none'] }, 'slippage')).toBeNull()
  })
})

function noNegativeZero() {
  return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))
}
