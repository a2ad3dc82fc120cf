import { normalCdf } from '#domain/stats/normal.ts'
import { HUBER_K, huberLoss } from './bounded-least-squares.ts'
import { standardNormalQuantile } from '../normal-quantile.ts'

/** Observations with what a model says of each: mean and standard deviation of a normal. */
export interface Prediction {
  readonly observed: Float64Array
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/** How well predictions fit: errors in bps; `loss` mean Huber loss of errors over 1 bps; coverage of the central 50 and 90 % bands; PIT counts in ten bins (flat when right); QQ pairs of standardised residuals against the normal. */
export interface Scores {
  readonly observations: number
  readonly mae: number
  readonly bias: number
  readonly loss: number
  readonly coverage50: number
  readonly coverage90: number
  readonly pit: readonly number[]
  readonly qq: readonly (readonly [theoretical: number, observed: number])[]
}

const BINS = 10
const QQ_POINTS = 49
const Z50 = standardNormalQuantile(0.75)
const Z90 = standardNormalQuantile(0.95)

/** Returns the scores of predictions. PIT: Dawid (1984). Zeros for none. */
export function scorePredictions({ observed, mean, deviation }: Prediction): Scores {
  const count = observed.length
  const errors = observed.map((value, i) => value - mean[i]!)
  const standard = errors.map((error, i) => error / deviation[i]!)
  const share = (holds: (u: number) => boolean) => standard.filter(holds).length / Math.max(1, count)
  const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / Math.max(1, count)
  const pit = new Array<number>(BINS).fill(0)
  for (const u of standard) pit[Math.min(BINS - 1, Math.floor(normalCdf(u) * BINS))]! += 1
  return {
    observations: count,
    mae: average(errors.map(Math.abs)),
    bias: average(errors),
    loss: average(errors.map((error) => huberLoss(error, HUBER_K))),
    coverage50: share((u) => Math.abs(u) <= Z50),
    coverage90: share((u) => Math.abs(u) <= Z90),
    pit,
    qq: quantilePairs(standard),
  }
}

function quantilePairs(standard: Float64Array): [number, number][] {
  const sorted = Float64Array.from(standard).sort()
  if (sorted.length === 0) return []
  return Array.from({ length: QQ_POINTS }, (_, k) => {
    const p = (k + 1) / (QQ_POINTS + 1)
    return [standardNormalQuantile(p), sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!]
  })
}
