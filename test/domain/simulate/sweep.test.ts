import { describe, expect, it } from 'vitest'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { runSweep } from '#domain/simulate/run-sweep.ts'
import { axisAround, gridPoints, latinHypercubePoints, orderTornado, tornadoPairs } from '#domain/simulate/sweep.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const BASE = parseScenario({ name: 'base', draws: 10 })
const ORDERS = generateOrders({ days: 3, perDay: 60 })

describe('a sweep', () => {
  it('takes every combination of a grid, the last axis fastest, ends included', () => {
    const points = gridPoints(BASE, [
      { name: 'base_bps', low: 0, high: 2, steps: 3 },
      { name: 'rho', low: 0, high: 0.9, steps: 2 },
    ])
    expect(points.map(({ values }) => [values.base_bps, values.rho])).toEqual([
      [0, 0],
      [0, 0.9],
      [1, 0],
      [1, 0.9],
      [2, 0],
      [2, 0.9],
    ])
    expect(points[3]!.scenario.params).toMatchObject({ base_bps: 1, rho: 0.9, w_spread: 1 })
  })

  it('uses each stratum of a Latin hypercube once, the same for a seed', () => {
    const axes = [
      { name: 'base_bps', low: 0, high: 10 },
      { name: 'rho', low: 0, high: 0.5 },
    ] as const
    const points = latinHypercubePoints(BASE, axes, 20, 3)
    for (const { name, high } of axes)
      expect(points.map(({ values }) => Math.floor((values[name]! / high) * 20)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, k) => k),
      )
    expect(latinHypercubePoints(BASE, axes, 20, 3)).toEqual(points)
    expect(latinHypercubePoints(BASE, axes, 20, 4)).not.toEqual(points)
  })

  it('simulates again only where it must, and recombined rows equal simulated ones', async () => {
    const points = gridPoints(BASE, [
      { name: 'rho', low: 0, high: 0.9, steps: 2 },
      { name: 'base_bps', low: 1, high: 4, steps: 4 },
    ])
    let simulations = 0
    const simulate = (scenario: Scenario) => {
      simulations++
      const prepared = prepareScenario({ orders: ORDERS }, scenario)
      return Promise.resolve({ prepared, sums: runScenario(prepared) })
    }
    const rows = await runSweep(points, simulate, null)
    expect(simulations).toBe(2)
    const alone = await runSweep([points[6]!], simulate, null)
    expect(rows[6]!.figures.cost_bps!.mean).toBeCloseTo(alone[0]!.figures.cost_bps!.mean, 10)
    expect(rows[3]!.figures.cost_bps!.mean).toBeGreaterThan(rows[0]!.figures.cost_bps!.mean)
    expect(rows[0]!.figures.te_rms_bps).toBeNull()
  })

  it('varies one parameter at a time in a tornado, and puts the widest bar first', () => {
    const pairs = tornadoPairs(BASE, [
      axisAround(BASE, 'impact_y'),
      axisAround(BASE, 'rho', 0.5),
      axisAround(BASE, 'p_maker', 0.75),
    ])
    expect(pairs.map(({ low, high }) => [low.values, high.values])).toEqual([
      [{ impact_y: 0.4 }, { impact_y: 1.2000000000000002 }],
      [{ rho: 0 }, { rho: 0.5 }],
      [{ p_maker: 0.15 }, { p_maker: 1 }],
    ])
    expect(pairs[0]!.low.scenario.params.rho).toBe(0)
    const bar = (name: 'rho' | 'impact_y' | 'p_maker', low: number | null, high: number | null) => ({
      name,
      low: { value: 0, measure: low },
      high: { value: 1, measure: high },
    })
    expect(
      orderTornado([bar('rho', 5, null), bar('impact_y', 5, 4), bar('p_maker', 2, 5)]).map(({ name }) => name),
    ).toEqual(['p_maker', 'impact_y', 'rho'])
  })

  it('refuses a sweep that cannot be run, in a sentence', () => {
    expect(() => gridPoints(BASE, [])).toThrow('varies nothing')
    expect(() => gridPoints(BASE, [{ name: 'rho', low: 0, high: 2, steps: 3 }])).toThrow(
      'rho is 1, outside 0 to 0.95 load',
    )
    expect(() => gridPoints(BASE, [{ name: 'rho', low: 0.5, high: 0, steps: 3 }])).toThrow('Give the lower value first')
    expect(() =>
      gridPoints(BASE, [
        { name: 'rho', low: 0, high: 0.5, steps: 101 },
        { name: 'base_bps', low: 0, high: 1, steps: 100 },
      ]),
    ).toThrow('10100 points')
    expect(() =>
      latinHypercubePoints(
        BASE,
        [
          { name: 'rho', low: 0, high: 0.5 },
          { name: 'rho', low: 0, high: 0.5 },
        ],
        4,
        1,
      ),
    ).toThrow('rho twice')
  })
})
