import { describe, expect, it } from 'vitest'
import {
  actionOf,
  advanceStreak,
  bandOf,
  defaultEscalation,
  escalate,
  NO_STREAK,
  type StreakState,
} from '#domain/parity/band.ts'
import type { Action, Band } from '#shared/review.ts'

const EDGES = [10, 20, 50, 100]
const SETTINGS = { escalation: defaultEscalation(3), reEnableAfter: 3 }

/** Runs (band, own band) days through the streak and returns [streak, action] of each. */
function run(days: readonly (readonly [Band, Band])[]): [number, Action][] {
  let state: StreakState = NO_STREAK
  return days.map(([band, dayBand]) => {
    const after = advanceStreak(state, { band, dayBand }, SETTINGS)
    state = after.state
    return [state.streak, after.action]
  })
}

describe('bands', () => {
  it('put a value on an edge in the worse band', () => {
    // A band test with > instead of >= would call 20 bps good.
    const values: [number, Band][] = [
      [0, 'excellent'],
      [9.999, 'excellent'],
      [10, 'good'],
      [20, 'warning'],
      [49.999, 'warning'],
      [50, 'critical'],
      [100, 'emergency'],
      [5000, 'emergency'],
    ]
    for (const [value, band] of values) expect(bandOf(value, EDGES)).toBe(band)
  })

  it('follow the strategy’s own edges and refuse a list of the wrong length', () => {
    expect(bandOf(20, [25, 50, 100, 200])).toBe('excellent')
    expect(() => bandOf(20, [10, 20])).toThrow('four edges')
  })

  it('ask for one action each', () => {
    expect(actionOf('excellent')).toBe('continue')
    expect(actionOf('good')).toBe('continue')
    expect(actionOf('warning')).toBe('reduce-size')
    expect(actionOf('critical')).toBe('disable-entries')
    expect(actionOf('emergency')).toBe('emergency-stop')
  })
})

describe('escalation', () => {
  it('lifts a third warning to critical and never lowers an emergency', () => {
    expect(escalate('warning', 2, defaultEscalation())).toBe('warning')
    expect(escalate('warning', 3, defaultEscalation())).toBe('critical')
    expect(escalate('emergency', 9, defaultEscalation())).toBe('emergency')
    expect(escalate('good', 9, defaultEscalation())).toBe('good')
  })

  it('takes the worst of several rules', () => {
    const rules = [...defaultEscalation(), { from: 'critical', streak: 5, actsAs: 'emergency' }] as const
    expect(escalate('critical', 5, rules)).toBe('emergency')
    expect(escalate('warning', 5, rules)).toBe('critical')
  })
})

describe('streak', () => {
  it('does not turn one bad day into twenty: quiet days inside a bad window leave it', () => {
    const quiet = Array.from({ length: 5 }, () => ['warning', 'good'] as const)
    const result = run([['warning', 'emergency'], ...quiet])
    expect(result.map(([streak]) => streak)).toEqual([1, 1, 1, 1, 1, 1])
    expect(result.at(-1)).toEqual([1, 'reduce-size'])
  })

  it('does not grow on a bad day inside a good window, and a good band resets it', () => {
    const result = run([
      ['warning', 'warning'],
      ['warning', 'critical'],
      ['good', 'warning'],
      ['warning', 'warning'],
    ])
    expect(result.map(([streak]) => streak)).toEqual([1, 2, 0, 1])
  })

  it('acts as critical on the third bad day', () => {
    const bad = ['warning', 'warning'] as const
    expect(run([bad, bad, bad, ['warning', 'good']]).map(([, action]) => action)).toEqual([
      'reduce-size',
      'reduce-size',
      'disable-entries',
      'disable-entries',
    ])
  })

  it('recommends re-enabling once, after three good days following a stop', () => {
    const good = ['good', 'excellent'] as const
    const actions = run([['emergency', 'emergency'], good, good, good, good]).map(([, action]) => action)
    expect(actions).toEqual(['emergency-stop', 'continue', 'continue', 're-enable', 'continue'])
  })

  it('counts good days anew after a relapse and never recommends re-enabling what was not stopped', () => {
    const good = ['good', 'excellent'] as const
    const relapse = run([['critical', 'critical'], good, good, ['warning', 'warning'], good, good, good])
    expect(relapse.map(([, action]) => action)).toEqual([
      'disable-entries',
      'continue',
      'continue',
      'reduce-size',
      'continue',
      'continue',
      're-enable',
    ])
    expect(run([['warning', 'warning'], good, good, good]).map(([, action]) => action)).not.toContain('re-enable')
  })
})
