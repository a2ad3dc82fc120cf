import { describe, expect, it } from 'vitest'
import { createWordSource } from '#domain/simulate/threefry.ts'
import { createFastWordSource } from '#workers/threefry-wasm.ts'
import { makeBaselineData } from './baseline-data.ts'
import { BASELINE_SUMS, runBaseline } from './baseline-kernel.ts'

describe("the benchmark's exact model", () => {
  const data = makeBaselineData(200_000, 50, 250)
  const run = (source: ReturnType<typeof createWordSource>, days: [number, number][]) => {
    const out = new Float64Array(250 * 50 * BASELINE_SUMS)
    for (const [from, to] of days) runBaseline(data, from, to, source, out)
    return out
  }

  it('gives the total of the C, WebAssembly and numba programs: 478866840.536 usd, 4790401 makers', () => {
    const out = run(createFastWordSource(), [[0, 250]])
    const total = (k: number) => out.reduce((sum, value, index) => (index % BASELINE_SUMS === k ? sum + value : sum), 0)
    expect(total(0).toFixed(3)).toBe('478866840.536')
    expect(total(4)).toBe(4_790_401)
  })

  it('gives the same bytes with words from JavaScript as from WebAssembly, and for days in any order', () => {
    expect(
      run(createWordSource(), [
        [120, 250],
        [0, 7],
        [7, 120],
      ]),
    ).toEqual(run(createFastWordSource(), [[0, 250]]))
  })
})
