import { describe, expect, it } from 'vitest'
import { betaQuantile } from '#domain/simulate/beta.ts'
import { standardNormalQuantile } from '#domain/simulate/normal-quantile.ts'
import {
  createNormalTable,
  fillNormals,
  readQuantile,
  TABLE_LENGTH,
  writeQuantileTable,
} from '#domain/simulate/quantile-table.ts'
import { normalCdf } from '#domain/stats/normal.ts'

describe('the normal table', () => {
  it('is exact beyond 2.7 sigma, within 2e-4 elsewhere, and holds its tails to 4 sigma over every 24-bit word', () => {
    const size = 1 << 16
    const words = new Int32Array(size)
    const z = new Float64Array(size)
    const table = createNormalTable()
    const beyond = new Map([1, 2, 3, 4].map((sigma) => [sigma, 0]))
    let worst = 0
    let sum = 0
    let squares = 0
    for (let block = 0; block < 256; block++) {
      for (let j = 0; j < size; j++) words[j] = ((block << 16) | j) << 8
      fillNormals(words, size, z, table)
      for (let j = 0; j < size; j += 97)
        worst = Math.max(worst, Math.abs(z[j]! - standardNormalQuantile((block * size + j + 0.5) / 2 ** 24)))
      for (let j = 0; j < size; j++) {
        sum += z[j]!
        squares += z[j]! ** 2
        for (const sigma of beyond.keys()) if (z[j]! > sigma) beyond.set(sigma, beyond.get(sigma)! + 1)
      }
    }
    expect(worst).toBeLessThan(2e-4)
    expect(Math.abs(sum) / 2 ** 24).toBeLessThan(1e-9)
    expect(squares / 2 ** 24).toBeCloseTo(1, 5)
    // P(Z > 4) = 3.1671e-5: 531 words of 2^24. A table with one exact cell gives its outermost node there instead.
    for (const [sigma, count] of beyond) expect(Math.abs(count / 2 ** 24 - normalCdf(-sigma))).toBeLessThan(3e-7)
    expect(beyond.get(4)).toBe(531)
  })
})

describe('the beta tables', () => {
  for (const [mean, concentration] of [
    [0.98, 50],
    [0.8, 50],
    [0.02, 50],
    [0.5, 2],
  ] as const)
    it(`hold mean, variance and 4-sigma tails of beta(mean ${mean}, concentration ${concentration})`, () => {
      const table = new Float64Array(TABLE_LENGTH)
      const exact = betaQuantile(mean, concentration)
      writeQuantileTable(table, 0, exact)
      const values = Float64Array.from({ length: 65536 }, (_, m) => readQuantile(table, 0, m))
      const average = values.reduce((a, b) => a + b, 0) / 65536
      const variance = values.reduce((a, b) => a + (b - average) ** 2, 0) / 65536
      expect(average).toBeCloseTo(mean, 5)
      expect(variance / ((mean * (1 - mean)) / (concentration + 1))).toBeCloseTo(1, 3)
      // Phi(-4) = 3.2e-5 is word 1.6, and Phi(4) the mirror: the two words around each are exact.
      for (const m of [0, 1, 2, 3, 500, 65100, 65533, 65534, 65535]) expect(values[m]).toBe(exact((m + 0.5) / 65536))
      expect(values.every((value, m) => m === 0 || value >= values[m - 1]! - 1e-6)).toBe(true)
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true)
    })
})

describe('standardNormalQuantile', () => {
  it('gives the values of AS 241: 0 at one half, 1.959963984540054 at .975, -4.753424308822899 at 1e-6', () => {
    expect(standardNormalQuantile(0.5)).toBe(0)
    expect(standardNormalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
    expect(standardNormalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 13)
    expect(standardNormalQuantile(1e-20)).toBeCloseTo(-9.262340089798408, 12)
  })
})
