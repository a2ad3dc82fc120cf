import { HUBER_K, huberLoss } from './bounded-least-squares.ts'
import { standardNormalQuantile } from '../normal-quantile.ts'

/** Observations with what a model says of each: what it expects, where the observation fell in its distribution, as a standard normal score, and the loss. */
export interface Prediction {
  readonly observed: Float64Array
  readonly expected: Float64Array
  readonly standard: Float64Array
  readonly loss: Float64Array
}

/** How well predictions fit: errors in the observations' unit; mean loss; coverage of the central 50 and 90 % bands; PIT counts in ten bins (flat when right); QQ pairs of normal scores against the normal. */
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
/** Where the bins of the probability integral transform begin, as normal scores. */
const EDGES = Array.from({ length: BINS - 1 }, (_, k) => standardNormalQuantile((k + 1) / BINS))
const Z50 = standardNormalQuantile(0.75)
const Z90 = standardNormalQuantile(0.95)
/** Scores beyond this stand at it: what a model holds impossible has no finite one. */
const FARTHEST = 8

/** Returns the prediction of a normal with a mean and a deviation for each observation; the loss is Huber's of the error over 1 unit. */
export function normalPrediction(observed: Float64Array, mean: Float64Array, deviation: Float64Array): Prediction {
  const error = observed.map((value, i) => value - mean[i]!)
  return {
    observed,
    expected: mean,
    standard: error.map((e, i) => e / Math.max(deviation[i]!, 1e-9)),
    loss: error.map((e) => huberLoss(e, HUBER_K)),
  }
}

/** Returns the normal score of a probability, within 8 standard deviations. */
export function scoreOf(probability: number): number {
  if (!(probability > 1e-15)) return -FARTHEST
  return probability < 1 - 1e-15 ? standardNormalQuantile(probability) : FARTHEST
}

/** Returns the scores of predictions. PIT: Dawid (1984). Zeros for none. */
export function scorePredictions({ observed, expected, standard, loss }: Prediction): Scores {
  const count = observed.length
  const errors = observed.map((value, i) => value - expected[i]!)
  const share = (holds: (u: number) => boolean) => standard.filter(holds).length / Math.max(1, count)
  const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / Math.max(1, count)
  const pit = new Array<number>(BINS).fill(0)
  for (const u of standard) pit[EDGES.filter((edge) => edge <= u).length]! += 1
  return {
    observations: count,
    mae: average(errors.map(Math.abs)),
    bias: average(errors),
    loss: average(loss),
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
