import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { DEFAULT_CANARY_SETTINGS as settings } from '#domain/canary/settings.ts'
import { decide, ROLLBACK_RULES, type RollbackRule, type TickFacts } from '#domain/canary/state-machine.ts'
import { CANARY_STATES, VERDICTS, type CanaryState, type Gate, type Verdict } from '#shared/canary.ts'

const gate = (verdict: Verdict, name = 'trades'): Gate => ({
  gate: name,
  verdict,
  value: 1,
  limit: 1,
  margin: 0,
  n: 1,
  reason: `${name} ${verdict}`,
  source: 'orders',
})
const facts = (changes: Partial<TickFacts> = {}): TickFacts => ({
  stagingStarted: true,
  productionStarted: true,
  aborted: false,
  promotedByHand: false,
  rollback: {},
  hold: null,
  coveredHours: 50,
  evaluations: 10,
  gates: [gate('pass')],
  ...changes,
})
const anyFacts: fc.Arbitrary<TickFacts> = fc.record({
  stagingStarted: fc.boolean(),
  productionStarted: fc.boolean(),
  aborted: fc.boolean(),
  promotedByHand: fc.boolean(),
  rollback: fc
    .oneof({ weight: 3, arbitrary: fc.constant<RollbackRule[]>([]) }, fc.subarray([...ROLLBACK_RULES]))
    .map((rules) => Object.fromEntries(rules.map((rule) => [rule, rule]))),
  hold: fc.constantFrom(null, null, 'telemetry lost'),
  coveredHours: fc.constantFrom(0, 47.9, 48, 71.9, 72, 168, 400),
  evaluations: fc.constantFrom(0, 5),
  gates: fc.array(
    fc.constantFrom<Verdict>('pass', 'pass', 'pass', ...VERDICTS).map((verdict) => gate(verdict)),
    { maxLength: 3 },
  ),
})
const anyState = fc.constantFrom(...CANARY_STATES)

describe('precedence at one tick: the first that applies wins', () => {
  const everything = facts({
    aborted: true,
    rollback: Object.fromEntries(ROLLBACK_RULES.map((rule) => [rule, rule])),
    hold: 'lost',
    coveredHours: 1,
    gates: [gate('fail')],
  })

  it('is abort, then health, risk, critical level, failed evaluations, regression', () => {
    expect(decide('PROD_CANARY', everything, settings).binding).toBe('abort')
    const order: RollbackRule[] = []
    let rollback = { ...everything.rollback }
    while (Object.keys(rollback).length > 0) {
      const { binding, state } = decide('PROD_CANARY', { ...everything, aborted: false, rollback }, settings)
      expect(state).toBe('ROLLED_BACK')
      order.push(binding as RollbackRule)
      rollback = Object.fromEntries(Object.entries(rollback).filter(([rule]) => rule !== binding))
    }
    expect(order).toEqual(['health-critical', 'risk-budget', 'slo-critical', 'failed-evaluations', 'regression'])
  })

  it('then is the data hold, minimum time, evaluations, gates, promotion', () => {
    const steps = [
      decide('PROD_CANARY', { ...everything, aborted: false, rollback: {} }, settings),
      decide('PROD_CANARY', facts({ coveredHours: 10, gates: [gate('fail')] }), settings),
      decide('PROD_CANARY', facts({ evaluations: 0, gates: [gate('fail')] }), settings),
      decide(
        'PROD_CANARY',
        facts({ gates: [gate('pass'), gate('pending', 'slo:uptime'), gate('fail', 'incidents')] }),
        settings,
      ),
      decide('PROD_CANARY', facts(), settings),
      decide('PROD_READY', facts({ coveredHours: 72 }), settings),
    ]
    expect(steps.map(({ binding }) => binding)).toEqual([
      'telemetry',
      'minimum-time',
      'evaluations',
      'incidents',
      'promotion',
      'promotion',
    ])
    expect(steps.map(({ state }) => state)).toEqual([
      'PROD_CANARY',
      'PROD_CANARY',
      'PROD_CANARY',
      'PROD_CANARY',
      'PROD_READY',
      'FULL',
    ])
  })

  it('does not expire while telemetry is missing, only holds', () => {
    expect(
      decide('PROD_CANARY', facts({ coveredHours: 80, hold: 'telemetry lost', gates: [gate('fail')] }), settings).state,
    ).toBe('PROD_CANARY')
  })
})

describe('whatever the facts', () => {
  it('a latched state is never left', () => {
    fc.assert(
      fc.property(fc.constantFrom<CanaryState>('ROLLED_BACK', 'ABORTED', 'FULL'), anyFacts, (state, some) => {
        expect(decide(state, some, settings).state).toBe(state)
      }),
    )
  })

  it('nothing is promoted by itself, ready, or passed in staging unless data arrives, evaluations happened and every gate passes', () => {
    fc.assert(
      fc.property(anyState, anyFacts, (state, some) => {
        const next = decide(state, some, settings)
        const advanced =
          next.state !== state &&
          (next.state === 'PROD_READY' ||
            next.state === 'STAGING_PASSED' ||
            (next.state === 'FULL' && next.binding !== 'by-hand'))
        if (!advanced) return
        expect(some.hold).toBeNull()
        expect(some.evaluations).toBeGreaterThan(0)
        expect(some.gates.length).toBeGreaterThan(0)
        expect(some.gates.every(({ verdict }) => verdict === 'pass')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('missing data alone never rolls back', () => {
    fc.assert(
      fc.property(anyState, anyFacts, (state, some) => {
        const next = decide(state, { ...some, rollback: {}, hold: 'telemetry lost' }, settings)
        if (state !== 'ROLLED_BACK') expect(next.state).not.toBe('ROLLED_BACK')
      }),
    )
  })

  it('every decision says what binds and why', () => {
    fc.assert(
      fc.property(anyState, anyFacts, (state, some) => {
        const { binding, reason } = decide(state, some, settings)
        expect(binding).not.toBe('')
        expect(reason).not.toBe('')
      }),
    )
  })

  it('every state can be reached', () => {
    const reached = new Set<CanaryState>(['NOT_STARTED'])
    fc.assert(
      fc.property(anyState, anyFacts, (state, some) => {
        reached.add(decide(state, some, settings).state)
      }),
      { numRuns: 3000, seed: 1 },
    )
    expect([...reached].sort()).toEqual([...CANARY_STATES].sort())
  })
})
