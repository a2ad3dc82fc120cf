import { mean } from '#domain/stats/moments.ts'
import { median } from '#domain/stats/quantile.ts'
import { createRandomSource } from '#domain/stats/random.ts'
import { stationaryBootstrap } from '#domain/stats/stationary-bootstrap.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { HUBER_K, huberLoss } from './bounded-least-squares.ts'
import { LEAST_OBSERVATIONS } from './estimate.ts'
import { selectFills, type LiveFills } from './live-fills.ts'
import { scorePredictions, type Prediction, type Scores } from './scores.ts'
import { fitSlippage, predictTakers, robustNoise, SLIPPAGE_NAMES, type SlippageName } from './slippage-fit.ts'

/** Models compared: the fit, and two baselines it must beat: a constant (the training median) and the current parameters. */
export const MODELS = ['fitted', 'constant', 'current'] as const
export type ModelName = (typeof MODELS)[number]

/** One split in time: trained on the days before, tested on the days after a day's embargo. */
export interface SplitScores {
  readonly name: string
  readonly trainedTo: number
  readonly testedFrom: number
  readonly testedTo: number
  readonly inSample: Readonly<Record<ModelName, Scores>>
  readonly outOfSample: Readonly<Record<ModelName, Scores>>
  /** Huber loss of the fit minus the baseline's on each tested day's fills. */
  readonly lossDifference: Readonly<Record<Exclude<ModelName, 'fitted'>, readonly number[]>>
}

/** The proof that a fit generalises, or not. `p` is one-sided: the chance of so large an improvement if there were none. */
export interface Validation {
  readonly holdout: SplitScores | null
  readonly walkForward: readonly SplitScores[]
  readonly p: Readonly<Record<Exclude<ModelName, 'fitted'>, number>> | null
  readonly recommended: boolean
  readonly sentence: string
}

const FOLDS = 4
const EMBARGO_DAYS = 1
const RESAMPLES = 2000
const LEAST_TEST_DAYS = 5
const SIGNIFICANT = 0.05

/**
 * Validates the slippage fit in time order: 70 % of days to fit, one day's embargo, the rest to test; and walk-forward over
 * four growing windows. The fit is recommended only if its out-of-sample Huber loss is significantly lower (p < .05, paired
 * stationary bootstrap of daily loss differences) than both the constant's and the current parameters'.
 */
export function validateSlippage(fills: LiveFills, current: ScenarioParams, seed: number): Validation {
  const days = [...new Set(fills.day)].sort((a, b) => a - b)
  const cut = Math.floor(days.length * 0.7)
  const holdout = split('holdout', fills, current, days.slice(0, cut), days.slice(cut + EMBARGO_DAYS))
  const walkForward = Array.from({ length: FOLDS }, (_, fold) => {
    const at = (k: number) => Math.round((days.length * k) / (FOLDS + 1))
    return split(
      `fold ${fold + 1}`,
      fills,
      current,
      days.slice(0, at(fold + 1)),
      days.slice(at(fold + 1) + EMBARGO_DAYS, at(fold + 2)),
    )
  }).filter((one) => one !== null)
  if (holdout === null || holdout.lossDifference.current.length < LEAST_TEST_DAYS) {
    const sentence = `Not recommended: ${days.length} days are too few to test the fit on days it has not seen. Load at least ${Math.ceil((LEAST_TEST_DAYS + EMBARGO_DAYS) / 0.3)}.`
    return { holdout, walkForward, p: null, recommended: false, sentence }
  }
  const p = {
    constant: improvementP(holdout.lossDifference.constant, seed),
    current: improvementP(holdout.lossDifference.current, seed + 1),
  }
  return { holdout, walkForward, p, ...verdict(p, holdout) }
}

function verdict(
  p: Record<'constant' | 'current', number>,
  { outOfSample }: SplitScores,
): { recommended: boolean; sentence: string } {
  const loss = (model: ModelName) => outOfSample[model].loss.toFixed(3)
  const against = `out-of-sample loss ${loss('fitted')} against ${loss('current')} with the current parameters (p = ${p.current.toFixed(3)}) and ${loss('constant')} with a constant (p = ${p.constant.toFixed(3)})`
  const recommended = p.constant < SIGNIFICANT && p.current < SIGNIFICANT
  return {
    recommended,
    sentence: recommended
      ? `Recommended: ${against}.`
      : `Not recommended: ${against}; it must be significantly lower than both.`,
  }
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

function split(
  name: string,
  fills: LiveFills,
  current: ScenarioParams,
  trainDays: readonly number[],
  testDays: readonly number[],
): SplitScores | null {
  const train = ofDays(fills, new Set(trainDays))
  const test = ofDays(fills, new Set(testDays))
  const models = fitModels(train, current)
  const known = predictTakers(test, current, models.current.coefficients, 1).index
  if (models.observations < LEAST_OBSERVATIONS || known.length === 0) return null
  const predictions = (data: LiveFills) =>
    Object.fromEntries(MODELS.map((model) => [model, predictWith(models[model], data, current)])) as Record<
      ModelName,
      Prediction
    >
  const tested = predictions(test)
  const scored = (all: Record<ModelName, Prediction>) =>
    Object.fromEntries(MODELS.map((model) => [model, scorePredictions(all[model])])) as Record<ModelName, Scores>
  const testedFillDays = known.map((i) => test.day[i]!)
  return {
    ...{ name, trainedTo: trainDays.at(-1)!, testedFrom: testDays[0]!, testedTo: testDays.at(-1)! },
    inSample: scored(predictions(train)),
    outOfSample: scored(tested),
    lossDifference: {
      constant: dailyDifference(testedFillDays, tested.fitted, tested.constant),
      current: dailyDifference(testedFillDays, tested.fitted, tested.current),
    },
  }
}

interface SlippageModel {
  readonly coefficients: Readonly<Record<SlippageName, number>>
  readonly noiseBps: number
}

/** Fits every model to the training fills. Each gets its own noise from its own residuals, so coverage compares fairly. */
function fitModels(
  train: LiveFills,
  current: ScenarioParams,
): Record<ModelName, SlippageModel> & { observations: number } {
  const now = Object.fromEntries(SLIPPAGE_NAMES.map((name) => [name, current[name]])) as Record<SlippageName, number>
  const { index } = predictTakers(train, current, now, 1)
  const centre = median(index.map((i) => train.slippageBps[i]!)) ?? 0
  const constant = { base_bps: centre, w_spread: 0, impact_y: 0, k_vol: 0, k_depth: 0 }
  const fit = fitSlippage(train, current)
  return {
    observations: index.length,
    fitted: fit,
    constant: {
      coefficients: constant,
      noiseBps: robustNoise(
        index.map((i) => train.slippageBps[i]! - centre),
        new Float64Array(index.length),
      ),
    },
    current: { coefficients: now, noiseBps: current.noise_bps },
  }
}

function predictWith({ coefficients, noiseBps }: SlippageModel, fills: LiveFills, current: ScenarioParams): Prediction {
  const { index, mean: expected, deviation } = predictTakers(fills, current, coefficients, noiseBps)
  return {
    observed: Float64Array.from(index, (i) => fills.slippageBps[i]!),
    mean: expected,
    deviation: deviation.map((d) => Math.max(d, 1e-9)),
  }
}

/** Returns per tested day the mean Huber loss (in bps, of the fit's own scale) of the fit minus that of the baseline. */
function dailyDifference(days: readonly number[], fitted: Prediction, baseline: Prediction): number[] {
  const scale = median(fitted.deviation) ?? 1
  const byDay = new Map<number, number[]>()
  days.forEach((day, k) => {
    const loss = ({ observed, mean: expected }: Prediction) => huberLoss((observed[k]! - expected[k]!) / scale, HUBER_K)
    byDay.set(day, [...(byDay.get(day) ?? []), loss(fitted) - loss(baseline)])
  })
  return [...byDay.values()].map((losses) => mean(losses) ?? 0)
}

function ofDays(fills: LiveFills, days: ReadonlySet<number>): LiveFills {
  return selectFills(
    fills,
    Array.from(fills.day.keys()).filter((i) => days.has(fills.day[i]!)),
  )
}
