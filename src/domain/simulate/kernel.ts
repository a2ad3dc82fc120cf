import type { ChunkKernel } from './chunk-kernel.ts'
import type { CompiledScenario } from './compile.ts'
import { countedDraws, countLatencies, LATENCY_BINS, SUM, SUM_COUNT, type DrawSums } from './draw-sums.ts'
import { accumulateFees, accumulateLimits } from './kernel-sums.ts'
import { WORD_CHUNK } from './threefry.ts'

/**
 * Simulates draws [sums.firstDraw + from, + to) of a compiled scenario into `sums`, day by day. A draw's numbers depend on
 * (seed, order number, draw) alone and are added in order by one call, so its bits are the same whoever computes it, in
 * whatever ranges. Stops and returns false when `isCancelled` says so, asked once a chunk; then `sums` is incomplete.
 */
export function simulateDraws(
  scenario: CompiledScenario,
  sums: DrawSums,
  from: number,
  to: number,
  kernel: ChunkKernel,
  isCancelled: () => boolean = () => false,
): boolean {
  kernel.begin(scenario, to - from)
  for (let day = 0; day < scenario.days; day++) {
    for (let draw = from; draw < to; draw++)
      sums.values[(draw * scenario.days + day) * SUM_COUNT + SUM.carry] = carriedPnl(
        scenario,
        day,
        kernel.positions,
        draw - from,
      )
    const end = scenario.dayStart[day + 1]!
    for (let first = scenario.dayStart[day]!; first < end; first += WORD_CHUNK) {
      if (isCancelled()) return false
      simulateChunk(scenario, sums, { day, first, count: Math.min(WORD_CHUNK, end - first), from, to }, kernel)
    }
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
  kernel: ChunkKernel,
): void {
  const { columns, fees } = scenario
  const counted = countedDraws(columns.notional.length)
  kernel.load(first, count)
  const { scratch } = kernel
  for (let draw = from; draw < to; draw++) {
    const row = (draw * scenario.days + day) * SUM_COUNT
    kernel.draw(sums.firstDraw + draw)
    kernel.sum(sums.values, row, draw - from)
    if (columns.hasLimits) accumulateLimits(scenario, first, count, scratch, sums.values, row)
    if (fees !== null) accumulateFees(columns, fees, first, count, scratch, sums.values, row)
    if (sums.firstDraw + draw < counted)
      countLatencies(scratch.latencyMs, count, sums.latencyCounts, day * LATENCY_BINS)
  }
}
