import { createPlainKernel, type ChunkKernel } from './chunk-kernel.ts'
import type { CompiledScenario } from './compile.ts'
import { simulateFills } from './simulate-fills.ts'

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

/** Starts averaging a scenario's fills; `add` takes in one draw, `read` gives the mean of those taken in. */
export function meanFills(
  scenario: CompiledScenario,
  kernel: ChunkKernel = createPlainKernel(),
): { add(draw: number): void; read(): MeanFills } {
  const { mid, side } = scenario.columns
  const zeros = () => new Float64Array(mid.length)
  const [quantity, paid, fee, latencyMs, atMid] = [zeros(), zeros(), zeros(), zeros(), zeros()] as const
  let draws = 0
  return {
    add(draw) {
      const fills = simulateFills(scenario, draw, kernel)
      for (let i = 0; i < mid.length; i++) {
        const filled = fills.quantity[i]!
        quantity[i]! += filled
        paid[i]! += filled * fills.price[i]!
        atMid[i]! += filled * mid[i]! * (1 + side[i]! * fills.driftBps[i]! * 1e-4)
        fee[i]! += fills.fee[i]!
        latencyMs[i]! += fills.latencyMs[i]!
      }
      draws++
    },
    read() {
      const perUnit = (money: Float64Array) => money.map((sum, i) => (quantity[i]! > 0 ? sum / quantity[i]! : mid[i]!))
      const perDraw = (sums: Float64Array) => sums.map((sum) => sum / draws)
      return {
        ...{ quantity: perDraw(quantity), fee: perDraw(fee), latencyMs: perDraw(latencyMs) },
        ...{ price: perUnit(paid), mid: perUnit(atMid) },
      }
    },
  }
}
