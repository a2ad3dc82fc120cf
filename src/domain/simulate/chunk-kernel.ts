import { writeCosts } from './chunk-costs.ts'
import type { CompiledScenario } from './compile.ts'
import {
  addQueue,
  capExits,
  fillLatencies,
  fillMakers,
  fillShares,
  fillWaitingDrift,
  replayQuotes,
  waitLikeLive,
} from './kernel-draws.ts'
import { accumulateBooks, accumulateCosts, accumulatePositions } from './kernel-sums.ts'
import { fillNormals } from './quantile-table.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { createWordSource, type WordSource } from './threefry.ts'

/**
 * Draws and sums chunks of orders: the part of a simulation that takes its time. Everything else is written once over it.
 * There is this one in JavaScript and one in WebAssembly (workers), which gives the same bits. Calls come in the order
 * begin, then for each chunk load, then for each draw `draw`, then `sum` where sums are wanted.
 */
export interface ChunkKernel {
  /** Cost bases of the chunk loaded and what the last `draw` drew, one entry per order of it. Valid until the next `load`. */
  readonly scratch: Scratch
  /** Quantities held, draws x symbols, of the draws begun. Valid until the next `load`. */
  readonly positions: Float64Array
  /** Takes a scenario, and makes room for the positions of `draws` draws, all zero. */
  begin(scenario: CompiledScenario, draws: number): void
  /** Takes orders [first, first + count), at most WORD_CHUNK. */
  load(first: number, count: number): void
  /** Draws what the chunk's orders meet: noise, latency, drift while waiting, filled share, maker or taker. */
  draw(draw: number): void
  /** Adds costs to the SUM_COUNT entries of `values` from `row`, and fills to the positions of row `position`. */
  sum(values: Float64Array, row: number, position: number): void
}

/** Makes a kernel in JavaScript. */
export function createPlainKernel(source: WordSource = createWordSource()): ChunkKernel {
  const scratch = createScratch()
  let scenario: CompiledScenario
  let positions = new Float64Array(0)
  let [first, count] = [0, 0]
  const hasExits = () => scenario.fills.lotStart[first + count]! > scenario.fills.lotStart[first]!
  return {
    scratch,
    get positions() {
      return positions
    },
    begin(taken, draws) {
      scenario = taken
      positions = new Float64Array(draws * taken.symbols)
    },
    load(from, length) {
      first = from
      count = length
      writeCosts(scenario.columns, first, count, scratch)
    },
    draw(draw) {
      const closes = hasExits()
      if (closes) capExits(scenario, first, count, draw, source, scratch.cap)
      source.counters.set(scenario.columns.counter.subarray(first, first + count))
      source.generate(scenario.seed, draw, count)
      drawChunk(scenario, first, count, source, scratch)
      fillShares(scenario.fills, source.words[3], first, count, scratch.share, closes ? scratch.cap : null)
    },
    sum(values, row, position) {
      accumulateCosts(scenario.columns, first, count, scratch, values, row)
      if (scenario.columns.hasBooks) accumulateBooks(scenario.columns, first, count, scratch, values, row)
      accumulatePositions(scenario.columns, first, count, scratch, positions, position * scenario.symbols)
    },
  }
}

/** Turns a chunk's words into noise, latency, drift while waiting, maker or taker. */
function drawChunk(
  scenario: CompiledScenario,
  first: number,
  count: number,
  source: WordSource,
  scratch: Scratch,
): void {
  const [w0, w1, w2, w3] = source.words
  const { columns, latency, latencyTables: tables } = scenario
  const constantMs = latency.extraMs + latency.exchangeMinMs
  fillNormals(w0, count, scratch.noise, scenario.normalTable)
  fillNormals(w1, count, scratch.drift, scenario.normalTable)
  fillLatencies(w2, w3, count, scratch.latencyMs, tables, constantMs, latency.exchangeSpanMs)
  if (latency.queueMeanMs > 0) addQueue(w2, count, scratch.latencyMs, tables, latency.queueMeanMs)
  if (scenario.liveWaitMs !== null) waitLikeLive(scenario.liveWaitMs, first, count, latency.extraMs, scratch.latencyMs)
  fillWaitingDrift(scratch.sigma, count, scratch.latencyMs, scratch.drift)
  if (scenario.quotes !== null) replayQuotes(scenario, first, count, scratch.latencyMs, scratch.drift)
  fillMakers(columns.makerThreshold, w0, w1, first, count, scratch.maker)
}
