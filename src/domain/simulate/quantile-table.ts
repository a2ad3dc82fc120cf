import { standardNormalQuantile } from './normal-quantile.ts'
import type { QuantileFunction } from './latency.ts'

/** Cells of a 16-bit table, of 64 words each. */
export const TABLE_CELLS = 1024
const CELLS = TABLE_CELLS
const CELL = 64
/** Cells at each end of a 16-bit table whose values are exact. */
export const EXACT_CELLS = 8
const EXACT = EXACT_CELLS
const LEVELS = CELLS * CELL
/** Where the exact values begin, after (intercept, slope) of each cell. */
export const EDGE = 2 * CELLS

/** Length of a 16-bit table: 1024 cells of (intercept, slope), then the exact values of the 8 outer cells at each end. */
export const TABLE_LENGTH = EDGE + 2 * EXACT * CELL

/**
 * Writes the table of a quantile function for 16-bit words at `offset`: word m stands for u = (m + 1/2) / 65536, linear
 * within a cell of 64 words, exact in the outer 8 cells at each end (u < 0.8 % and u > 99.2 %), where quantiles bend most.
 * Inner cells are shifted to carry the mean of their two ends and middle (Simpson), so the table's mean is right to 1e-6.
 */
export function writeQuantileTable(table: Float64Array, offset: number, quantile: QuantileFunction): void {
  let high = quantile(EXACT / CELLS)
  for (let cell = EXACT; cell < CELLS - EXACT; cell++) {
    const low = high
    high = quantile((cell + 1) / CELLS)
    const slope = (high - low) / CELL
    const bend = (2 / 3) * (quantile((cell + 0.5) / CELLS) - (low + high) / 2)
    table[offset + 2 * cell] = low + bend + slope * (0.5 - cell * CELL)
    table[offset + 2 * cell + 1] = slope
  }
  for (let j = 0; j < EXACT * CELL; j++) {
    table[offset + EDGE + j] = quantile((j + 0.5) / LEVELS)
    table[offset + EDGE + EXACT * CELL + j] = quantile((LEVELS - EXACT * CELL + j + 0.5) / LEVELS)
  }
}

/** Returns the quantile of the 16-bit word m from the table at `offset`. */
export function readQuantile(table: Float64Array, offset: number, m: number): number {
  const cell = m >>> 6
  if ((cell - EXACT) >>> 0 < CELLS - 2 * EXACT) return table[offset + 2 * cell]! + table[offset + 2 * cell + 1]! * m
  return table[offset + EDGE + (m < EXACT * CELL ? m : m - LEVELS + 2 * EXACT * CELL)]!
}

const NORMAL_CELLS = 4096
const NORMAL_CELL = 4096
/** Length of the normal table: (intercept, slope) of each cell. */
export const NORMAL_TABLE_LENGTH = 2 * NORMAL_CELLS
/** Cells at each end that are computed rather than read: u < 0.39 % and u > 99.61 %. */
export const NORMAL_EXACT = 16

/** Returns the exact normal of a 24-bit word. */
export function exactNormal(m: number): number {
  return standardNormalQuantile((m + 0.5) / 0x1000000)
}

/** Returns the (intercept, slope) pairs of the standard normal quantile for 24-bit words; linear in 4096 cells. The outer 16 cells at each end are not used. */
export function createNormalTable(): Float64Array {
  const table = new Float64Array(NORMAL_TABLE_LENGTH)
  for (let cell = 1; cell < NORMAL_CELLS - 1; cell++) {
    const low = standardNormalQuantile(cell / NORMAL_CELLS)
    const slope = (standardNormalQuantile((cell + 1) / NORMAL_CELLS) - low) / NORMAL_CELL
    table[2 * cell] = low + slope * (0.5 - cell * NORMAL_CELL)
    table[2 * cell + 1] = slope
  }
  return table
}

/** Fills z with standard normals from the upper 24 bits of words: table within, exact in the outer cells (by default 16: beyond 2.66 sigma), so tails are right to the 5.4 sigma of 24 bits. Two loops: the rare exact values would slow the first. */
export function fillNormals(
  words: Int32Array,
  count: number,
  z: Float64Array,
  table: Float64Array,
  exactCells = NORMAL_EXACT,
): void {
  for (let j = 0; j < count; j++) {
    const m = words[j]! >>> 8
    const entry = (words[j]! >>> 20) << 1
    z[j] = table[entry]! + table[entry + 1]! * m
  }
  for (let j = 0; j < count; j++) {
    const cell = words[j]! >>> 20
    if ((cell - exactCells) >>> 0 >= NORMAL_CELLS - 2 * exactCells) z[j] = exactNormal(words[j]! >>> 8)
  }
}
