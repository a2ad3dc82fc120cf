import { describe, expect, it } from 'vitest'
import { mean, standardDeviation } from '#domain/stats/moments.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { stationaryBootstrap } from '#domain/stats/stationary-bootstrap.ts'

const take = (count: number, draw: () => number) => Array.from({ length: count }, draw)

describe('random source', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    expect(take(5, createRandomSource(7))).toEqual(take(5, createRandomSource(7)))
    expect(take(5, createRandomSource(7))).not.toEqual(take(5, createRandomSource(8)))
  })

  it('is uniform on [0, 1): 100,000 draws fill ten bins evenly', () => {
    // Chi-square with 9 degrees of freedom; 27.88 is exceeded by chance once in 1,000 seeds.
    const bins = new Array<number>(10).fill(0)
    for (const value of take(100_000, createRandomSource(1)))
      bins[Math.floor(value * 10)] = (bins[Math.floor(value * 10)] ?? 0) + 1
    const statistic = bins.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0)
    expect(statistic).toBeLessThan(27.88)
  })
})

describe('stationary bootstrap', () => {
  const values = Array.from({ length: 1000 }, (_, index) => index)

  it('draws every observation equally often, the last ones too', () => {
    // Blocks that stop at the end instead of wrapping would draw the first observations less often: mean above 499.5.
    const means = stationaryBootstrap({ values, statistic: mean, resamples: 2000, random: createRandomSource(3) })
    expect(mean(means)).toBeGreaterThan(497)
    expect(mean(means)).toBeLessThan(502)
  })

  it('has blocks of the mean length asked for', () => {
    // A step other than +1 (mod n) starts a block; n^(1/3) = 10 by default.
    const blockLength = (sample: readonly number[]) =>
      sample.length / (1 + sample.slice(1).filter((value, index) => value !== ((sample[index] ?? 0) + 1) % 1000).length)
    const input = { values, statistic: blockLength, resamples: 200 }
    expect(mean(stationaryBootstrap({ ...input, random: createRandomSource(4) }))).toBeCloseTo(10, 0)
    expect(mean(stationaryBootstrap({ ...input, meanBlock: 25, random: createRandomSource(4) }))).toBeGreaterThan(22)
  })

  it('reproduces the standard error of a mean of independent values', () => {
    // Uniform integers 0..1, n = 400: standard error sd / sqrt(400) = 0.5 / 20 = 0.025.
    const random = createRandomSource(11)
    const coins = take(400, () => (random() < 0.5 ? 0 : 1))
    const means = stationaryBootstrap({ values: coins, statistic: mean, resamples: 4000, random, meanBlock: 1 })
    expect(standardDeviation(means)).toBeCloseTo(0.025, 2)
  })

  it('leaves out samples without a statistic and refuses no observations', () => {
    const random = createRandomSource(1)
    expect(stationaryBootstrap({ values: [1], statistic: () => null, resamples: 3, random })).toEqual([])
    expect(() => stationaryBootstrap({ values: [], statistic: mean, resamples: 1, random })).toThrow('observations')
  })
})
