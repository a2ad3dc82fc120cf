import type { CompiledScenario } from '#domain/simulate/compile.ts'
import { createMeanFills, type MeanFills } from '#domain/simulate/mean-fills.ts'
import { allocateShared } from '#domain/simulate/memory.ts'
import { WORD_CHUNK } from '#domain/simulate/threefry.ts'
import type { AverageTask } from '#engine/ports.ts'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import { runUnits } from './run-units.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Order-draws a unit aims at: short enough for even work and progress. */
const UNIT_WORK = 500_000

/**
 * Averages every order's fills over the first draws of a compiled scenario (over shared memory) on a pool. The bits are those
 * of one thread. Rejects as simulateOnPool does.
 */
export async function averageOnPool(
  pool: WorkerPool<SimulatorApi>,
  scenario: CompiledScenario,
  draws: number,
  task: AverageTask,
): Promise<MeanFills> {
  const orders = scenario.columns.notional.length
  const out = createMeanFills(orders, allocateShared)
  const size = WORD_CHUNK * Math.max(1, Math.round(UNIT_WORK / draws / WORD_CHUNK))
  const ranges = Array.from({ length: Math.ceil(orders / size) }, (_, unit): [number, number] => [
    unit * size,
    Math.min(orders, (unit + 1) * size),
  ])
  let finished = 0
  await runUnits(
    pool,
    ranges,
    task.signal,
    (api, range, cancel) => api.average({ scenario, draws, out, range, cancel }),
    (_done, [from, to]) => task.onOrders?.((finished += to - from)),
  )
  return out
}
