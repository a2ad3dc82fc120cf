import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { estimated, LEAST_OBSERVATIONS, notIdentifiable, type ParameterEstimate } from './estimate.ts'
import { readFees, scheduleOf, type FeeReading } from './fee-fit.ts'
import { fitFillRatios, fitMakerProbability } from './fill-fit.ts'
import { fitLatency } from './latency-fit.ts'
import type { LiveFills, LiveOrders } from './live-fills.ts'
import { proveFees } from './prove-fees.ts'
import { proveFills } from './prove-fills.ts'
import { proveLatency } from './prove-latency.ts'
import { proveSlippage } from './prove-slippage.ts'
import { fitSlippage, type SlippageFit } from './slippage-fit.ts'
import { counted, type Stepwise } from './stepwise.ts'
import { SPLITS, type Validation } from './validate.ts'

/** What a calibration reads, and the scenario it starts from. `orders` may be missing: then fill ratios stay. */
export interface CalibrationInput {
  readonly fills: LiveFills
  readonly orders: LiveOrders | null
  readonly current: Scenario
  readonly currency: string
  readonly seed: number
}

/** A calibration: every parameter with its interval or why it has none, the proof, and the fitted scenario to use, which replaces nothing. */
export interface Calibration {
  readonly parameters: readonly ParameterEstimate[]
  readonly correlation: SlippageFit['correlation']
  readonly fees: readonly [FeeReading, FeeReading]
  readonly validation: Validation
  /** The proofs of latency, filled shares and fees, each by itself. */
  readonly others: readonly Validation[]
  readonly recommended: boolean
  readonly sentence: string
  readonly scenario: Scenario
}

/** Estimates of every parameter, with the correlations of the slippage coefficients and the fees as read. */
export type FittedParameters = Pick<Calibration, 'parameters' | 'correlation' | 'fees'>

/** What is fitted one after another: slippage, fees, latency, filled shares. */
const FITS = 4

/** Fits every parameter to live: fees read off, latency, fill ratios, P(maker) and slippage fitted. */
export function* fitParameters({
  fills,
  orders,
  current,
}: Pick<CalibrationInput, 'fills' | 'orders' | 'current'>): Stepwise<FittedParameters> {
  const step = (name: string, done: number) => ({ step: `Fitting ${name}`, done, total: FITS })
  yield step('slippage', 0)
  const slippage = yield* fitSlippage(fills, current.params)
  yield step('fees', 1)
  const fees = readFees(fills)
  yield step('latency', 2)
  const latency = yield* fitLatency(Array.from(fills.latencyMs).filter(Number.isFinite), current.params)
  yield step('filled shares', 3)
  const shares = orders === null ? [] : yield* fitFillRatios(orders, current.params)
  const limits = Array.from(fills.isLimit.keys()).filter((i) => fills.isLimit[i] === 1)
  const makers = limits.filter((i) => fills.isMaker[i] === 1)
  const parameters = [
    ...slippage.estimates,
    slippage.noise,
    adverseEstimate(fills, current, slippage),
    ...latency,
    fitMakerProbability(makers.length, limits.length, current.params.p_maker),
    ...shares,
    ...fees.map((reading) => feeEstimate(reading, current)),
  ]
  return { parameters, correlation: slippage.correlation, fees }
}

/**
 * Calibrates the simulator to live fills, and validates slippage, latency, filled shares and fees on days they have not seen.
 * Parameters the data cannot tell keep their current value in the scenario; a schedule replaces flat fees when tiers were seen.
 * Recommended if slippage is better than both baselines and nothing else is worse than the current parameters.
 */
export function* calibrate(input: CalibrationInput): Stepwise<Calibration> {
  const { fills, orders, current, seed } = input
  const total = FITS + SPLITS * (orders === null ? 3 : 4)
  const fitted = yield* counted(fitParameters(input), 0, total)
  const validation = yield* counted(proveSlippage(fills, current.params, seed), FITS, total)
  const proofs = [
    proveLatency(fills, current.params, seed + 3),
    ...(orders === null ? [] : [proveFills(orders, current.params, seed + 6)]),
    proveFees(fills, current.params, seed + 9),
  ]
  const others: Validation[] = []
  for (const [k, proof] of proofs.entries()) others.push(yield* counted(proof, FITS + SPLITS * (k + 1), total))
  const schedule = scheduleOf(fitted.fees, input.currency)
  return {
    ...fitted,
    validation,
    others,
    ...recommendation(validation, others),
    scenario: fittedScenario(current, fitted.parameters, schedule),
  }
}

function recommendation(
  slippage: Validation,
  others: readonly Validation[],
): Pick<Calibration, 'recommended' | 'sentence'> {
  const worse = others.filter(({ verdict }) => verdict === 'worse').map(({ subject }) => subject.name)
  if (slippage.verdict !== 'better' || worse.length === 0)
    return { recommended: slippage.verdict === 'better', sentence: slippage.sentence }
  const sentence = `Not recommended: on unseen days the fit is better for slippage, but worse than the current parameters for ${worse.join(' and ')}.`
  return { recommended: false, sentence }
}

/** Returns the maker's adverse selection: mean of slippage plus the half spread earned; its standard error includes that of w_spread. */
function adverseEstimate(
  fills: LiveFills,
  { params }: Scenario,
  { coefficients, estimates }: SlippageFit,
): ParameterEstimate {
  const makers = Array.from(fills.isMaker.keys()).filter(
    (i) => fills.isMaker[i] === 1 && Number.isFinite(fills.slippageBps[i]!) && Number.isFinite(fills.spreadBps[i]!),
  )
  const n = makers.length
  if (n < LEAST_OBSERVATIONS)
    return notIdentifiable(
      'adverse_bps',
      params.adverse_bps,
      n,
      `Only ${n} maker fills; ${LEAST_OBSERVATIONS} are needed.`,
    )
  const values = makers.map((i) => fills.slippageBps[i]! + (coefficients.w_spread * fills.spreadBps[i]!) / 2)
  const mean = values.reduce((a, b) => a + b, 0) / n
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1)
  const halfSpread = makers.reduce((sum, i) => sum + fills.spreadBps[i]! / 2, 0) / n
  const spreadSe = estimates.find(({ name }) => name === 'w_spread')?.se ?? 0
  return estimated(
    'adverse_bps',
    params.adverse_bps,
    mean,
    Math.hypot(Math.sqrt(variance / n), halfSpread * spreadSe),
    n,
  )
}

function feeEstimate({ liquidity, rateBps, rates, kind }: FeeReading, { params }: Scenario): ParameterEstimate {
  const name = `${liquidity}_fee_bps` as const
  const seen = rates.reduce((sum, rate) => sum + rate.fills, 0)
  if (rateBps === null) return notIdentifiable(name, params[name], 0, `No ${liquidity} fill has a fee.`)
  if (kind === 'mixed') {
    const paid = rates.map((rate) => rate.rateBps)
    const reason = `Several rates were paid at the same trailing volume (${paid.join(', ')} bps); this is the one most notional paid.`
    return { ...estimated(name, params[name], rateBps, 0, seen, [Math.min(...paid), Math.max(...paid)]), reason }
  }
  return estimated(name, params[name], rateBps, 0, seen)
}

function fittedScenario(
  current: Scenario,
  parameters: readonly ParameterEstimate[],
  schedule: Scenario['params']['fee_schedule'],
): Scenario {
  const fitted = parameters.flatMap(({ name, fitted: value }) => (value === null ? [] : [[name, value] as const]))
  return parseScenario({
    ...{ name: 'as-live', version: current.version, seed: current.seed, draws: current.draws },
    params: {
      ...current.params,
      ...Object.fromEntries(fitted),
      ...(schedule === null ? {} : { fee_schedule: schedule }),
    },
  })
}
