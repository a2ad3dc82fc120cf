import { allocateShared } from '#domain/simulate/memory.ts'
import { CancelledError } from '#shared/errors.ts'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import type { Remote } from 'comlink'
import type { WorkerPool } from './worker-pool.ts'

/**
 * Runs every unit of a job on a pool, and gives each result to `take` as it arrives; null is a unit that was told to stop.
 * `cancel` is a shared word that units look at: it is set when the signal aborts or a unit fails. Rejects with CancelledError
 * on abort, else with what the first unit failed with, once no unit writes any more.
 */
export async function runUnits<Unit, T>(
  pool: WorkerPool<SimulatorApi>,
  units: readonly Unit[],
  signal: AbortSignal,
  run: (api: Remote<SimulatorApi>, unit: Unit, cancel: Int32Array) => Promise<T | null>,
  take: (result: T, unit: Unit) => void,
): Promise<void> {
  const cancel = allocateShared.ints(1)
  const stop = () => Atomics.store(cancel, 0, 1)
  signal.addEventListener('abort', stop)
  const runs = units.map(async (unit) => {
    const result = await pool.run((api) => run(api, unit, cancel), signal)
    if (result === null) throw new CancelledError('The simulation')
    take(result, unit)
  })
  try {
    await Promise.all(runs)
  } catch (error) {
    stop()
    throw signal.aborted ? new CancelledError('The simulation') : error
  } finally {
    signal.removeEventListener('abort', stop)
    await Promise.allSettled(runs)
  }
}
