import { describe, expect, it } from 'vitest'
import {
  bootstrapIntervalBps,
  breachProbability,
  departsFromGaussian,
  gaussianIntervalBps,
} from '#domain/parity/interval.ts'
import { normalQuantile } from '#domain/stats/normal.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'

function gaussianReturns(count: number, seed: number, drift = 0): number[] {
  const random = createRandomSource(seed)
  return Array.from({ length: count }, () => drift + 1e-4 * normalQuantile(Math.max(random(), 1e-12)))
}

describe('interval', () => {
  it('gives 15.2 to 29.2 bps for a TE of 20 bps over 20 days', () => {
    // 20 * sqrt(19 / 32.852327) = 15.2098, 20 * sqrt(19 / 8.906516) = 29.2114. Swapped quantiles would put the low end on top.
    const [low, high] = gaussianIntervalBps('te_bps', 20, 20) ?? [NaN, NaN]
    expect(low).toBeCloseTo(15.2098, 4)
    expect(high).toBeCloseTo(29.2114, 4)
  })

  it('uses N degrees of freedom for the rms', () => {
    // 20 * sqrt(20 / 34.169607) = 15.3012, 20 * sqrt(20 / 9.590777) = 28.8814.
    const [low, high] = gaussianIntervalBps('te_rms_bps', 20, 20) ?? [NaN, NaN]
    expect(low).toBeCloseTo(15.3012, 4)
    expect(high).toBeCloseTo(28.8814, 4)
  })

  it('covers the true measure in about 95 of 100 windows', () => {
    const truth = Math.sqrt(365) // daily sd of 1 bp
    let covered = 0
    for (let window = 0; window < 400; window++) {
      const rms = trackingErrorRmsBps(gaussianReturns(20, 1000 + window), 365) ?? NaN
      const [low, high] = gaussianIntervalBps('te_rms_bps', rms, 20) ?? [NaN, NaN]
      if (low <= truth && truth <= high) covered += 1
    }
    // Binomial(400, .95): 380 with a standard deviation of 4.4.
    expect(covered).toBeGreaterThan(365)
    expect(covered).toBeLessThan(395)
  })

  it('puts the chance of a breach where the interval ends', () => {
    // The low end of a 95 % interval equal to the target leaves 97.5 % above it.
    const [low, high] = gaussianIntervalBps('te_bps', 20, 20) ?? [NaN, NaN]
    expect(breachProbability('te_bps', 20, low, 20)).toBeCloseTo(0.975, 9)
    expect(breachProbability('te_bps', 20, high, 20)).toBeCloseTo(0.025, 9)
    expect(breachProbability('te_bps', 0, 20, 20)).toBe(0)
  })

  it('has no value below two days or for a target of 0', () => {
    expect(gaussianIntervalBps('te_rms_bps', 20, 1)).toBeNull()
    expect(breachProbability('te_rms_bps', 20, 20, 1)).toBeNull()
    expect(breachProbability('te_rms_bps', 20, 0, 20)).toBeNull()
  })
})

describe('bootstrap interval', () => {
  it('stands aside for well-behaved returns', () => {
    const calm = gaussianReturns(60, 5)
    expect(departsFromGaussian(calm)).toBe(false)
    expect(bootstrapIntervalBps('te_rms_bps', calm, 365, 1)).toBeNull()
  })

  it('appears for drift, for a fat tail and for persistence', () => {
    const calm = gaussianReturns(60, 5)
    const drifting = calm.map((value) => value + 1e-4)
    const fatTailed = [...calm, 12e-4]
    const persistent = Array.from({ length: 60 }, (_, day) => Math.sin(day / 8) * 1e-4)
    for (const returns of [drifting, fatTailed, persistent]) {
      expect(departsFromGaussian(returns)).toBe(true)
      const [low, high] = bootstrapIntervalBps('te_rms_bps', returns, 365, 1) ?? [NaN, NaN]
      const rms = trackingErrorRmsBps(returns, 365) ?? NaN
      expect(low).toBeLessThan(rms)
      expect(high).toBeGreaterThan(rms)
    }
  })

  it('is the same for the same seed', () => {
    const returns = gaussianReturns(30, 5, 1e-4)
    const first = bootstrapIntervalBps('te_bps', returns, 365, 42)
    expect(first).not.toBeNull()
    expect(bootstrapIntervalBps('te_bps', returns, 365, 42)).toEqual(first)
    expect(bootstrapIntervalBps('te_bps', returns, 365, 43)).not.toEqual(first)
  })

  it('has nothing to resample below four days', () => {
    expect(bootstrapIntervalBps('te_rms_bps', [1e-4, 2e-4, 3e-4], 365, 1)).toBeNull()
  })
})
