import { parentPort } from 'node:worker_threads'
import { createFastWordSource } from '#workers/threefry-wasm.ts'
import type { BaselineData } from './baseline-data.ts'
import { runBaseline } from './baseline-kernel.ts'

/** Takes {data, out, next, days}: pulls days off the shared counter until none is left, then says done. */
const source = createFastWordSource()
parentPort?.on('message', ({ data, out, next }: { data: BaselineData; out: Float64Array; next: Int32Array }) => {
  for (let day = Atomics.add(next, 0, 1); day < data.days; day = Atomics.add(next, 0, 1))
    runBaseline(data, day, day + 1, source, out)
  parentPort?.postMessage('done')
})
