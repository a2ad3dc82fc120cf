import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { addToMean, asymptoticConfidenceSequence, EMPTY_MEAN } from '#domain/stats/confidence-sequence.ts'
import { differenceConfidenceSequence, logBetaBinomialMixture, logDifferenceEProcess } from '#domain/stats/e-process.ts'

describe('the beta-binomial e-process', () => {
  it('has expectation one under the rate it is against, so it is a fair bet at every look', () => {
    // E M = sum over s of C(n,s) p^s q^(n-s) * B(a+s,b+f)/B(a,b) / (p^s q^(n-s)) = 1, whatever p; n = 12.
    let expectation = 0
    const rate = 0.93
    let binomial = rate ** 12
    const chance = [binomial]
    for (let failures = 1; failures <= 12; failures++) {
      binomial *= ((12 - failures + 1) / failures) * ((1 - rate) / rate)
      chance.push(binomial)
    }
    chance.forEach((p, failures) => {
      expectation += p * Math.exp(logBetaBinomialMixture({ successes: 12 - failures, failures }, rate))
    })
    expect(expectation).toBeCloseTo(1, 10)
  })

  it('takes the least over all pairs of rates that differ by the null difference', () => {
    const [first, second] = [
      { successes: 60, failures: 40 },
      { successes: 95, failures: 5 },
    ]
    let least = Infinity
    for (let q = 0.0005; q < 1; q += 0.0005)
      least = Math.min(least, logBetaBinomialMixture(first, q) + logBetaBinomialMixture(second, q))
    expect(logDifferenceEProcess(first, second, 0)).toBeCloseTo(least, 3)
    expect(logDifferenceEProcess(first, second, 0)).toBeGreaterThan(Math.log(20))
  })

  it('gives an interval that holds the observed difference and shrinks with more of the same', () => {
    const count = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const at = (k: number) =>
          differenceConfidenceSequence(
            { successes: k * a, failures: k * b },
            { successes: k * c, failures: k * d },
            0.05,
          )
        const [low, high] = at(1)
        expect(low).toBeLessThanOrEqual(high)
        if (a + b > 5 && c + d > 5) expect(at(20)[1] - at(20)[0]).toBeLessThan(high - low)
      }),
      { numRuns: 40 },
    )
    expect(differenceConfidenceSequence({ successes: 0, failures: 0 }, { successes: 0, failures: 0 }, 0.05)).toEqual([
      -1, 1,
    ])
  })
})

describe('the asymptotic confidence sequence', () => {
  it('has the width of its formula', () => {
    // values 1, 3: mean 2, sd sqrt 2; alpha .05, rho^2 at 50 = (5.99146 + log 6.99146) / 50 = 0.1587204.
    const running = [1, 3].reduce(addToMean, EMPTY_MEAN)
    const rho2 = (-2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05))) / 50
    const half = Math.SQRT2 * Math.sqrt(((2 * (2 * rho2 + 1)) / (4 * rho2)) * Math.log(Math.sqrt(2 * rho2 + 1) / 0.05))
    const [low, high] = asymptoticConfidenceSequence(running, 0.05, 50) ?? [NaN, NaN]
    expect(rho2).toBeCloseTo(0.15872, 4)
    expect(low).toBeCloseTo(2 - half, 12)
    expect(high).toBeCloseTo(2 + half, 12)
  })

  it('is wider than the fixed-sample interval it must outlive', () => {
    const running = Array.from({ length: 50 }, (_, i) => Math.sin(i * 7)).reduce(addToMean, EMPTY_MEAN)
    const fixed = 1.96 * Math.sqrt(running.squares / 49 / 50)
    const [low, high] = asymptoticConfidenceSequence(running, 0.05, 50) ?? [NaN, NaN]
    expect((high - low) / 2).toBeGreaterThan(fixed)
    expect((high - low) / 2).toBeLessThan(2 * fixed)
    expect(asymptoticConfidenceSequence(EMPTY_MEAN, 0.05, 50)).toBeNull()
  })
})
