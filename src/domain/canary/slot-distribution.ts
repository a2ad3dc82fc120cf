import type { SlotDistribution } from '#shared/canary.ts'
import { quantile } from '../stats/quantile.ts'
import type { PairedSlot } from './paired-metrics.ts'

/** Fewer paired slots than this have no shape worth drawing. */
const LEAST_SLOTS = 6
/** Points of each density. */
const POINTS = 64
/** The axis spans the values between these shares of both arms together; what is outside is counted. */
const [LOWEST, HIGHEST] = [0.01, 0.99]

/**
 * Returns how the slot values of both arms are distributed over the same paired slots: quantiles (type 7) and a Gaussian
 * kernel density of each on one axis, with Silverman's bandwidth 0.9 min(sd, IQR / 1.34) n^(-1/5) (1986, section 3.4.2), per
 * unit of the metric. Null below six slots, or where every value is the same. The size does not depend on how many slots there are.
 */
export function slotDistribution(pairs: readonly PairedSlot[]): SlotDistribution | null {
  if (pairs.length < LEAST_SLOTS) return null
  const [canary, control] = [pairs.map((pair) => pair.canary), pairs.map((pair) => pair.control)]
  const both = [...canary, ...control]
  const [least, most] = [quantile(both, LOWEST) ?? 0, quantile(both, HIGHEST) ?? 0]
  if (!(most > least)) return null
  const smallest = (most - least) / POINTS
  const widths = [canary, control].map((values) => Math.max(smallest, bandwidth(values))) as [number, number]
  const margin = 2 * Math.max(...widths)
  const [low, high] = [least - margin, most + margin]
  const grid = Array.from({ length: POINTS }, (_, at) => low + ((high - low) * at) / (POINTS - 1))
  return {
    slots: pairs.length,
    low,
    high,
    outside: both.filter((value) => value < low || value > high).length,
    canary: { ...quantilesOf(canary), density: density(canary, grid, widths[0]) },
    control: { ...quantilesOf(control), density: density(control, grid, widths[1]) },
  }
}

function quantilesOf(values: readonly number[]) {
  const at = (probability: number) => quantile(values, probability) ?? 0
  return { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) }
}

function bandwidth(values: readonly number[]): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const range = ((quantile(values, 0.75) ?? 0) - (quantile(values, 0.25) ?? 0)) / 1.34
  // Half of the values alike would leave no width; the deviation still has one.
  const spread = range > 0 ? Math.min(deviation, range) : deviation
  return 0.9 * spread * n ** -0.2
}

function density(values: readonly number[], grid: readonly number[], width: number): number[] {
  const scale = 1 / (values.length * width * Math.sqrt(2 * Math.PI))
  return grid.map((at) => {
    const sum = values.reduce((total, value) => total + Math.exp(-0.5 * ((at - value) / width) ** 2), 0)
    return sum * scale
  })
}
