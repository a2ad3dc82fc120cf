import type { ChunkKernel } from './chunk-kernel.ts'
import type { CompiledScenario } from './compile.ts'
import type { Allocate } from './memory.ts'
import { createFills, writeFills, type SimulatedFills } from './simulate-fills.ts'
import { WORD_CHUNK } from './threefry.ts'

/** The mean over draws of what an exchange would have done with each order: put in the backtest's place, it earns the mean simulated P&L. */
export interface MeanFills {
  readonly quantity: Float64Array
  /** Average price by quantity; the order's mid where nothing filled. */
  readonly price: Float64Array
  readonly fee: Float64Array
  readonly latencyMs: Float64Array
  /** Mid at the fill, by quantity. */
  readonly mid: Float64Array
}

/** Makes room for the mean fills of so many orders. */
export function createMeanFills(orders: number, allocate: Allocate): MeanFills {
  const column = () => allocate.floats(orders)
  return { quantity: column(), price: column(), fee: column(), latencyMs: column(), mid: column() }
}

/**
 * Averages the fills of orders [from, to) over the first `draws` draws into `out`. An order's draws are added in order by one
 * call, so its bits are the same whoever averages it, in whatever ranges. Stops and returns false when `isCancelled` says so,
 * asked once a chunk; then `out` is incomplete.
 */
export function averageFills(
  scenario: CompiledScenario,
  draws: number,
  out: MeanFills,
  [from, to]: readonly [number, number],
  kernel: ChunkKernel,
  isCancelled: () => boolean = () => false,
): boolean {
  const fills = createFills(WORD_CHUNK)
  kernel.begin(scenario, 0)
  for (let first = from; first < to; first += WORD_CHUNK) {
    if (isCancelled()) return false
    const count = Math.min(WORD_CHUNK, to - first)
    kernel.load(first, count)
    for (let draw = 0; draw < draws; draw++) {
      kernel.draw(draw)
      writeFills(scenario, first, count, kernel.scratch, fills, 0)
      addFills(scenario, first, count, fills, out)
    }
    divide(scenario, first, count, draws, out)
  }
  return true
}

/** Adds a draw; `price` and `mid` hold money until they are divided. */
function addFills(
  { columns: { mid, side } }: CompiledScenario,
  first: number,
  count: number,
  fills: SimulatedFills,
  out: MeanFills,
): void {
  for (let j = 0; j < count; j++) {
    const i = first + j
    const filled = fills.quantity[j]!
    out.quantity[i]! += filled
    out.price[i]! += filled * fills.price[j]!
    out.mid[i]! += filled * mid[i]! * (1 + side[i]! * fills.driftBps[j]! * 1e-4)
    out.fee[i]! += fills.fee[j]!
    out.latencyMs[i]! += fills.latencyMs[j]!
  }
}

function divide({ columns }: CompiledScenario, first: number, count: number, draws: number, out: MeanFills): void {
  for (let i = first; i < first + count; i++) {
    const filled = out.quantity[i]!
    out.price[i] = filled > 0 ? out.price[i]! / filled : columns.mid[i]!
    out.mid[i] = filled > 0 ? out.mid[i]! / filled : columns.mid[i]!
    out.quantity[i] = filled / draws
    out.fee[i]! /= draws
    out.latencyMs[i]! /= draws
  }
}
