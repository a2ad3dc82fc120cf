import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWordSource, WORD_CHUNK } from '#domain/simulate/threefry.ts'
import { createFastWordSource } from '#workers/threefry-wasm.ts'

describe('threefry', () => {
  it('gives in WebAssembly the words it gives in JavaScript', () => {
    const plain = createWordSource()
    const fast = createFastWordSource()
    expect(fast.counters.buffer).not.toBe(plain.counters.buffer)
    const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    fc.assert(
      fc.property(int, int, fc.array(int, { minLength: 1, maxLength: WORD_CHUNK }), (seed, draw, counters) => {
        for (const source of [plain, fast]) {
          source.counters.set(counters)
          source.generate(seed, draw, counters.length)
        }
        for (const word of [0, 1, 2, 3] as const)
          expect(fast.words[word].subarray(0, counters.length)).toEqual(plain.words[word].subarray(0, counters.length))
      }),
      { numRuns: 50 },
    )
  })

  it('gives the words of the C program of the benchmark', () => {
    // threefry4x32-12, counter (7, 3, 0, 0), key (42, 0x12345678, 3, 5), from baselines/kernel.h compiled with gcc.
    const source = createFastWordSource()
    source.counters[0] = 7
    source.generate(42, 3, 1)
    expect(source.words.map((word) => word[0]! >>> 0)).toEqual([4289597478, 1187056632, 397226812, 21493414])
  })
})
