import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

/** Makes the pool the simulator runs on: one worker a core unless told otherwise. `entry` is the worker's built or source module. */
export function createSimulatorPool(entry: URL, workers = availableParallelism()): WorkerPool<SimulatorApi> {
  return createWorkerPool<SimulatorApi>(() => new Worker(entry), workers)
}
