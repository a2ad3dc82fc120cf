import { describe, expect, it } from 'vitest'
import { daySimulation } from '#domain/daily/day-simulation.ts'
import { metricsText } from '#domain/daily/metrics-text.ts'
import { buildActionDocument } from '#domain/daily/action-document.ts'
import { CAUSES, type Cause } from '#shared/review.ts'
import type { AgainstLive, SimulateDocument } from '#shared/simulate/document.ts'
import { parseScenario, type ScenarioParams } from '#shared/simulate/scenario.ts'
import { reviewDay, reviewOf } from './build.ts'

const attribution = {
  ...(Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>),
  slippage: -4,
  residual: 0,
}

const left: AgainstLive = {
  limit_bps: 20,
  draws: 200,
  te_rms_bps: 12.5,
  td_bps: null,
  active_pnl: -4,
  attribution,
  days_over_limit: 0,
  days: [{ day: '2026-03-04', active_pnl: -4, te_day_bps: 7.6, attribution }],
  sentence: 'With "as-live" live is -4 USDT against the simulation.',
}

const scenarioOf = (name: string, params: Partial<ScenarioParams>) => ({
  ...parseScenario({ name, params }),
  against_live: name === 'as-live' ? left : null,
})

const stored = (own: Partial<ScenarioParams>, live: Partial<ScenarioParams>) => ({
  scenario: 'as-live',
  origin: 'Fitted to 40 live orders.',
  reason: null,
  document: {
    scenarios: [scenarioOf('baseline', own), scenarioOf('as-live', live)],
  } as unknown as SimulateDocument,
})

describe('what the simulator should have assumed', () => {
  it('is the parameters that differ, numbers that print alike left out', () => {
    const schedule = {
      ...{ currency: 'USDT', window_days: 30, per_fill: 0, per_unit: 0, minimum: null, maximum_bps: null },
      tiers: [{ from: 0, maker_bps: 2, taker_bps: 5 }],
    }
    const own: Partial<ScenarioParams> = { base_bps: 0, noise_bps: 1, p_maker: 0.6 }
    // 0.6 + 1e-9 prints as 0.600000: a rounding of the fit is no other assumption.
    const live: Partial<ScenarioParams> = { base_bps: 2.5, noise_bps: 1, p_maker: 0.6 + 1e-9, fee_schedule: schedule }
    expect(daySimulation(stored(own, live)).assumptions).toEqual([
      { name: 'base_bps', unit: 'bps', backtest: 0, scenario: 2.5 },
      { name: 'fee_schedule', unit: '', backtest: 'none', scenario: 'maker/taker bps 2/5' },
    ])
  })

  it('is nothing but the reason where it could not be simulated', () => {
    const simulation = daySimulation({ scenario: 'as-live', document: null, origin: null, reason: 'No live order.' })
    expect(simulation).toMatchObject({ reason: 'No live order.', assumptions: [], left: null, baseline: null })
  })

  it('is in the metrics what is left, and what is not known is absent', () => {
    const review = {
      ...reviewOf(reviewDay('2026-03-04', 'good', 'continue', 0)),
      simulation: daySimulation(stored({}, {})),
    }
    const action = buildActionDocument({ review, day: '2026-03-04', escalation: [], reviewPath: null })!
    const text = metricsText({ review, action, slo: null, canary: null })
    expect(text).toContain(
      'parity_scenario_tracking_error_bps{strategy="mo\\"mentum",scenario="as-live",measure="te_rms"} 12.5\n',
    )
    expect(text).not.toContain('parity_scenario_tracking_difference_bps')
    expect(text).toMatch(/parity_scenario_attribution_money\{[^}]*cause="slippage"\} -4\n/)
  })
})
