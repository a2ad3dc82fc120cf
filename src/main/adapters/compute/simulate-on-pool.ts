import type { CompiledScenario } from '#domain/simulate/compile.ts'
import { createDrawSums, SUM_COUNT, type DrawSums } from '#domain/simulate/draw-sums.ts'
import { allocateShared } from '#domain/simulate/memory.ts'
import type { ComputeTask, DrawRange } from '#engine/ports.ts'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import { runUnits } from './run-units.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Order-draws a unit aims at: long enough to hide a message, short enough for even work and early figures. */
const UNIT_WORK = 2_000_000
/** Draws a unit has at least: its orders are read once for all of them. */
const LEAST_DRAWS = 8
/** The first unit: figures after at most eight draws; after two, each a unit, where a draw is long. */
const FIRST_WORK = 1_000_000
const FIRST_DRAWS = 8

/**
 * Simulates draws of a compiled scenario (over shared memory) on a pool. The bits are those of one thread whatever the
 * number of workers. Rejects with CancelledError on abort, WORKER_DIED when a worker dies; other jobs of the pool go on.
 */
export async function simulateOnPool(
  pool: WorkerPool<SimulatorApi>,
  scenario: CompiledScenario,
  draws: DrawRange,
  task: ComputeTask,
): Promise<DrawSums> {
  const sums = createDrawSums(scenario.days, draws.first, draws.count, allocateShared)
  const progress = createProgress(sums, task)
  await runUnits(
    pool,
    cutUnits(draws.count, scenario.columns.notional.length),
    task.signal,
    (api, [from, to], cancel) =>
      api.simulate({ scenario, values: sums.values, firstDraw: draws.first, from, to, cancel }),
    (counts, [from, to]) => {
      for (let k = 0; k < counts.length; k++) sums.latencyCounts[k]! += counts[k]!
      progress(from, to)
    },
  )
  return sums
}

/** Cuts draws into ranges: a few draws first, so figures show early, then about two million order-draws each. */
export function cutUnits(draws: number, orders: number): [number, number][] {
  const size = Math.max(LEAST_DRAWS, Math.round(UNIT_WORK / Math.max(1, orders)))
  const first = Math.min(FIRST_DRAWS, Math.max(1, Math.round(FIRST_WORK / Math.max(1, orders))))
  const units: [number, number][] = []
  for (let from = 0; from < draws;) {
    const isFirst = from === 0 || (from === 1 && first === 1)
    const to = Math.min(draws, from + (isFirst ? first : size))
    units.push([from, to])
    from = to
  }
  return units
}

/** Reports draws finished without a gap; of several, not before there are two: one draw has no standard error. */
function createProgress(sums: DrawSums, task: ComputeTask): (from: number, to: number) => void {
  const finished = new Map<number, number>()
  let prefix = 0
  return (from, to) => {
    finished.set(from, to)
    const before = prefix
    for (let end = finished.get(prefix); end !== undefined; end = finished.get(prefix)) prefix = end
    if (prefix > before && prefix >= Math.min(2, sums.draws)) task.onDraws?.(prefix, firstDraws(sums, prefix))
  }
}

/** Returns a view of the first `draws` draws. Latency counts are those of every unit finished so far. */
function firstDraws(sums: DrawSums, draws: number): DrawSums {
  return { ...sums, draws, values: sums.values.subarray(0, draws * sums.days * SUM_COUNT) }
}
