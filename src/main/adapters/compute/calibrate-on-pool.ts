import { proxy } from 'comlink'
import type { CalibrationRequest } from '#domain/simulate/calibrate/calibration-document.ts'
import type { Step } from '#domain/simulate/calibrate/stepwise.ts'
import { allocateShared } from '#domain/simulate/memory.ts'
import { CancelledError } from '#shared/errors.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import type { CalibrationTask } from '#engine/ports.ts'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import type { WorkerPool } from './worker-pool.ts'

/**
 * Calibrates on one worker of a pool. A piece of work over many fills can be long, and the pool ends a worker that does not
 * stop: cancelling takes at most its grace whatever the size. Rejects with CancelledError on abort, WORKER_DIED when the
 * worker dies.
 */
export async function calibrateOnPool(
  pool: WorkerPool<SimulatorApi>,
  request: CalibrationRequest,
  task: CalibrationTask,
): Promise<CalibrationDocument> {
  const cancel = allocateShared.ints(1)
  const stop = () => Atomics.store(cancel, 0, 1)
  task.signal.addEventListener('abort', stop)
  try {
    const onStep = proxy((step: Step) => task.onStep?.(step))
    const document = await pool.run((api) => api.calibrate(request, cancel, onStep), task.signal)
    if (document === null) throw new CancelledError('The calibration')
    return document
  } finally {
    task.signal.removeEventListener('abort', stop)
  }
}
