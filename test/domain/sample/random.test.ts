import { describe, expect, it } from 'vitest'
import { createRandom } from '#domain/sample/random.ts'

const draw = (seed: number, label: string, count: number) => {
  const random = createRandom(seed, label)
  return Array.from({ length: count }, () => random.uniform())
}

describe('a seeded stream', () => {
  it('repeats for the same seed and label and differs for another of either', () => {
    expect(draw(1, 'a', 50)).toEqual(draw(1, 'a', 50))
    expect(draw(1, 'a', 50)).not.toEqual(draw(2, 'a', 50))
    expect(draw(1, 'a', 50)).not.toEqual(draw(1, 'b', 50))
  })

  // 10^5 uniforms: standard error of the mean .0009, so .005 is over five of them. A signed shift would halve the range.
  it('is uniform on [0, 1)', () => {
    const values = draw(3, 'uniform', 100_000)
    expect(Math.min(...values.slice(0, 1_000))).toBeGreaterThanOrEqual(0)
    expect(values.every((value) => value < 1)).toBe(true)
    expect(Math.abs(values.reduce((a, b) => a + b) / values.length - 0.5)).toBeLessThan(0.005)
    const tenths = values.reduce(
      (counts, value) => counts.with(Math.floor(value * 10), (counts[Math.floor(value * 10)] ?? 0) + 1),
      Array<number>(10).fill(0),
    )
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  it('draws normals of mean 0 and variance 1', () => {
    const random = createRandom(4, 'normal')
    const values = Array.from({ length: 50_000 }, () => random.normal())
    const mean = values.reduce((a, b) => a + b) / values.length
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
  })

  it('draws whole numbers on both ends of their range', () => {
    const random = createRandom(5, 'integer')
    const seen = new Set(Array.from({ length: 500 }, () => random.integer(17, 20)))
    expect([...seen].sort()).toEqual([17, 18, 19, 20])
  })
})
