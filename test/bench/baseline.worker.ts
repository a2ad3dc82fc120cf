import { parentPort } from 'node:worker_threads'
import type { BaselineData } from './baseline-data.ts'
import { createFastBaseline } from './baseline-fast.ts'

/** Takes {data, out, next, days}: pulls days off the shared counter until none is left, then says done. */
const runBaseline = createFastBaseline()
parentPort?.on('message', ({ data, out, next }: { data: BaselineData; out: Float64Array; next: Int32Array }) => {
  for (let day = Atomics.add(next, 0, 1); day < data.days; day = Atomics.add(next, 0, 1))
    runBaseline(data, day, day + 1, out)
  parentPort?.postMessage('done')
})
