import type { Allocate } from './memory.ts'

/**
 * What the kernel sums over a day's orders in one draw, in order. Money sums of bps are notional-weighted (money * bps);
 * each is a basis whose coefficient may change without a new simulation.
 */
export const SUM = {
  takerNotional: 0,
  makerNotional: 1,
  /** Half spreads paid by takers minus those earned by makers. */
  spread: 2,
  impact: 3,
  volatility: 4,
  depth: 5,
  book: 6,
  noise: 7,
  /** Price drift while waiting. */
  drift: 8,
  /** Notional * latency, for the adverse drift parameter. */
  waiting: 9,
  /** What limit prices saved (money * bps); not linear. */
  limit: 10,
  /** Fees of a schedule, money; 0 for flat fees. */
  fee: 11,
  /** Money earned by the day's mark on what was filled, before costs. */
  edge: 12,
  /** Sum of latencies over orders, ms. */
  latency: 13,
  /** Money earned on positions carried into the day. */
  carry: 14,
} as const

/** Sums per day and draw. */
export const SUM_COUNT = 15

/** Sums of `draws` draws from `firstDraw`, row (draw - firstDraw) * days + day, and latency counts per day. */
export interface DrawSums {
  readonly days: number
  readonly firstDraw: number
  readonly draws: number
  readonly values: Float64Array
  readonly latencyCounts: Int32Array
}

const SUB_BITS = 5
const LOWEST_EXPONENT = -3
const OCTAVES = 20

/** Bins of the latency histogram: 32 an octave from 1/8 ms to 131 s. */
export const LATENCY_BINS = OCTAVES << SUB_BITS

/** Returns the lower edge of a latency bin, ms. */
export function latencyBinEdgeMs(bin: number): number {
  const within = (bin & ((1 << SUB_BITS) - 1)) / (1 << SUB_BITS)
  return 2 ** (LOWEST_EXPONENT + (bin >> SUB_BITS)) * (1 + within)
}

const single = new Float32Array(1)
const bits = new Int32Array(single.buffer)
const SHIFT = 23 - SUB_BITS
const ORIGIN = (127 + LOWEST_EXPONENT) << SUB_BITS

/** Counts latencies into bins at `offset`: the upper bits of a single-precision float are its octave and 32nd. */
export function countLatencies(latencyMs: Float64Array, count: number, bins: Int32Array, offset: number): void {
  for (let j = 0; j < count; j++) {
    single[0] = latencyMs[j]!
    const bin = (bits[0]! >> SHIFT) - ORIGIN
    const kept = bin < 0 ? 0 : bin < LATENCY_BINS ? bin : LATENCY_BINS - 1
    bins[offset + kept]! += 1
  }
}

/** Latencies that percentiles are counted from: 99th percentiles of two million are right to a tenth of a bin. */
const COUNTED_LATENCIES = 2_000_000

/** Returns how many draws, the first ones, have their latencies counted: all for small runs. */
export function countedDraws(orders: number): number {
  return Math.ceil(COUNTED_LATENCIES / Math.max(1, orders))
}

/** Makes room for sums of a range of draws, all zero. */
export function createDrawSums(days: number, firstDraw: number, draws: number, allocate: Allocate): DrawSums {
  return {
    days,
    firstDraw,
    draws,
    values: allocate.floats(draws * days * SUM_COUNT),
    latencyCounts: allocate.ints(days * LATENCY_BINS),
  }
}
