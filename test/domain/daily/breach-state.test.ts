import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  advanceBreach,
  isAlert,
  missedDays,
  NO_BREACH,
  replayBreaches,
  type DayVerdict,
} from '#domain/daily/breach-state.ts'
import { ACTIONS, BANDS } from '#shared/review.ts'

const verdict = (day: number, band: DayVerdict['band'], action: DayVerdict['action'], streak = 0): DayVerdict => ({
  day: `2026-03-${String(day).padStart(2, '0')}`,
  band,
  action,
  streak,
})
const transitions = (...verdicts: DayVerdict[]) => replayBreaches(verdicts).transitions

describe('the state of breaches', () => {
  it('opens, continues, escalates, eases and recovers, one alert a day', () => {
    const days = [
      verdict(1, 'good', 'continue'),
      verdict(2, 'warning', 'reduce-size', 1),
      verdict(3, 'warning', 'reduce-size', 2),
      verdict(4, 'warning', 'disable-entries', 3),
      verdict(5, 'emergency', 'emergency-stop', 4),
      verdict(6, 'warning', 'disable-entries', 4),
      verdict(7, 'good', 'continue'),
      verdict(8, 'good', 'continue'),
    ]
    expect(transitions(...days)).toEqual([
      'quiet',
      'opened',
      'continues',
      'escalated',
      'escalated',
      'eased',
      'recovered',
      'quiet',
    ])
    expect(transitions(...days).filter(isAlert)).toHaveLength(6)
    expect(replayBreaches(days.slice(0, 6)).state).toMatchObject({ openSince: '2026-03-02', action: 'disable-entries' })
    expect(replayBreaches(days).state.openSince).toBeNull()
  })

  it('judges a day once, however often the job runs', () => {
    const { state } = advanceBreach(NO_BREACH, verdict(2, 'warning', 'reduce-size', 1))
    const again = advanceBreach(state, verdict(2, 'warning', 'reduce-size', 1))
    expect(again).toEqual({ state, transition: 'already-judged' })
    expect(isAlert(again.transition)).toBe(false)
  })

  it('is neither opened nor ended by a day that could not be judged', () => {
    expect(
      transitions(
        verdict(1, null, null),
        verdict(2, 'critical', 'disable-entries', 1),
        verdict(3, null, null),
        verdict(4, 'critical', 'disable-entries', 2),
      ),
    ).toEqual(['unknown', 'opened', 'unknown', 'continues'])
  })

  it('gives the same state day by day as all at once, in any order', () => {
    const day = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      band: fc.constantFrom(...BANDS, null),
      action: fc.constantFrom(...ACTIONS),
    })
    fc.assert(
      fc.property(fc.uniqueArray(day, { selector: ({ day: number }) => number, maxLength: 15 }), (some) => {
        const verdicts = some.map(({ day: number, band, action }) =>
          verdict(number, band, band === null ? null : action),
        )
        let state = NO_BREACH
        for (const one of [...verdicts].sort((a, b) => a.day.localeCompare(b.day)))
          state = advanceBreach(advanceBreach(state, one).state, one).state
        expect(replayBreaches(verdicts).state).toEqual(state)
      }),
    )
  })

  it('catches up the days it missed, oldest first, and none twice', () => {
    expect(missedDays('2026-03-02', ['2026-03-04', '2026-03-01', '2026-03-03', '2026-03-09'], '2026-03-05')).toEqual([
      '2026-03-03',
      '2026-03-04',
    ])
    expect(missedDays(null, ['2026-03-01'], '2026-03-05')).toEqual(['2026-03-01'])
  })
})
