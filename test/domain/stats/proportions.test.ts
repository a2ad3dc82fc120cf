import { describe, expect, it } from 'vitest'
import { clopperPearsonLower, clopperPearsonUpper } from '#domain/stats/clopper-pearson.ts'
import { waitForEvents } from '#domain/stats/waiting-time.ts'
import { wilsonInterval } from '#domain/stats/wilson.ts'

describe('intervals of a proportion', () => {
  it('gives the Wilson interval of 81 of 263 as Newcombe (1998) table I, method 3, prints it', () => {
    const [low, high] = wilsonInterval(81, 263) ?? [NaN, NaN]
    expect(low).toBeCloseTo(0.2553, 4)
    expect(high).toBeCloseTo(0.3662, 4)
  })

  it('keeps the Wilson interval inside 0 to 1 where the Wald interval leaves it', () => {
    // Newcombe (1998) table I: 0 of 20 gives 0 to 0.1611; Wald gives 0 to 0.
    const [low, high] = wilsonInterval(0, 20) ?? [NaN, NaN]
    expect(low).toBe(0)
    expect(high).toBeCloseTo(0.1611, 4)
    expect(wilsonInterval(0, 0)).toBeNull()
  })

  it('says that 95 of 100 proves only 89.8 % one-sided', () => {
    expect(clopperPearsonLower(95, 100)).toBeCloseTo(0.8977466, 6)
  })

  it('gives the rule of three at its exact form: none of n in 0 .. 1 - 0.05^(1/n)', () => {
    expect(clopperPearsonUpper(0, 100)).toBeCloseTo(1 - 0.05 ** 0.01, 8)
    expect(clopperPearsonLower(0, 100)).toBe(0)
    expect(clopperPearsonLower(0, 0)).toBeNull()
  })
})

describe('waiting for events', () => {
  it('gives the Gamma quantiles of 38 more trades at one an hour', () => {
    // R 4: qgamma(c(.1, .5, .9), 38, 1) = 30.345 37.667 46.083
    const wait = waitForEvents(38, 62, 62)
    expect(wait?.p10).toBeCloseTo(30.3449, 3)
    expect(wait?.p50).toBeCloseTo(37.6672, 3)
    expect(wait?.p90).toBeCloseTo(46.0831, 3)
  })

  it('waits no time for nothing and has no answer without a rate', () => {
    expect(waitForEvents(0, 0, 0)).toEqual({ p10: 0, p50: 0, p90: 0 })
    expect(waitForEvents(5, 0, 12)).toBeNull()
  })
})
