import { makerBpsOf, takerBpsOf } from './chunk-costs.ts'
import type { OrderColumns } from './columns.ts'
import type { CompiledScenario } from './compile.ts'
import { SUM } from './draw-sums.ts'
import type { FeeColumns } from './fee-columns.ts'
import type { Scratch } from './scratch.ts'

/** Adds a chunk's cost bases to the day's row, in order. Local accumulators: through the array each addition would be a store. */
export function accumulateCosts(
  columns: OrderColumns,
  first: number,
  count: number,
  scratch: Scratch,
  sums: Float64Array,
  row: number,
): void {
  const { notional, edge } = columns
  const { halfSpread, impact, excessVolatility, depth, share, maker, noise, drift, latencyMs } = scratch
  let taker = sums[row + SUM.takerNotional]!
  let made = sums[row + SUM.makerNotional]!
  let spread = sums[row + SUM.spread]!
  let impacts = sums[row + SUM.impact]!
  let volatility = sums[row + SUM.volatility]!
  let depths = sums[row + SUM.depth]!
  let noises = sums[row + SUM.noise]!
  let drifts = sums[row + SUM.drift]!
  let waiting = sums[row + SUM.waiting]!
  let edges = sums[row + SUM.edge]!
  let latency = sums[row + SUM.latency]!
  for (let j = 0; j < count; j++) {
    const i = first + j
    const filled = notional[i]! * share[j]!
    const m = filled * maker[j]!
    const t = filled - m
    taker += t
    made += m
    spread += (t - m) * halfSpread[j]!
    impacts += t * impact[j]!
    volatility += t * excessVolatility[j]!
    depths += t * depth[j]!
    noises += t * noise[j]!
    drifts += filled * drift[j]!
    waiting += filled * latencyMs[j]!
    edges += edge[i]! * share[j]!
    latency += latencyMs[j]!
  }
  sums[row + SUM.takerNotional] = taker
  sums[row + SUM.makerNotional] = made
  sums[row + SUM.spread] = spread
  sums[row + SUM.impact] = impacts
  sums[row + SUM.volatility] = volatility
  sums[row + SUM.depth] = depths
  sums[row + SUM.noise] = noises
  sums[row + SUM.drift] = drifts
  sums[row + SUM.waiting] = waiting
  sums[row + SUM.edge] = edges
  sums[row + SUM.latency] = latency
}

/** Adds what walking loaded books cost beyond the touch. */
export function accumulateBooks(
  { notional, book }: OrderColumns,
  first: number,
  count: number,
  { share, maker }: Scratch,
  sums: Float64Array,
  row: number,
): void {
  for (let j = 0; j < count; j++)
    sums[row + SUM.book]! += notional[first + j]! * share[j]! * (1 - maker[j]!) * book[first + j]!
}

/** Adds what limit prices saved: the cost beyond (limit - mid), which a limit order does not pay; a price that follows the mid saves nothing of the drift. */
export function accumulateLimits(
  { columns, coefficients: k, limitsFollow }: CompiledScenario,
  first: number,
  count: number,
  scratch: Scratch,
  sums: Float64Array,
  row: number,
): void {
  const { capBps, notional, hasBooks, book } = columns
  const waits = limitsFollow ? 0 : 1
  let saved = sums[row + SUM.limit]!
  for (let j = 0; j < count; j++) {
    const i = first + j
    if (capBps[i] === Infinity) continue
    const isMaker = scratch.maker[j] === 1
    const slippage = isMaker
      ? makerBpsOf(scratch, k, j)
      : takerBpsOf(scratch, hasBooks ? book[i]! : 0, k, j) + k.noiseBps * scratch.noise[j]!
    const cost = slippage + waits * (scratch.drift[j]! + k.driftBpsPerMs * scratch.latencyMs[j]!)
    if (cost > capBps[i]!) saved += notional[i]! * scratch.share[j]! * (cost - capBps[i]!)
  }
  sums[row + SUM.limit] = saved
}

/** Adds the fees of a schedule, money. */
export function accumulateFees(
  columns: OrderColumns,
  fees: FeeColumns,
  first: number,
  count: number,
  scratch: Scratch,
  sums: Float64Array,
  row: number,
): void {
  let money = sums[row + SUM.fee]!
  for (let j = 0; j < count; j++)
    money += scheduledFee(fees, first + j, scratch.share[j]!, columns.notional[first + j]!, scratch.maker[j] === 1)
  sums[row + SUM.fee] = money
}

/** Returns one fill's fee under a compiled schedule, as {@link feeOf} does; 0 for an empty fill. */
export function scheduledFee(
  fees: FeeColumns,
  order: number,
  share: number,
  notional: number,
  isMaker: boolean,
): number {
  if (share === 0) return 0
  const rate = isMaker ? fees.makerBps[order]! : fees.takerBps[order]!
  const plain = fees.perFill + fees.perUnit[order]! * share + rate * 1e-4 * notional * share
  const most = fees.maximumBps === Infinity ? Infinity : fees.maximumBps * 1e-4 * notional * share
  return Math.min(Math.max(plain, fees.minimum), most)
}

/** Adds a chunk's fills to the positions of one draw. */
export function accumulatePositions(
  { symbol, signedQuantity }: OrderColumns,
  first: number,
  count: number,
  { share }: Scratch,
  positions: Float64Array,
  row: number,
): void {
  for (let j = 0; j < count; j++) positions[row + symbol[first + j]!]! += signedQuantity[first + j]! * share[j]!
}
