import { standardNormalQuantile } from '#domain/simulate/normal-quantile.ts'
import { allocateShared } from '#domain/simulate/memory.ts'

/** Input of the benchmark's exact model, as the baselines' mkdata writes it: N fills over D days, K scenarios of 10 numbers, quantile tables as (intercept, slope) pairs. */
export interface BaselineData {
  readonly fills: number
  readonly scenarios: number
  readonly days: number
  readonly dayStart: Int32Array
  readonly impact: Float64Array
  readonly volatility: Float64Array
  readonly depth: Float64Array
  readonly notional: Float64Array
  readonly drift: Float64Array
  readonly parameters: Float64Array
  readonly normal: Float64Array
  readonly lognormal: Float64Array
  readonly exponential: Float64Array
  readonly fill: Float64Array
}

/** Returns the data of `mkdata N K D`: the same linear congruential numbers in the same order, tables rounded to single precision. */
export function makeBaselineData(fills: number, scenarios: number, days: number): BaselineData {
  const random = congruential()
  const column = () => allocateShared.floats(fills)
  const data = { impact: column(), volatility: column(), depth: column(), notional: column(), drift: column() }
  const dayStart = allocateShared.copyInts(
    Int32Array.from({ length: days + 1 }, (_, d) => Math.floor((fills * d) / days)),
  )
  for (let i = 0; i < fills; i++) {
    const quantity = 1 + 5000 * random()
    const adv = 1e6 * (0.2 + 4 * random())
    const price = 20 + 200 * random()
    const volatility = 80 + 300 * random()
    const depth = 500 + 5000 * random()
    data.impact[i] = Math.sqrt(quantity / adv)
    data.volatility[i] = volatility
    data.depth[i] = quantity / depth
    data.notional[i] = quantity * price
    data.drift[i] = volatility / Math.sqrt(23_400_000)
  }
  const parameters = allocateShared.floats(scenarios * 10)
  for (let k = 0; k < scenarios; k++) {
    const slippage = [0.2 + 0.5 * random(), 20 + 30 * random(), 0.002 * random(), 0.5 * random(), 1 + 2 * random()]
    const queueMs = k % 2 ? 10 + 60 * random() : 0
    parameters.set(
      [...slippage, queueMs, Math.round(65536 * (0.2 + 0.5 * random())), -0.2, 0.5 + 0.5 * random(), 0.25],
      k * 10,
    )
  }
  return { fills, scenarios, days, dayStart, ...data, parameters, ...tables() }
}

function congruential(): () => number {
  let state = 12345
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x7feb352d)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x846ca68b)
    mixed ^= mixed >>> 16
    return ((mixed >>> 0) + 0.5) / 4294967296
  }
}

function tables() {
  const low = normalCdf((0 - 0.9) / 0.2)
  const high = normalCdf((1 - 0.9) / 0.2)
  const clip = (x: number) => Math.min(50, Math.max(5, x))
  return {
    normal: packed(4096, 4096, -5.5, 5.5, standardNormalQuantile),
    lognormal: packed(1024, 64, 5, 50, (u) => clip(Math.exp(Math.log(15) + 0.5 * standardNormalQuantile(u)))),
    exponential: packed(1024, 64, 0, 12, (u) => -Math.log1p(-u)),
    fill: packed(1024, 64, 0, 1, (u) => 0.9 + 0.2 * standardNormalQuantile(low + (high - low) * u)),
  }
}

function packed(
  cells: number,
  width: number,
  first: number,
  last: number,
  quantile: (u: number) => number,
): Float64Array {
  const nodes = Float32Array.from({ length: cells + 1 }, (_, k) =>
    k === 0 ? first : k === cells ? last : quantile(k / cells),
  )
  const table = allocateShared.floats(2 * cells)
  for (let cell = 0; cell < cells; cell++) {
    const slope = (nodes[cell + 1]! - nodes[cell]!) / width
    table[2 * cell] = nodes[cell]! - slope * (cell * width) + 0.5 * slope
    table[2 * cell + 1] = slope
  }
  return table
}

/** The normal distribution function by the series of erf, as mkdata has it. */
function normalCdf(x: number): number {
  const y = x / Math.SQRT2
  let sum = y
  let term = y
  for (let n = 1; n < 200 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (-y * y) / n
    sum += term / (2 * n + 1)
  }
  return 0.5 * (1 + (2 / Math.sqrt(Math.PI)) * sum)
}
