import { LATENCY_BINS } from '#domain/simulate/draw-sums.ts'
import { simulateDraws } from '#domain/simulate/kernel.ts'
import { averageFills } from '#domain/simulate/mean-fills.ts'
import type { AverageUnit, SimulationUnit, SimulatorApi } from './simulator-api.ts'
import { createFastKernel } from './fast-kernel.ts'

/** Makes the worker's side of {@link SimulatorApi}: one kernel for its life, private latency counts for each unit. */
export function createSimulator(): SimulatorApi {
  const kernel = createFastKernel()
  return {
    simulate({ scenario, values, firstDraw, from, to, cancel }: SimulationUnit) {
      const latencyCounts = new Int32Array(scenario.days * LATENCY_BINS)
      const sums = { days: scenario.days, firstDraw, draws: values.length, values, latencyCounts }
      const done = simulateDraws(scenario, sums, from, to, kernel, () => Atomics.load(cancel, 0) !== 0)
      return done ? latencyCounts : null
    },
    average({ scenario, draws, out, range, cancel }: AverageUnit) {
      return averageFills(scenario, draws, out, range, kernel, () => Atomics.load(cancel, 0) !== 0) || null
    },
  }
}
