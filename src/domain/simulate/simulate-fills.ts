import { createPlainKernel, type ChunkKernel } from './chunk-kernel.ts'
import { makerBpsOf, takerBpsOf } from './chunk-costs.ts'
import type { CompiledScenario } from './compile.ts'
import { scheduledFee } from './kernel-sums.ts'
import type { Scratch } from './scratch.ts'
import { WORD_CHUNK } from './threefry.ts'

/** The fills of one draw, one entry per order in their order: what the exchange would have done with it. */
export interface SimulatedFills {
  /** Filled quantity, units, not negative. */
  readonly quantity: Float64Array
  /** Average price; the mid plus the signed cost. */
  readonly price: Float64Array
  /** Money; negative is a rebate. */
  readonly fee: Float64Array
  readonly latencyMs: Float64Array
  /** 1 for maker, 0 for taker. */
  readonly maker: Uint8Array
  /** Slippage and drift against the arrival mid, bps; positive is worse. */
  readonly costBps: Float64Array
  /** The part of it that is drift of the mid while the order waited. */
  readonly driftBps: Float64Array
}

/** Makes room for the fills of so many orders. */
export function createFills(count: number): SimulatedFills {
  const column = () => new Float64Array(count)
  return {
    quantity: column(),
    price: column(),
    fee: column(),
    latencyMs: column(),
    maker: new Uint8Array(count),
    costBps: column(),
    driftBps: column(),
  }
}

/** Returns the fills of one draw: the same numbers the kernel sums, order by order, to put in the backtest's place and attribute. */
export function simulateFills(
  scenario: CompiledScenario,
  draw: number,
  kernel: ChunkKernel = createPlainKernel(),
): SimulatedFills {
  const count = scenario.columns.notional.length
  const fills = createFills(count)
  kernel.begin(scenario, 0)
  for (let first = 0; first < count; first += WORD_CHUNK) {
    const size = Math.min(WORD_CHUNK, count - first)
    kernel.load(first, size)
    kernel.draw(draw)
    writeFills(scenario, first, size, kernel.scratch, fills, first)
  }
  return fills
}

/** Writes the fills of the chunk that starts at order `first`, as its last draw left them in `scratch`, to `out` from row `at`. */
export function writeFills(
  scenario: CompiledScenario,
  first: number,
  count: number,
  scratch: Scratch,
  out: SimulatedFills,
  at: number,
): void {
  for (let j = 0; j < count; j++) writeFill(scenario, first + j, j, scratch, out, at + j)
}

function writeFill(
  { columns, coefficients: k, fees, limitsFollow }: CompiledScenario,
  i: number,
  j: number,
  scratch: Scratch,
  out: SimulatedFills,
  row: number,
): void {
  const isMaker = scratch.maker[j] === 1
  const bookBps = columns.hasBooks ? columns.book[i]! : 0
  const slippage = isMaker
    ? makerBpsOf(scratch, k, j)
    : takerBpsOf(scratch, bookBps, k, j) + k.noiseBps * scratch.noise[j]!
  const waited = scratch.drift[j]! + k.driftBpsPerMs * scratch.latencyMs[j]!
  const cap = columns.capBps[i]!
  const costBps = limitsFollow ? Math.min(slippage, cap) + waited : Math.min(slippage + waited, cap)
  const share = scratch.share[j]!
  const notional = columns.notional[i]!
  out.quantity[row] = Math.abs(columns.signedQuantity[i]!) * share
  out.costBps[row] = costBps
  out.driftBps[row] = waited
  out.price[row] = columns.mid[i]! * (1 + columns.side[i]! * costBps * 1e-4)
  out.latencyMs[row] = scratch.latencyMs[j]!
  out.maker[row] = isMaker ? 1 : 0
  out.fee[row] =
    fees === null
      ? (isMaker ? k.makerFeeBps : k.takerFeeBps) * 1e-4 * notional * share
      : scheduledFee(fees, i, share, notional, isMaker)
}
