import { standardNormalQuantile } from '#domain/simulate/normal-quantile.ts'
import { WORD_CHUNK } from '#domain/simulate/threefry.ts'
import { instantiate, type WasmMemory } from '#workers/web-assembly.ts'
import { invariant } from '#shared/errors.ts'
import { BASELINE_AT, BASELINE_COLUMNS, baselineColumnAt, baselineModule } from './baseline-code.ts'
import type { BaselineData } from './baseline-data.ts'
import { BASELINE_SUMS } from './baseline-kernel.ts'

interface BaselineExports {
  readonly memory: WasmMemory
  runCell(seed: number, scenario: number, bytes: number): void
}

/** Runs days [from, to) as runBaseline does, to the same bytes. */
export type RunBaseline = (data: BaselineData, from: number, to: number, out: Float64Array) => void

const TAILS = {
  normalTail: (m: number) => standardNormalQuantile((m + 0.5) / 0x1000000),
  exponentialTail: (m: number) => -Math.log(1 - (m + 0.5) / 65536),
}

/** Makes the baselines' model in WebAssembly, of the pieces the product's kernel is made of. A day's fills are a multiple of four. */
export function createFastBaseline(seed = 42): RunBaseline {
  const module = instantiate(baselineModule(), TAILS) as BaselineExports | null
  invariant(module, 'the engine has WebAssembly SIMD')
  const doubles = new Float64Array(module.memory.buffer)
  const words = new Int32Array(module.memory.buffer)
  const sums = doubles.subarray(BASELINE_AT.sums / 8, BASELINE_AT.sums / 8 + BASELINE_SUMS)
  const runCells = (data: BaselineData, day: number, count: number, out: Float64Array) => {
    for (let scenario = 0; scenario < data.scenarios; scenario++) {
      const row = (day * data.scenarios + scenario) * BASELINE_SUMS
      doubles.set(data.parameters.subarray(10 * scenario, 10 * scenario + 10), BASELINE_AT.parameters / 8)
      words[BASELINE_AT.threshold / 4] = data.parameters[10 * scenario + 6]!
      for (let k = 0; k < BASELINE_SUMS; k++) sums[k] = out[row + k]!
      module.runCell(seed, scenario, 4 * count)
      for (let k = 0; k < BASELINE_SUMS; k++) out[row + k] = sums[k]!
    }
  }
  return (data, from, to, out) => {
    for (const name of ['normal', 'lognormal', 'exponential', 'fill'] as const)
      doubles.set(data[name], BASELINE_AT[name] / 8)
    for (let day = from; day < to; day++) {
      const end = data.dayStart[day + 1]!
      for (let first = data.dayStart[day]!; first < end; first += WORD_CHUNK) {
        const count = Math.min(WORD_CHUNK, end - first)
        invariant(count % 4 === 0, "a day's fills are a multiple of four")
        for (let j = 0; j < count; j++) words[BASELINE_AT.counters / 4 + j] = first + j
        for (const name of BASELINE_COLUMNS)
          doubles.set(data[name].subarray(first, first + count), baselineColumnAt(name) / 8)
        runCells(data, day, count, out)
      }
    }
  }
}
