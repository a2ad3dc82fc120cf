import { median } from '#domain/stats/quantile.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { HUBER_K, huberLoss } from './bounded-least-squares.ts'
import { LEAST_OBSERVATIONS } from './estimate.ts'
import { indexesOfDays, selectFills, type LiveFills } from './live-fills.ts'
import { normalPrediction, type Prediction } from './scores.ts'
import { fitSlippage, predictTakers, robustNoise, SLIPPAGE_NAMES, type SlippageName } from './slippage-fit.ts'
import type { Stepwise } from './stepwise.ts'
import { takerBasis, type TakerBasis } from './taker-basis.ts'
import { byModel, predictEach, validate, type ByModel, type Comparison, type Validation } from './validate.ts'

interface SlippageModel {
  readonly coefficients: Readonly<Record<SlippageName, number>>
  readonly noiseBps: number
}

/** Validates the slippage fit on taker fills of days it has not seen, by Huber's loss of the error over the fit's own deviation. */
export function* proveSlippage(fills: LiveFills, current: ScenarioParams, seed: number): Stepwise<Validation> {
  const subject = { name: 'slippage', observations: 'taker fills with what the model needs', unit: 'bps' } as const
  return yield* validate(subject, fills.day, (train, test) => compare(fills, current, train, test), seed)
}

function* compare(
  fills: LiveFills,
  current: ScenarioParams,
  trainDays: ReadonlySet<number>,
  testDays: ReadonlySet<number>,
): Stepwise<Comparison | null> {
  const train = selectFills(fills, indexesOfDays(fills.day, trainDays))
  yield null
  const test = selectFills(fills, indexesOfDays(fills.day, testDays))
  yield null
  const trained = yield* takerBasis(train, current)
  const tested = yield* takerBasis(test, current)
  if (trained.index.length < LEAST_OBSERVATIONS || tested.index.length === 0) return null
  const now = Object.fromEntries(SLIPPAGE_NAMES.map((name) => [name, current[name]])) as Record<SlippageName, number>
  const models: ByModel<SlippageModel> = {
    fitted: yield* fitSlippage(train, current, trained),
    constant: constantOf(trained.observed),
    current: { coefficients: now, noiseBps: current.noise_bps },
  }
  yield null
  const outOfSample = yield* predictEach((model) => predict(models[model], tested))
  const scale = median(predictTakers(tested, now, models.fitted.noiseBps).deviation) ?? 1
  return {
    inSample: yield* predictEach((model) => predict(models[model], trained)),
    outOfSample,
    testedDays: tested.index.map((i) => test.day[i]!),
    losses: byModel((model) => scaledLoss(outOfSample[model], Math.max(scale, 1e-9))),
  }
}

/** The median of the training fills, each model with its own noise from its own residuals, so that coverage compares fairly. */
function constantOf(slippages: Float64Array): SlippageModel {
  const centre = median(slippages) ?? 0
  return {
    coefficients: { base_bps: centre, w_spread: 0, impact_y: 0, k_vol: 0, k_depth: 0 },
    noiseBps: robustNoise(
      slippages.map((slip) => slip - centre),
      new Float64Array(slippages.length),
    ),
  }
}

function* predict({ coefficients, noiseBps }: SlippageModel, basis: TakerBasis): Stepwise<Prediction> {
  const { mean, deviation } = predictTakers(basis, coefficients, noiseBps)
  yield null
  return normalPrediction(basis.observed, mean, deviation)
}

function scaledLoss({ observed, expected }: Prediction, scale: number): Float64Array {
  return observed.map((value, k) => huberLoss((value - expected[k]!) / scale, HUBER_K))
}
