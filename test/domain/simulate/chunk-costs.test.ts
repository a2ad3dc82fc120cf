import { expect, it } from 'vitest'
import { writeCosts } from '#domain/simulate/chunk-costs.ts'
import { prepareScenario } from '#domain/simulate/run-scenario.ts'
import { createScratch } from '#domain/simulate/scratch.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const two = {
  ...generateOrders({ days: 1, perDay: 2, symbols: 1, limitShare: 0, exits: false }),
  quantity: Float64Array.of(1, 9),
  spreadBps: Float64Array.of(1, 4),
  volatilityDaily: Float64Array.of(0.01, 0.02),
  adv: Float64Array.of(100, 900),
  depthQuantity: Float64Array.of(1, 6),
}

/** Cost bases of the second order alone: a chunk starts anywhere. */
function second(params: object) {
  const costs = createScratch()
  writeCosts(prepareScenario({ orders: two }, parseScenario({ name: 'x', params })).compiled.columns, 1, 1, costs)
  return [costs.halfSpread, costs.excessVolatility, costs.impact, costs.depth].map((column) => column[0])
}

it('costs follow from spread and volatility as factor and stress leave them, half the displayed depth included', () => {
  // Spread 4 * 2 * (1 + 1 * 0.5) = 12, half 6; sigma 0.02 * 1 * (1 + 1 * 0.5) = 0.03, its reference: no excess; impact 300 bps * sqrt(9 / 900)
  // = 30, volatility once; depth 9 / (6 / 2) - 1 = 2 spreads more = 24. A chunk read from its day's first order gives 3, -0.5, 15 and 6.
  const stress = { stress_level: 0.5, stress_spread: 1, stress_volatility: 1, sigma_ref: 0.03 }
  const [halfSpread, excess, impact, depth] = second({ ...stress, spread_factor: 2, depth_factor: 0.5 })
  expect(halfSpread).toBe(6)
  expect(excess).toBeCloseTo(0, 12)
  expect(impact).toBeCloseTo(30, 12)
  expect(depth).toBe(24)
})

it('an impact that is not per volatility is not multiplied by it', () => {
  // volume share: 0.1 * min(9 / 900, 0.025)^2 = 1e-5 = 0.1 bps, in calm and under stress.
  const model = { impact_model: 'volume-share', volume_share_impact: 0.1, volume_share_limit: 0.025 }
  expect(second(model)[2]).toBeCloseTo(0.1, 12)
  expect(second({ ...model, stress_level: 1 })[2]).toBeCloseTo(0.1, 12)
})
