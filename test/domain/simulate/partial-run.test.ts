import { describe, expect, it } from 'vitest'
import { cumulatedPnl } from '#domain/simulate/cumulated-pnl.ts'
import { SUM_COUNT, type DrawSums } from '#domain/simulate/draw-sums.ts'
import { partialRuns } from '#domain/simulate/partial-run.ts'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { summariseScenario } from '#domain/simulate/summary.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

describe('the fan of P&L', () => {
  it('adds the days of a draw before it orders the draws', () => {
    // Draw 1: +10, -10; draw 2: -10, +10. Each day spreads from -10 to 10, their sum is 0 in both: adding up percentiles
    // of days instead would give a fan from -20 to 20.
    const fan = cumulatedPnl(Float64Array.of(10, -10, -10, 10), { days: 2, draws: 2 })
    expect(fan[0]).toMatchObject({ mean: 0, p50: 0 })
    expect(fan[0]!.p95).toBeCloseTo(9, 12)
    expect(fan[1]).toEqual({ mean: 0, p5: 0, p50: 0, p95: 0, se: 0 })
  })

  it('ends where the total is', () => {
    const prepared = prepareScenario({ orders: generateOrders() }, parseScenario({ name: 'x', draws: 40 }))
    const { scenario, context } = prepared
    const dayNames = generateOrders().days
    const { days, total } = summariseScenario({
      ...{ scenario, dayNames, context, live: null },
      sums: runScenario(prepared),
    })
    for (const name of ['mean', 'p5', 'p50', 'p95'] as const)
      expect(days.at(-1)!.pnl_cumulated![name]).toBeCloseTo(total.pnl![name], 6)
    expect(days[0]!.pnl_cumulated).toEqual(days[0]!.pnl)
  })
})

describe('figures of a run that goes on', () => {
  const scenario = parseScenario({ name: 'x', draws: 100 })
  const prepared = prepareScenario({ orders: generateOrders() }, scenario)
  const sums = runScenario(prepared)
  const first = (draws: number): DrawSums => ({
    ...sums,
    draws,
    values: sums.values.subarray(0, draws * sums.days * SUM_COUNT),
  })

  it('are those of as many draws, and at the end those of the run', () => {
    const partialOf = partialRuns(scenario, prepared.context, null)
    const fewer = prepareScenario({ orders: generateOrders() }, { ...scenario, draws: 8 })
    const few = summariseScenario({ ...fewer, dayNames: [], sums: runScenario(fewer), live: null })
    const partial = partialOf(8, first(8))!
    expect(partial).toMatchObject({ name: 'x', done: 8, draws: 100 })
    expect(partial.figures.pnl).toEqual(few.total.pnl)
    expect(partial.figures.te_rms_bps).toBeNull()
    const whole = summariseScenario({ ...prepared, dayNames: [], sums, live: null })
    expect(partialOf(100, first(100))!.figures.cost_bps).toEqual(whole.total.cost_bps.total)
  })

  it('come again when a quarter more draws are in, and at the last', () => {
    const partialOf = partialRuns(scenario, prepared.context, null)
    const given = Array.from({ length: 100 }, (_, k) => k + 1).filter((done) => partialOf(done, first(done)) !== null)
    expect(given.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 7, 9, 12])
    expect(given.at(-1)).toBe(100)
    expect(given.length).toBeLessThan(22)
  })
})
