import type { CalibrationRequest } from '#domain/simulate/calibrate/calibration-document.ts'
import type { Step } from '#domain/simulate/calibrate/stepwise.ts'
import type { CompiledScenario } from '#domain/simulate/compile.ts'
import type { MeanFills } from '#domain/simulate/mean-fills.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'

/** One piece of a simulation: a range of draws of one scenario. Every array is over shared memory, so nothing large is copied. */
export interface SimulationUnit {
  readonly scenario: CompiledScenario
  /** Where sums go: rows of draw - firstDraw; units write rows of their own only. */
  readonly values: Float64Array
  readonly firstDraw: number
  /** Rows [from, to) of this unit. */
  readonly from: number
  readonly to: number
  /** One shared word: not 0 means stop. */
  readonly cancel: Int32Array
}

/** One piece of an average: a range of orders of one scenario, over shared memory. */
export interface AverageUnit {
  readonly scenario: CompiledScenario
  /** The first so many draws are averaged. */
  readonly draws: number
  /** Where means go; units write rows of their own only. */
  readonly out: MeanFills
  readonly range: readonly [number, number]
  /** One shared word: not 0 means stop. */
  readonly cancel: Int32Array
}

/** What a simulator worker offers over comlink. */
export interface SimulatorApi {
  /** Simulates a unit into its shared rows and returns its latency counts; null when it was told to stop before the end. */
  simulate(unit: SimulationUnit): Int32Array | null
  /** Averages a unit into its shared rows; null when it was told to stop before the end. */
  average(unit: AverageUnit): true | null
  /** Fits and proves, saying where it stands; null when the shared word told it to stop before the end. */
  calibrate(request: CalibrationRequest, cancel: Int32Array, onStep: (step: Step) => void): CalibrationDocument | null
}
