import { normalCdf, normalQuantile } from '#domain/stats/normal.ts'
import { median } from '#domain/stats/quantile.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { LEAST_OBSERVATIONS } from './estimate.ts'
import { fitLatency } from './latency-fit.ts'
import { latencyLaw, type LatencyLaw } from './latency-law.ts'
import { indexesOfDays, type LiveFills } from './live-fills.ts'
import { scoreOf, type Prediction } from './scores.ts'
import { valuesOf, type Stepwise } from './stepwise.ts'
import { byModel, predictEach, validate, type Comparison, type Validation } from './validate.ts'

/** Levels of the pinball loss: its mean over them is a discrete continuous ranked probability score. Gneiting and Raftery (2007). */
const LEVELS = Array.from({ length: 19 }, (_, k) => (k + 1) / 20)
/** A distribution function costs about a microsecond. */
const PIECE = 1 << 12

/**
 * Validates the latency fit on fills of days it has not seen: expected is the median, the loss is the mean over nineteen
 * quantiles of twice the pinball loss, ms. The constant is a normal around the training median with the training days' spread.
 */
export function* proveLatency(fills: LiveFills, current: ScenarioParams, seed: number): Stepwise<Validation> {
  const subject = { name: 'latency', observations: 'fills with a measured latency', unit: 'ms' } as const
  return yield* validate(subject, fills.day, (train, test) => compare(fills, current, train, test), seed)
}

function* compare(
  { day, latencyMs }: LiveFills,
  current: ScenarioParams,
  trainDays: ReadonlySet<number>,
  testDays: ReadonlySet<number>,
): Stepwise<Comparison | null> {
  const measured = (days: ReadonlySet<number>) => indexesOfDays(day, days).filter((i) => Number.isFinite(latencyMs[i]))
  const tested = measured(testDays)
  const train = Float64Array.from(measured(trainDays), (i) => latencyMs[i]!)
  const test = Float64Array.from(tested, (i) => latencyMs[i]!)
  if (train.length < LEAST_OBSERVATIONS || test.length === 0) return null
  const estimates = yield* fitLatency(Array.from(train), current)
  const fitted = estimates.flatMap(({ name, fitted: value }) => (value === null ? [] : [[name, value] as const]))
  if (fitted.length === 0) return null
  const laws = {
    fitted: latencyLaw({ ...current, ...Object.fromEntries(fitted) }),
    constant: normalLaw(train),
    current: latencyLaw(current),
  }
  const outOfSample = yield* predictEach((model) => predict(laws[model], test))
  return {
    inSample: yield* predictEach((model) => predict(laws[model], train)),
    outOfSample,
    testedDays: tested.map((i) => day[i]!),
    losses: byModel((model) => outOfSample[model].loss),
  }
}

function* predict({ cdf, quantile }: LatencyLaw, observed: Float64Array): Stepwise<Prediction> {
  const quantiles = LEVELS.map(quantile)
  const centre = quantiles[LEVELS.indexOf(0.5)]!
  yield null
  return {
    observed,
    expected: observed.map(() => centre),
    standard: yield* valuesOf(observed.length, (k) => scoreOf(cdf(observed[k]!)), PIECE),
    loss: yield* valuesOf(observed.length, (k) => pinball(observed[k]!, quantiles), PIECE),
  }
}

function pinball(observed: number, quantiles: readonly number[]): number {
  let sum = 0
  for (let k = 0; k < quantiles.length; k++) {
    const over = observed - quantiles[k]!
    sum += over > 0 ? LEVELS[k]! * over : (LEVELS[k]! - 1) * over
  }
  return (2 * sum) / quantiles.length
}

function normalLaw(values: Float64Array): LatencyLaw {
  const centre = median(values) ?? 0
  const spread = Math.max(1e-9, 1.4826 * (median(values.map((value) => Math.abs(value - centre))) ?? 0))
  return {
    cdf: (ms) => normalCdf((ms - centre) / spread),
    quantile: (probability) => centre + spread * normalQuantile(probability),
  }
}
