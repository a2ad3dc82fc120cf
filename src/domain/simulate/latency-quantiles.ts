import type { LatencyQuantiles } from '#shared/simulate/document.ts'
import { LATENCY_BINS, latencyBinEdgeMs } from './draw-sums.ts'

/** Returns percentiles from latency counts, linear within a bin (a bin is 3 % wide); null without counts. */
export function latencyQuantiles(counts: Int32Array): LatencyQuantiles | null {
  let total = 0
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin]!
  if (total === 0) return null
  return {
    p50: at(counts, total * 0.5),
    p95: at(counts, total * 0.95),
    p99: at(counts, total * 0.99),
  }
}

function at(counts: Int32Array, rank: number): number {
  let below = 0
  let bin = 0
  while (bin < LATENCY_BINS - 1 && below + counts[bin]! < rank) below += counts[bin++]!
  const low = latencyBinEdgeMs(bin)
  return low + (latencyBinEdgeMs(bin + 1) - low) * Math.min(1, (rank - below) / Math.max(1, counts[bin]!))
}

/** Returns the counts of every day added up. */
export function totalCounts(counts: Int32Array): Int32Array {
  const total = new Int32Array(LATENCY_BINS)
  for (let k = 0; k < counts.length; k++) total[k % LATENCY_BINS]! += counts[k]!
  return total
}
