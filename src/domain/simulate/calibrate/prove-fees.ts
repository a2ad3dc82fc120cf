import { median } from '#domain/stats/quantile.ts'
import type { FeeSchedule, ScenarioParams } from '#shared/simulate/scenario.ts'
import { feeOf, ratesAt, trailingVolumes } from '../fee-schedule.ts'
import { DAY_MS } from '../latency.ts'
import { standardNormalQuantile } from '../normal-quantile.ts'
import { LEAST_OBSERVATIONS } from './estimate.ts'
import { isCharged, RATE_STEP, rateOf, readFees, scheduleOf } from './fee-fit.ts'
import { indexesOfDays, selectFills, type LiveFills } from './live-fills.ts'
import { normalPrediction, type Prediction } from './scores.ts'
import { valuesOf, type Stepwise } from './stepwise.ts'
import { byModel, predictEach, validate, type ByModel, type Comparison, type Validation } from './validate.ts'

/** What a model charges a fill, bps of its notional. */
type FeeModel = (fills: LiveFills, i: number) => number
type Charges = Pick<ScenarioParams, 'maker_fee_bps' | 'taker_fee_bps' | 'fee_schedule'>

/** Bands: nine in ten fees within what rates are told apart to. */
const DEVIATION = RATE_STEP / standardNormalQuantile(0.95)

/** Validates the fees read off on fills of days not read: bps of notional, the loss is the absolute error. The constant is the training days' median rate of all fills; "in the 90 % band" is right to 0.05 bps. */
export function* proveFees(fills: LiveFills, current: ScenarioParams, seed: number): Stepwise<Validation> {
  const subject = { name: 'fees', observations: 'fills with a fee', unit: 'bps' } as const
  const placeOf = new Map(Array.from(fills.day.keys(), (i) => [fills.timeMs[i]!, i]))
  const volumes = new Map<number, Float64Array>()
  /** Volume traded before, of all fills and not of the selected ones only. */
  const volumeBefore = (windowDays: number, timeMs: number) => {
    const known = volumes.get(windowDays) ?? trailingVolumes(fills.timeMs, fills.notional, windowDays * DAY_MS)
    volumes.set(windowDays, known)
    return known[placeOf.get(timeMs)!]!
  }
  const modelOf = (charges: Charges) => feeModel(charges, volumeBefore)
  return yield* validate(subject, fills.day, (train, test) => compare(fills, current, modelOf, train, test), seed)
}

function feeModel(
  { fee_schedule: schedule, maker_fee_bps: maker, taker_fee_bps: taker }: Charges,
  volumeBefore: (windowDays: number, timeMs: number) => number,
): FeeModel {
  if (schedule === null) return (fills, i) => (fills.isMaker[i] === 1 ? maker : taker)
  return (fills, i) => {
    const { makerBps, takerBps } = ratesAt(schedule, volumeBefore(schedule.window_days, fills.timeMs[i]!))
    const rate = fills.isMaker[i] === 1 ? makerBps : takerBps
    return (feeOf(schedule, rate, fills.quantity[i]!, fills.notional[i]!) / fills.notional[i]!) * 1e4
  }
}

function* compare(
  fills: LiveFills,
  current: ScenarioParams,
  modelOf: (charges: Charges) => FeeModel,
  trainDays: ReadonlySet<number>,
  testDays: ReadonlySet<number>,
): Stepwise<Comparison | null> {
  const charged = (days: ReadonlySet<number>) =>
    selectFills(
      fills,
      indexesOfDays(fills.day, days).filter((i) => isCharged(fills, i, fills.isMaker[i] === 1 ? 'maker' : 'taker')),
    )
  const train = charged(trainDays)
  yield null
  const test = charged(testDays)
  if (train.day.length < LEAST_OBSERVATIONS || test.day.length === 0) return null
  yield null
  const paid = median(Array.from(train.day.keys(), (i) => rateOf(train, i))) ?? 0
  const models: ByModel<FeeModel> = {
    fitted: modelOf(readCharges(train, current)),
    constant: () => paid,
    current: modelOf(current),
  }
  yield null
  const outOfSample = yield* predictEach((model) => predict(models[model], test))
  return {
    inSample: yield* predictEach((model) => predict(models[model], train)),
    outOfSample,
    testedDays: Array.from(test.day),
    losses: byModel((model) => outOfSample[model].loss),
  }
}

/** The fees a calibration of these fills puts into its scenario. */
function readCharges(fills: LiveFills, current: ScenarioParams): Charges {
  const readings = readFees(fills)
  const [maker, taker] = readings
  const schedule: FeeSchedule | null = scheduleOf(readings, 'quote currency')
  return {
    maker_fee_bps: maker.rateBps ?? current.maker_fee_bps,
    taker_fee_bps: taker.rateBps ?? current.taker_fee_bps,
    fee_schedule: schedule ?? current.fee_schedule,
  }
}

function* predict(model: FeeModel, fills: LiveFills): Stepwise<Prediction> {
  const count = fills.day.length
  const observed = yield* valuesOf(count, (i) => rateOf(fills, i))
  const expected = yield* valuesOf(count, (i) => model(fills, i))
  const prediction = normalPrediction(observed, expected, new Float64Array(count).fill(DEVIATION))
  return { ...prediction, loss: observed.map((rate, i) => Math.abs(rate - expected[i]!)) }
}
