import { mean } from '#domain/stats/moments.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { stationaryBootstrap } from '#domain/stats/stationary-bootstrap.ts'
import { LEAST_OBSERVATIONS } from './estimate.ts'
import { scorePredictions, type Prediction, type Scores } from './scores.ts'
import type { Stepwise } from './stepwise.ts'

/** Models compared: the fit, and two baselines it must beat: a constant (of the training days) and the current parameters. */
export const MODELS = ['fitted', 'constant', 'current'] as const
export type ModelName = (typeof MODELS)[number]
type Baseline = Exclude<ModelName, 'fitted'>

/** One value a model. */
export type ByModel<T> = Readonly<Record<ModelName, T>>

/** One split in time: trained on the days before, tested on the days after a day's embargo. */
export interface SplitScores {
  readonly name: string
  readonly trainedTo: number
  readonly testedFrom: number
  readonly testedTo: number
  readonly inSample: ByModel<Scores>
  readonly outOfSample: ByModel<Scores>
  /** Loss of the fit minus the baseline's on each tested day. */
  readonly lossDifference: Readonly<Record<Baseline, readonly number[]>>
}

/** What is proved by itself, what its observations are and their unit. */
export interface Subject {
  readonly name: 'slippage' | 'latency' | 'fills' | 'fees'
  readonly observations: string
  readonly unit: string
}

/** The proof that a fit generalises, or not. `p` is one-sided: the chance of so large an improvement if there were none. */
export interface Validation {
  readonly subject: Subject
  readonly holdout: SplitScores | null
  readonly walkForward: readonly SplitScores[]
  readonly p: Readonly<Record<Baseline, number>> | null
  /** `better` than both baselines, `worse` than the current parameters, neither, or not tested. */
  readonly verdict: 'better' | 'even' | 'worse' | 'untested'
  readonly sentence: string
}

/** What models fitted to some days say of those and of others. `losses` are what the models are compared by, one a tested observation. */
export interface Comparison {
  readonly inSample: ByModel<Prediction>
  readonly outOfSample: ByModel<Prediction>
  readonly testedDays: readonly number[]
  readonly losses: ByModel<Float64Array>
}

/** Fits every model to the training days and predicts both; null where there is too little to fit or to test. */
export type Compare = (train: ReadonlySet<number>, test: ReadonlySet<number>) => Stepwise<Comparison | null>

const FOLDS = 4
/** Splits a proof takes: the folds and the holdout. */
export const SPLITS = FOLDS + 1
const EMBARGO_DAYS = 1
const RESAMPLES = 2000
const LEAST_TEST_DAYS = 5
const LEAST_DAYS = Math.ceil((LEAST_TEST_DAYS + EMBARGO_DAYS) / 0.3)
const SIGNIFICANT = 0.05

/**
 * Validates a fit in time order: 70 % of days to fit, one day's embargo, the rest to test; and walk-forward over four growing
 * windows. It is better only if its out-of-sample loss is significantly lower (p < .05, paired stationary bootstrap of daily
 * loss differences) than both the constant's and the current parameters'. `day` is the day of each observation.
 */
export function* validate(subject: Subject, day: Int32Array, compare: Compare, seed: number): Stepwise<Validation> {
  const days = [...new Set(day)].sort((a, b) => a - b)
  const step = (done: number) => ({ step: `Proving ${subject.name} on unseen days`, done, total: SPLITS })
  yield step(0)
  const cut = Math.floor(days.length * 0.7)
  const holdout = yield* split('holdout', compare, days.slice(0, cut), days.slice(cut + EMBARGO_DAYS))
  const walkForward: SplitScores[] = []
  const at = (k: number) => Math.round((days.length * k) / (FOLDS + 1))
  for (let fold = 1; fold <= FOLDS; fold++) {
    yield step(fold)
    const tested = days.slice(at(fold) + EMBARGO_DAYS, at(fold + 1))
    const one = yield* split(`fold ${fold}`, compare, days.slice(0, at(fold)), tested)
    if (one !== null) walkForward.push(one)
  }
  if (holdout === null || holdout.lossDifference.current.length < LEAST_TEST_DAYS)
    return { subject, holdout, walkForward, p: null, verdict: 'untested', sentence: untested(subject, days.length) }
  const { constant, current } = holdout.lossDifference
  const p = { constant: improvementP(constant, seed), current: improvementP(current, seed + 1) }
  const isBetter = p.constant < SIGNIFICANT && p.current < SIGNIFICANT
  const losses = current.map((difference) => -difference)
  const isWorse = losses.some((loss) => loss !== 0) && improvementP(losses, seed + 2) < SIGNIFICANT
  const verdict = isBetter ? 'better' : isWorse ? 'worse' : 'even'
  return { subject, holdout, walkForward, p, verdict, sentence: sentenceOf(subject, verdict, p, holdout) }
}

function untested({ name, observations }: Subject, days: number): string {
  const many = name === 'slippage' ? 'Not recommended' : 'Not tested'
  return days < LEAST_DAYS
    ? `${many}: ${days} days are too few to test the fit on days it has not seen. Load at least ${LEAST_DAYS}.`
    : `${many}: there are too few ${observations} to fit it on some days and test it on others; ${LEAST_OBSERVATIONS} to fit and some on five days to test are needed.`
}

function sentenceOf(
  { name, unit }: Subject,
  verdict: Validation['verdict'],
  p: Record<Baseline, number>,
  { outOfSample }: SplitScores,
): string {
  const loss = (model: ModelName) => outOfSample[model].loss.toFixed(3)
  const chance = (model: Baseline) => (p[model] < 0.001 ? 'p < 0.001' : `p = ${p[model].toFixed(3)}`)
  const against = `out-of-sample loss ${loss('fitted')} against ${loss('current')} with the current parameters (${chance('current')}) and ${loss('constant')} with a constant (${chance('constant')})`
  if (name === 'slippage')
    return verdict === 'better'
      ? `Recommended: ${against}.`
      : `Not recommended: ${against}; it must be significantly lower than both.`
  const words = { better: 'better than both', even: 'not better than both', worse: 'worse than the current parameters' }
  return `${verdict === 'untested' ? 'Not tested' : `On unseen days ${words[verdict]}`}: ${against}, in ${unit}.`
}

/** Returns the one-sided p-value that the mean difference is not below 0, from a stationary bootstrap of days around their mean. Politis and Romano (1994). */
export function improvementP(differences: readonly number[], seed: number): number {
  const centre = mean(differences) ?? 0
  const statistics = stationaryBootstrap({
    values: differences.map((difference) => difference - centre),
    statistic: mean,
    resamples: RESAMPLES,
    random: createRandomSource(seed),
  })
  const asLow = statistics.filter((value) => value <= centre).length
  return (asLow + 1) / (statistics.length + 1)
}

function* split(
  name: string,
  compare: Compare,
  trainDays: readonly number[],
  testDays: readonly number[],
): Stepwise<SplitScores | null> {
  const comparison = yield* compare(new Set(trainDays), new Set(testDays))
  if (comparison === null) return null
  const { inSample, outOfSample, testedDays, losses } = comparison
  return {
    ...{ name, trainedTo: trainDays.at(-1)!, testedFrom: testDays[0]!, testedTo: testDays.at(-1)! },
    inSample: yield* scoreEach(inSample),
    outOfSample: yield* scoreEach(outOfSample),
    lossDifference: {
      constant: dailyDifference(testedDays, losses.fitted, losses.constant),
      current: dailyDifference(testedDays, losses.fitted, losses.current),
    },
  }
}

function* scoreEach(predictions: ByModel<Prediction>): Stepwise<ByModel<Scores>> {
  const fitted = scorePredictions(predictions.fitted)
  yield null
  const constant = scorePredictions(predictions.constant)
  yield null
  return { fitted, constant, current: scorePredictions(predictions.current) }
}

/** Returns what `value` gives of each model. */
export function byModel<T>(value: (model: ModelName) => T): ByModel<T> {
  return { fitted: value('fitted'), constant: value('constant'), current: value('current') }
}

/** Returns the predictions of each model, one model after another. */
export function* predictEach(predict: (model: ModelName) => Stepwise<Prediction>): Stepwise<ByModel<Prediction>> {
  const fitted = yield* predict('fitted')
  const constant = yield* predict('constant')
  return { fitted, constant, current: yield* predict('current') }
}

/** Returns per tested day the mean loss of the fit minus that of the baseline. */
function dailyDifference(days: readonly number[], fitted: Float64Array, baseline: Float64Array): number[] {
  const sums = new Map<number, { sum: number; count: number }>()
  days.forEach((day, k) => {
    const { sum, count } = sums.get(day) ?? { sum: 0, count: 0 }
    sums.set(day, { sum: sum + fitted[k]! - baseline[k]!, count: count + 1 })
  })
  return [...sums.values()].map(({ sum, count }) => sum / count)
}
