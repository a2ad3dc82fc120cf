import type { CompiledScenario } from './compile.ts'
import { countedDraws, countLatencies, LATENCY_BINS, SUM, SUM_COUNT, type DrawSums } from './draw-sums.ts'
import { accumulateCosts, accumulateFees, accumulateLimits, accumulatePositions } from './kernel-sums.ts'
import {
  addQueue,
  capExits,
  fillLatencies,
  fillShares,
  fillWaitingDrift,
  replayQuotes,
  waitLikeLive,
} from './kernel-draws.ts'
import { fillNormals } from './quantile-table.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { WORD_CHUNK, type WordSource } from './threefry.ts'

/**
 * Simulates draws [sums.firstDraw + from, + to) of a compiled scenario into `sums`, day by day. A draw's numbers depend on
 * (seed, order number, draw) alone and are added in order by one call, so its bits are the same whoever computes it, in
 * whatever ranges. Stops and returns false when `isCancelled` says so, asked once a day; then `sums` is incomplete.
 */
export function simulateDraws(
  scenario: CompiledScenario,
  sums: DrawSums,
  from: number,
  to: number,
  source: WordSource,
  isCancelled: () => boolean = () => false,
): boolean {
  const scratch = createScratch()
  const positions = new Float64Array((to - from) * scenario.symbols)
  for (let day = 0; day < scenario.days; day++) {
    if (isCancelled()) return false
    for (let draw = from; draw < to; draw++)
      sums.values[(draw * scenario.days + day) * SUM_COUNT + SUM.carry] = carriedPnl(
        scenario,
        day,
        positions,
        draw - from,
      )
    const end = scenario.dayStart[day + 1]!
    for (let first = scenario.dayStart[day]!; first < end; first += WORD_CHUNK)
      simulateChunk(
        scenario,
        sums,
        { day, first, count: Math.min(WORD_CHUNK, end - first), from, to },
        source,
        scratch,
        positions,
      )
  }
  return true
}

interface Chunk {
  readonly day: number
  readonly first: number
  readonly count: number
  readonly from: number
  readonly to: number
}

function carriedPnl(
  { symbols, markMoves }: CompiledScenario,
  day: number,
  positions: Float64Array,
  row: number,
): number {
  let money = 0
  for (let symbol = 0; symbol < symbols; symbol++)
    money += positions[row * symbols + symbol]! * markMoves[day * symbols + symbol]!
  return money
}

function simulateChunk(
  scenario: CompiledScenario,
  sums: DrawSums,
  { day, first, count, from, to }: Chunk,
  source: WordSource,
  scratch: Scratch,
  positions: Float64Array,
): void {
  const { columns, fills } = scenario
  const counters = columns.counter.subarray(first, first + count)
  const hasExits = fills.lotStart[first + count]! > fills.lotStart[first]!
  const counted = countedDraws(columns.notional.length)
  source.counters.set(counters)
  for (let draw = from; draw < to; draw++) {
    if (hasExits) {
      capExits(scenario, first, count, sums.firstDraw + draw, source, scratch.cap)
      source.counters.set(counters)
    }
    drawChunk(scenario, first, count, sums.firstDraw + draw, source, scratch, hasExits)
    const row = (draw * scenario.days + day) * SUM_COUNT
    accumulateCosts(columns, first, count, scratch, sums.values, row)
    if (columns.hasLimits) accumulateLimits(scenario, first, count, scratch, sums.values, row)
    if (scenario.fees !== null) accumulateFees(columns, scenario.fees, first, count, scratch, sums.values, row)
    accumulatePositions(columns, first, count, scratch, positions, (draw - from) * scenario.symbols)
    if (sums.firstDraw + draw < counted)
      countLatencies(scratch.latencyMs, count, sums.latencyCounts, day * LATENCY_BINS)
  }
}

/** Draws what a chunk of orders meets: words, then noise, latency, drift while waiting, filled share, maker or taker. */
export function drawChunk(
  scenario: CompiledScenario,
  first: number,
  count: number,
  draw: number,
  source: WordSource,
  scratch: Scratch,
  hasExits: boolean,
): void {
  const [w0, w1, w2, w3] = source.words
  const { columns, latency, latencyTables } = scenario
  source.generate(scenario.seed, draw, count)
  fillNormals(w0, count, scratch.noise, scenario.normalTable)
  fillNormals(w1, count, scratch.drift, scenario.normalTable)
  fillLatencies(
    w2,
    w3,
    count,
    scratch.latencyMs,
    latencyTables,
    latency.extraMs + latency.exchangeMinMs,
    latency.exchangeSpanMs,
  )
  if (latency.queueMeanMs > 0) addQueue(w2, count, scratch.latencyMs, latencyTables, latency.queueMeanMs)
  if (scenario.liveWaitMs !== null) waitLikeLive(scenario.liveWaitMs, first, count, latency.extraMs, scratch.latencyMs)
  fillWaitingDrift(columns.drift, first, count, scratch.latencyMs, scratch.drift)
  if (scenario.quotes !== null) replayQuotes(scenario, first, count, scratch.latencyMs, scratch.drift)
  fillShares(scenario.fills, w3, first, count, scratch.share, hasExits ? scratch.cap : null)
  fillMakers(columns.makerThreshold, w0, w1, first, count, scratch.maker)
}

/** Writes 1 for maker, 0 for taker: the low bytes of the two normals' words against the threshold, without a branch. */
function fillMakers(
  threshold: Int32Array,
  w0: Int32Array,
  w1: Int32Array,
  first: number,
  count: number,
  maker: Float64Array,
): void {
  for (let j = 0; j < count; j++) maker[j] = ((((w0[j]! & 255) << 8) | (w1[j]! & 255)) - threshold[first + j]!) >>> 31
}
