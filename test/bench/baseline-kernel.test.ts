import { describe, expect, it } from 'vitest'
import { createWordSource } from '#domain/simulate/threefry.ts'
import { makeBaselineData } from './baseline-data.ts'
import { createFastBaseline } from './baseline-fast.ts'
import { BASELINE_SUMS, runBaseline } from './baseline-kernel.ts'

describe("the benchmark's exact model", () => {
  const data = makeBaselineData(200_000, 50, 250)
  const run = (days: [number, number][], runDays: (from: number, to: number, out: Float64Array) => void) => {
    const out = new Float64Array(250 * 50 * BASELINE_SUMS)
    for (const [from, to] of days) runDays(from, to, out)
    return out
  }
  const inJavaScript = (from: number, to: number, out: Float64Array) =>
    runBaseline(data, from, to, createWordSource(), out)
  const inWebAssembly = (from: number, to: number, out: Float64Array) => createFastBaseline()(data, from, to, out)

  it('gives the total of the C, WebAssembly and numba programs: 478866840.536 usd, 4790401 makers', () => {
    const out = run([[0, 250]], inWebAssembly)
    const total = (k: number) => out.reduce((sum, value, index) => (index % BASELINE_SUMS === k ? sum + value : sum), 0)
    expect(total(0).toFixed(3)).toBe('478866840.536')
    expect(total(4)).toBe(4_790_401)
  })

  it('gives the same bytes in JavaScript as in WebAssembly, and for days in any order', () => {
    const parts: [number, number][] = [
      [120, 250],
      [0, 7],
      [7, 120],
    ]
    expect(run(parts, inJavaScript)).toEqual(run([[0, 250]], inWebAssembly))
  })
})
