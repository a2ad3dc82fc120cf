import jStat from 'jstat'
import { mean } from '#domain/stats/moments.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { betaShapes, limitFillMean } from '../fills.ts'
import { LEAST_OBSERVATIONS } from './estimate.ts'
import { fitFillRatios } from './fill-fit.ts'
import { indexesOfDays, selectOrders, type LiveOrders } from './live-fills.ts'
import { scoreOf, type Prediction } from './scores.ts'
import { valuesOf, type Stepwise } from './stepwise.ts'
import { byModel, predictEach, validate, type ByModel, type Comparison, type Validation } from './validate.ts'

/** Shares are told apart to this: an order filled whole stands for what a beta puts within it of 1. */
const SHARE_STEP = 0.005
const PIECE = 1 << 12

/** What a model says of one order: the mean filled share and its concentration. */
interface ShareModel {
  readonly meanOf: (orders: LiveOrders, i: number) => number
  readonly concentration: number
}

/** Validates the fit of filled shares on orders of days it has not seen: percent of the quantity, the loss is the squared error. The constant is the training days' mean share. */
export function* proveFills(orders: LiveOrders, current: ScenarioParams, seed: number): Stepwise<Validation> {
  const subject = { name: 'fills', observations: 'orders as sent', unit: '%' } as const
  return yield* validate(subject, orders.day, (train, test) => compare(orders, current, train, test), seed)
}

function* compare(
  orders: LiveOrders,
  current: ScenarioParams,
  trainDays: ReadonlySet<number>,
  testDays: ReadonlySet<number>,
): Stepwise<Comparison | null> {
  const known = (days: ReadonlySet<number>) =>
    selectOrders(
      orders,
      indexesOfDays(orders.day, days).filter((i) => Number.isFinite(orders.filledShare[i])),
    )
  const train = known(trainDays)
  const test = known(testDays)
  if (train.day.length < LEAST_OBSERVATIONS || test.day.length === 0) return null
  const estimates = yield* fitFillRatios(train, current)
  const fitted = estimates.flatMap(({ name, fitted: value }) => (value === null ? [] : [[name, value] as const]))
  const params: ScenarioParams = { ...current, ...Object.fromEntries(fitted) }
  const level = mean(Array.from(train.filledShare)) ?? 1
  const models: ByModel<ShareModel> = {
    fitted: modelOf(params),
    constant: { meanOf: () => level, concentration: params.fill_concentration },
    current: modelOf(current),
  }
  const outOfSample = yield* predictEach((model) => predict(models[model], test))
  return {
    inSample: yield* predictEach((model) => predict(models[model], train)),
    outOfSample,
    testedDays: Array.from(test.day),
    losses: byModel((model) => outOfSample[model].loss),
  }
}

/** An order whose spread or volume is not known is taken at the reference, as one the model does not lower. */
function modelOf(params: ScenarioParams): ShareModel {
  const orElse = (value: number, otherwise: number) => (Number.isFinite(value) ? value : otherwise)
  return {
    concentration: params.fill_concentration,
    meanOf: ({ isLimit, spreadBps, volume }, i) =>
      isLimit[i] === 0
        ? params.market_fill
        : limitFillMean(
            {
              spreadBps: orElse(spreadBps[i]!, params.spread_ref_bps),
              volume: orElse(volume[i]!, params.volume_ref),
            },
            params,
          ),
  }
}

function* predict({ meanOf, concentration }: ShareModel, orders: LiveOrders): Stepwise<Prediction> {
  const count = orders.day.length
  const means = yield* valuesOf(count, (i) => meanOf(orders, i))
  const standard = yield* valuesOf(
    count,
    (i) => scoreOf(placeOf(orders.filledShare[i]!, means[i]!, concentration)),
    PIECE,
  )
  return {
    observed: orders.filledShare.map((share) => 100 * share),
    expected: means.map((share) => 100 * share),
    standard,
    loss: orders.filledShare.map((share, i) => (100 * (share - means[i]!)) ** 2),
  }
}

/** Returns the middle of the probabilities a beta puts up to half a percent below and above a share; a mean of 0 or 1 is certain. */
function placeOf(share: number, level: number, concentration: number): number {
  if (level <= 0 || level >= 1) {
    if (Math.abs(share - level) <= SHARE_STEP) return 0.5
    return share < level ? 0 : 1
  }
  const { alpha, beta } = betaShapes(level, concentration)
  const below = (x: number) => (x <= 0 ? 0 : x >= 1 ? 1 : jStat.beta.cdf(x, alpha, beta))
  return (below(share - SHARE_STEP) + below(share + SHARE_STEP)) / 2
}
