import { calibrate } from '#domain/simulate/calibrate/calibrate.ts'
import { calibrationDocument, type CalibrationRequest } from '#domain/simulate/calibrate/calibration-document.ts'
import type { Step } from '#domain/simulate/calibrate/stepwise.ts'
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
    calibrate(request: CalibrationRequest, cancel: Int32Array, onStep: (step: Step) => void) {
      const work = calibrate(request.input)
      while (Atomics.load(cancel, 0) === 0) {
        const next = work.next()
        if (next.done === true) return calibrationDocument(next.value, request)
        if (next.value !== null) onStep(next.value)
      }
      return null
    },
  }
}
