import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { allocateShared } from '#domain/simulate/memory.ts'
import type { Compute } from '#engine/ports.ts'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import { averageOnPool } from './average-on-pool.ts'
import { calibrateOnPool } from './calibrate-on-pool.ts'
import { simulateOnPool } from './simulate-on-pool.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

/** Makes the pool the simulator runs on: one worker a core unless told otherwise. `entry` is the worker's built or source module. */
export function createSimulatorPool(entry: URL, workers = availableParallelism()): WorkerPool<SimulatorApi> {
  return createWorkerPool<SimulatorApi>(() => new Worker(entry), workers)
}

/** Makes the engine's compute over a pool of worker threads, each started when first needed. */
export function createCompute(entry: URL, workers = availableParallelism()): Compute {
  const pool = createSimulatorPool(entry, workers)
  return {
    allocate: allocateShared,
    simulate: (scenario, draws, task) => simulateOnPool(pool, scenario, draws, task),
    averageFills: (scenario, draws, task) => averageOnPool(pool, scenario, draws, task),
    calibrate: (request, task) => calibrateOnPool(pool, request, task),
    close: () => pool.close(),
  }
}
