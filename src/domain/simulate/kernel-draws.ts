import type { CompiledScenario } from './compile.ts'
import type { FillTables } from './fill-tables.ts'
import { readQuantile, TABLE_LENGTH } from './quantile-table.ts'
import { WORD_CHUNK, type WordSource } from './threefry.ts'

/** Writes network + exchange latency, ms: the network from w2's upper half, the exchange from w3's lower half (uniform). */
export function fillLatencies(
  w2: Int32Array,
  w3: Int32Array,
  count: number,
  latencyMs: Float64Array,
  tables: Float64Array,
  constantMs: number,
  spanMs: number,
): void {
  const step = spanMs / 65536
  const constant = constantMs + step / 2
  for (let j = 0; j < count; j++)
    latencyMs[j] = readQuantile(tables, 0, w2[j]! >>> 16) + constant + (w3[j]! & 65535) * step
}

/** Adds the wait in the exchange's queue: exponential with the given mean, from w2's lower half. */
export function addQueue(
  w2: Int32Array,
  count: number,
  latencyMs: Float64Array,
  tables: Float64Array,
  meanMs: number,
): void {
  for (let j = 0; j < count; j++) latencyMs[j]! += meanMs * readQuantile(tables, TABLE_LENGTH, w2[j]! & 65535)
}

/** Replaces the drawn latency by the time live took for the same intention; orders without a live pair keep theirs. */
export function waitLikeLive(
  liveWaitMs: Float64Array,
  first: number,
  count: number,
  extraMs: number,
  latencyMs: Float64Array,
): void {
  for (let j = 0; j < count; j++) {
    const waited = liveWaitMs[first + j]!
    if (!Number.isNaN(waited)) latencyMs[j] = waited + extraMs
  }
}

/** Turns standard normals into the mid's drift while an order waits: N(0, sigma^2 t), bps. */
export function fillWaitingDrift(
  sigma: Float64Array,
  count: number,
  latencyMs: Float64Array,
  drift: Float64Array,
): void {
  for (let j = 0; j < count; j++) drift[j]! *= sigma[j]! * Math.sqrt(latencyMs[j]!)
}

/** Replaces the random drift by the one quotes show between an order's time and its time plus latency, signed so that positive is worse; orders before the first quote keep theirs. */
export function replayQuotes(
  { columns, quotes }: CompiledScenario,
  first: number,
  count: number,
  latencyMs: Float64Array,
  drift: Float64Array,
): void {
  if (quotes === null) return
  for (let j = 0; j < count; j++) {
    const i = first + j
    const begin = quotes.start[columns.symbol[i]!]!
    const end = quotes.start[columns.symbol[i]! + 1]!
    const sent = lastQuoteAt(quotes.timeMs, begin, end, columns.timeMs[i]!)
    if (sent < begin) continue
    const reached = lastQuoteAt(quotes.timeMs, sent, end, columns.timeMs[i]! + latencyMs[j]!)
    drift[j] = (columns.side[i]! * (quotes.mid[reached]! - quotes.mid[sent]!) * 1e4) / quotes.mid[sent]!
  }
}

/** Returns the last row in [begin, end) with a time not after `timeMs`, or begin - 1. */
function lastQuoteAt(times: Float64Array, begin: number, end: number, timeMs: number): number {
  let low = begin
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= timeMs) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Returns the share of its quantity that an order fills by itself, from the upper half of its fourth word. */
function ownShare({ offset, scale, tables }: FillTables, order: number, word: number): number {
  return scale[order]! * readQuantile(tables, offset[order]!, word >>> 16)
}

/**
 * Writes the filled share of each order. Without exits it is drawn. A closing order is reduce-only: of what it closes it
 * fills what its entries filled (`cap`) when it takes, or at most that when it rests; what it opens beyond is drawn.
 */
export function fillShares(
  fills: FillTables,
  w3: Int32Array,
  first: number,
  count: number,
  share: Float64Array,
  cap: Float64Array | null,
): void {
  for (let j = 0; j < count; j++) share[j] = ownShare(fills, first + j, w3[j]!)
  if (cap === null) return
  for (let j = 0; j < count; j++) {
    const closing = fills.closing[first + j]!
    if (closing === 0) continue
    const own = share[j]!
    const reduced = fills.passive[first + j] === 0 ? cap[j]! : Math.min(own * closing, cap[j]!)
    share[j] = reduced + own * Math.max(0, 1 - closing)
  }
}

/**
 * Writes for each order of a chunk the share of its quantity that its entries' simulated fills leave to close: each entry's
 * fill is drawn again from the entry's own counter, so an exit knows it on whatever thread and day it is simulated. What was
 * held before the first order is there whole.
 */
export function capExits(
  { columns, fills, seed }: CompiledScenario,
  first: number,
  count: number,
  draw: number,
  source: WordSource,
  cap: Float64Array,
): void {
  cap.fill(0, 0, count)
  const end = fills.lotStart[first + count]!
  let order = first
  for (let lot = fills.lotStart[first]!; lot < end; lot += WORD_CHUNK) {
    const batch = Math.min(WORD_CHUNK, end - lot)
    for (let j = 0; j < batch; j++) source.counters[j] = columns.counter[Math.max(0, fills.lotEntry[lot + j]!)]!
    source.generate(seed, draw, batch)
    for (let j = 0; j < batch; j++) {
      while (fills.lotStart[order + 1]! <= lot + j) order++
      const entry = fills.lotEntry[lot + j]!
      const filled = entry < 0 ? 1 : ownShare(fills, entry, source.words[3][j]!)
      cap[order - first]! += fills.lotShare[lot + j]! * filled
    }
  }
}

/** Writes 1 for maker, 0 for taker: the low bytes of the two normals' words against the threshold, without a branch. */
export function fillMakers(
  threshold: Int32Array,
  w0: Int32Array,
  w1: Int32Array,
  first: number,
  count: number,
  maker: Float64Array,
): void {
  for (let j = 0; j < count; j++) maker[j] = ((((w0[j]! & 255) << 8) | (w1[j]! & 255)) - threshold[first + j]!) >>> 31
}
