import { describe, expect, it } from 'vitest'
import type { CanaryDocument, CanaryLogEntry, Evidence, Gate } from '#shared/canary.ts'
import { decisionChanges, judgedAt } from '#domain/canary/decision-changes.ts'
import { checksOf, checkText } from '#domain/report/canary-checks.ts'
import { computedLines } from '../../src/renderer/features/canary/computed.ts'
import { inMargins } from '../../src/renderer/features/canary/margins.ts'
import { stagesOf } from '../../src/renderer/features/canary/stages.ts'

const gate = (name: string, verdict: Gate['verdict'], more: Partial<Gate> = {}): Gate => ({
  gate: name,
  verdict,
  value: 1,
  limit: 1,
  margin: 0,
  n: 1,
  reason: 'because',
  source: 'orders',
  ...more,
})

const evidence = (metric: string, more: Partial<Evidence> = {}): Evidence => ({
  metric,
  unit: 'bps',
  margin: 1,
  worse_when: 'higher',
  canary_n: 31,
  control_n: 31,
  paired_slots: 30,
  difference: 4.5,
  sequence: [4, 5],
  verdict: 'regression',
  reason: 'worse',
  fixed_look: null,
  slots: null,
  thin: null,
  ...more,
})

const tick = (t: string, state: CanaryLogEntry['state'], decision: CanaryLogEntry['decision']): CanaryLogEntry => ({
  t,
  state,
  decision,
  binding: 'minimum-time',
  reason: 'waiting',
  inputs: {
    covered_hours: 0,
    telemetry_age_min: 0,
    trades: 0,
    risk_used: null,
    failed_evaluations: 0,
    evaluations: 1,
    gates: {},
    triggers: [],
  },
})

const document = (more: Partial<CanaryDocument>) =>
  ({ gates: [], triggers: [], evidence: [], log: [], ...more }) as unknown as CanaryDocument

describe('the checks of a canary', () => {
  it('stand failures first: what fired, what regressed, what failed, what is not known, what waits, what passes', () => {
    const checks = checksOf(
      document({
        gates: [
          gate('risk', 'pass'),
          gate('health', 'insufficient'),
          gate('trades', 'pending'),
          gate('slo:ack', 'fail'),
        ],
        triggers: [{ trigger: 'regression', action: 'rollback', at: '2026-04-28T11:00:00Z', reason: 'worse' }],
        evidence: [evidence('slippage_bps')],
      }),
    )
    expect(checks.map(({ standing }) => standing)).toEqual([
      'fired',
      'regression',
      'fail',
      'insufficient',
      'pending',
      'pass',
    ])
    expect(checks.map(({ rule }) => rule)[2]).toBe('Alert to acknowledgement')
  })

  it('leave room in the direction that is worse: beyond the margin is negative on either side', () => {
    const [slippage, fill] = checksOf(
      document({
        evidence: [
          evidence('slippage_bps'),
          evidence('fill_ratio', { unit: 'fraction', margin: -0.02, worse_when: 'lower', difference: -0.05 }),
        ],
      }),
    )
    // 1 - 4.5 = -3.5 bps; -0.05 is 0.03 beyond a tolerated -0.02. Ignoring the side would call it +0.03.
    expect(slippage?.margin).toBeCloseTo(-3.5, 12)
    expect(fill?.margin).toBeCloseTo(-0.03, 12)
    expect(fill && checkText(fill, fill.margin)).toBe('−3.00 pp')
  })

  it('write each number in its own unit', () => {
    const checks = checksOf(
      document({
        gates: [
          gate('slo:uptime', 'pass', { value: 0.9975 }),
          gate('slo:ack', 'pass', { value: 12 }),
          gate('risk', 'pass', { value: 0.00086 }),
          gate('trades', 'pending', { value: 31 }),
        ],
      }),
    )
    const texts = Object.fromEntries(checks.map((check) => [check.key, checkText(check, check.value)]))
    expect(texts).toEqual({
      'gate:slo:uptime': '99.75 %',
      'gate:slo:ack': '12.0 min',
      'gate:risk': '0.09 %',
      'gate:trades': '31',
    })
  })

  it('are drawn in margins with worse to the right, whichever side is worse', () => {
    expect(inMargins(evidence('slippage_bps'))).toEqual({ metric: 'slippage_bps', value: 4.5, low: 4, high: 5 })
    // Lower is worse and -0.02 tolerated: -0.06 to -0.04 is 2 to 3 margins worse, ends in order.
    const lower = inMargins(evidence('fill_ratio', { margin: -0.02, difference: -0.05, sequence: [-0.06, -0.04] }))
    expect([lower?.low, lower?.value, lower?.high].map((value) => value?.toFixed(6))).toEqual([
      '2.000000',
      '2.500000',
      '3.000000',
    ])
    expect(inMargins(evidence('fee_bps', { sequence: null }))).toBeNull()
  })
})

describe('the way of a canary', () => {
  const log = [
    tick('2026-04-20T00:00:00Z', 'STAGING', 'HOLD'),
    tick('2026-04-20T00:05:00Z', 'STAGING', 'HOLD'),
    tick('2026-04-27T00:00:00Z', 'STAGING_PASSED', 'ADVANCE'),
    tick('2026-04-27T12:00:00Z', 'PROD_CANARY', 'HOLD'),
  ]

  it('marks what is done, where it is now and what is ahead', () => {
    expect(stagesOf({ state: 'PROD_CANARY', log }).map(({ place }) => place)).toEqual([
      'done',
      'done',
      'now',
      'ahead',
      'ahead',
    ])
  })

  it('shows a rollback at the step it had reached, never as an advance', () => {
    const stopped = stagesOf({
      state: 'ROLLED_BACK',
      log: [...log, tick('2026-04-28T11:00:00Z', 'ROLLED_BACK', 'ROLLBACK')],
    })
    expect(stopped.map(({ place }) => place)).toEqual(['done', 'done', 'stopped', 'ahead', 'ahead'])
    expect(stopped[2]?.started).toBe('2026-04-27T12:00:00Z')
  })

  it('is all ahead before it started', () => {
    expect(stagesOf({ state: 'NOT_STARTED', log: [] }).map(({ place }) => place)).toEqual(Array(5).fill('ahead'))
  })

  it('logs a decision once, when it changes', () => {
    expect(decisionChanges(log).map(({ t }) => t)).toEqual([
      '2026-04-20T00:00:00Z',
      '2026-04-27T00:00:00Z',
      '2026-04-27T12:00:00Z',
    ])
  })
})

describe('how a check is computed', () => {
  const linesOf = (gates: Gate[], metrics: Evidence[], key: string) => {
    const check = checksOf({ gates, triggers: [], evidence: metrics } as unknown as CanaryDocument).find(
      (one) => one.key === key,
    )!
    const found = metrics.find(({ metric }) => key === `metric:${metric}`) ?? null
    return new Map(computedLines(check, found).map(({ title, text }) => [title, text]))
  }

  it('shows a metric’s difference, how its interval holds, and the room left with its own numbers', () => {
    const lines = linesOf([], [evidence('slippage_bps')], 'metric:slippage_bps')
    expect(lines.get('Difference')).toContain('mean over 30 slots of 5 min in which both traded')
    expect(lines.get('Difference')).toContain('= +4.50 bps')
    // 5 % shared by five metrics.
    expect(lines.get('Interval')).toContain('at most 1.0 % however often')
    // Tolerated +1, seen +4.5: 3.5 beyond, with the sign of what is missing.
    expect(lines.get('Margin')).toBe('+1.00 bps − (+4.50 bps) = −3.50 bps')
  })

  it('takes the limit from the value where more is better', () => {
    const lines = linesOf([gate('trades', 'pending', { value: 31, limit: 100, margin: -69 })], [], 'gate:trades')
    expect(lines.get('Margin')).toBe('31 − (100) = −69')
  })

  it('counts orders where a metric is a share of them', () => {
    const metric = evidence('execution_success', {
      unit: 'fraction',
      difference: 0,
      margin: -0.01,
      worse_when: 'lower',
    })
    const lines = linesOf([], [metric], 'metric:execution_success')
    expect(lines.get('Difference')).toBe('share of 31 canary orders filled, less that of 31 control orders = 0.00 pp')
  })
})

describe('the instant gates are of', () => {
  const log = [
    tick('2026-04-27T12:00:00Z', 'PROD_CANARY', 'HOLD'),
    tick('2026-04-28T11:00:00Z', 'ROLLED_BACK', 'ROLLBACK'),
  ]

  it('is that of a final decision: an alert raised later is not in them', () => {
    expect(judgedAt({ state: 'ROLLED_BACK', as_of: '2026-05-01T00:00:00Z', log })).toBe('2026-04-28T11:00:00Z')
  })

  it('is the evaluation’s while nothing is final', () => {
    expect(judgedAt({ state: 'PROD_CANARY', as_of: '2026-04-28T00:00:00Z', log: log.slice(0, 1) })).toBe(
      '2026-04-28T00:00:00Z',
    )
  })
})
