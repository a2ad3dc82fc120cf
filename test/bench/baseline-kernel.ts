import { fillNormals } from '#domain/simulate/quantile-table.ts'
import { WORD_CHUNK, type WordSource } from '#domain/simulate/threefry.ts'
import type { BaselineData } from './baseline-data.ts'

/** Sums per day and scenario: usd, usd squared, notional filled, latency, makers. */
export const BASELINE_SUMS = 5

const scratch = () => new Float64Array(WORD_CHUNK)
const [z1, z2, latency, filled] = [scratch(), scratch(), scratch(), scratch()]

/** Runs days [from, to) of the benchmark's exact model (counter (fill, scenario), key seed; baselines' specification) into `out`, days x scenarios x 5, with the product's random words and staged loops. */
export function runBaseline(
  data: BaselineData,
  from: number,
  to: number,
  source: WordSource,
  out: Float64Array,
  seed = 42,
): void {
  for (let day = from; day < to; day++) {
    const end = data.dayStart[day + 1]!
    for (let first = data.dayStart[day]!; first < end; first += WORD_CHUNK) {
      const count = Math.min(WORD_CHUNK, end - first)
      for (let j = 0; j < count; j++) source.counters[j] = first + j
      for (let scenario = 0; scenario < data.scenarios; scenario++) {
        source.generate(seed, scenario, count)
        runCell(data, first, count, scenario, source, out, (day * data.scenarios + scenario) * BASELINE_SUMS)
      }
    }
  }
}

function runCell(
  data: BaselineData,
  first: number,
  count: number,
  scenario: number,
  source: WordSource,
  out: Float64Array,
  row: number,
): void {
  const [w0, w1, w2, w3] = source.words
  fillNormals(w0, count, z1, data.normal, 1)
  fillNormals(w1, count, z2, data.normal, 1)
  fillFields(w2, w3, count, data.lognormal, data.fill)
  const queueMs = data.parameters[scenario * 10 + 5]!
  if (queueMs > 0) addQueue(w2, count, data.exponential, queueMs)
  accumulate(data, data.parameters.subarray(scenario * 10, scenario * 10 + 10), first, count, w0, w1, out, row)
}

function fillFields(w2: Int32Array, w3: Int32Array, count: number, lognormal: Float64Array, fill: Float64Array): void {
  for (let j = 0; j < count; j++) {
    const network = (w2[j]! >>> 22) << 1
    latency[j] =
      lognormal[network]! +
      lognormal[network + 1]! * (w2[j]! >>> 16) +
      (1 + (9 * 0.5) / 65536) +
      (w3[j]! & 65535) * (9 / 65536)
    const share = (w3[j]! >>> 22) << 1
    filled[j] = fill[share]! + fill[share + 1]! * (w3[j]! >>> 16)
  }
}

function addQueue(w2: Int32Array, count: number, exponential: Float64Array, meanMs: number): void {
  for (let j = 0; j < count; j++) {
    const m = w2[j]! & 65535
    const cell = m >>> 6
    const wait =
      cell === 1023 ? -Math.log(1 - (m + 0.5) / 65536) : exponential[2 * cell]! + exponential[2 * cell + 1]! * m
    latency[j]! += meanMs * wait
  }
}

function accumulate(
  data: BaselineData,
  p: Float64Array,
  first: number,
  count: number,
  w0: Int32Array,
  w1: Int32Array,
  out: Float64Array,
  row: number,
): void {
  const { impact, volatility, depth, notional, drift } = data
  const [base, k, cv, cd, noise, threshold] = [p[0]!, p[1]!, p[2]!, p[3]!, p[4]!, p[6]!]
  const takerFee = p[8]!
  const feeGap = p[7]! - takerFee
  const makerGap = p[9]! - 1
  let [usd, squares, money, waited, makers] = [out[row]!, out[row + 1]!, out[row + 2]!, out[row + 3]!, out[row + 4]!]
  for (let j = 0; j < count; j++) {
    const i = first + j
    const maker = ((((w0[j]! & 255) << 8) | (w1[j]! & 255)) - threshold) >>> 31
    const slip = base + k * impact[i]! + cv * volatility[i]! + cd * depth[i]! + noise * z1[j]!
    const nt = notional[i]! * filled[j]!
    const cost =
      nt *
      (slip * (1 + maker * makerGap) + (takerFee + maker * feeGap) + drift[i]! * Math.sqrt(latency[j]!) * z2[j]!) *
      1e-4
    usd += cost
    squares += cost * cost
    money += nt
    waited += latency[j]!
    makers += maker
  }
  out[row] = usd
  out[row + 1] = squares
  out[row + 2] = money
  out[row + 3] = waited
  out[row + 4] = makers
}
