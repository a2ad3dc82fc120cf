import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { Remember } from './remember.ts'

/** What an impact model may use of an order: quantity and volumes in one unit, volatility as a fraction a day. */
export interface ImpactInput {
  readonly quantity: number
  readonly adv: number
  readonly volatilityDaily: number
}

const IMPACT_NAMES = [
  ...(['impact_model', 'execution_days', 'outstanding_days', 'volume_share_impact', 'volume_share_limit'] as const),
  ...(['almgren_eta', 'almgren_beta', 'almgren_gamma', 'almgren_delta'] as const),
] as const

/** The parameters an impact model may read for its basis. */
export type ImpactParams = Pick<ScenarioParams, (typeof IMPACT_NAMES)[number]>

/** Returns the parameters of impact alone: the same object as for the scenario before, where they are the same. */
export function pickImpact(params: ScenarioParams, remember: Remember): ImpactParams {
  return remember(namedImpact, ...IMPACT_NAMES.map((name) => params[name]))
}

function namedImpact(...values: (string | number)[]): ImpactParams {
  return Object.fromEntries(IMPACT_NAMES.map((name, index) => [name, values[index]])) as unknown as ImpactParams
}

/** An impact model: the cost in bps of arrival mid of taking `quantity` at once, without the coefficient where one multiplies it. */
export interface ImpactModel {
  basisBps(order: ImpactInput, params: ImpactParams): number
  /** Whether the basis is proportional to volatility; if not, it does not depend on it. */
  readonly isPerVolatility: boolean
  /** The coefficient the basis is multiplied by; a slider on it needs no new simulation. */
  coefficient(params: ScenarioParams): number
}

/** Returns sigma_bps * sqrt(Q / ADV), bps: the square-root law at Y = 1. Almgren et al. (2005); Toth et al. (2011); Y is about 1 in Bouchaud et al. (2018). */
export function squareRootImpactBps({ quantity, adv, volatilityDaily }: ImpactInput): number {
  return volatilityDaily * 1e4 * Math.sqrt(quantity / adv)
}

/** What the model of Almgren et al. (2005) needs: X and V in units, Theta units outstanding, T days, sigma a fraction a day. */
export interface AlmgrenInput {
  readonly quantity: number
  readonly adv: number
  readonly outstanding: number
  readonly volatilityDaily: number
  readonly executionDays: number
}

/** Coefficients of Almgren et al. (2005): gamma .314, eta .142, beta 3/5, delta 1/4. */
export interface AlmgrenCoefficients {
  readonly gamma: number
  readonly eta: number
  readonly beta: number
  readonly delta: number
}

/** The published coefficients. Almgren, Thum, Hauptmann, Li: Direct Estimation of Equity Market Impact, Risk, July 2005. */
export const ALMGREN_2005: AlmgrenCoefficients = {
  gamma: 0.314,
  eta: 0.142,
  beta: 0.6,
  delta: 0.25,
}

/**
 * Returns impact in bps: permanent I = gamma sigma (X/V)(Theta/V)^delta; temporary K = eta sigma |X/(V T)|^beta;
 * cost J = I/2 + K. Almgren et al. (2005).
 */
export function almgrenImpactBps(
  { quantity, adv, outstanding, volatilityDaily, executionDays }: AlmgrenInput,
  { gamma, eta, beta, delta }: AlmgrenCoefficients = ALMGREN_2005,
): { permanent: number; temporary: number; cost: number } {
  const sigmaBps = volatilityDaily * 1e4
  const permanent = gamma * sigmaBps * (quantity / adv) * (outstanding / adv) ** delta
  const temporary = eta * sigmaBps * (quantity / (adv * executionDays)) ** beta
  return { permanent, temporary, cost: permanent / 2 + temporary }
}

/** Returns impact * min(Q / V, limit)^2 as bps of price: zipline's VolumeShareSlippage, V the volume of the bar (here ADV). */
export function volumeShareImpactBps(
  quantity: number,
  volume: number,
  priceImpact: number,
  volumeLimit: number,
): number {
  return priceImpact * Math.min(quantity / volume, volumeLimit) ** 2 * 1e4
}

const squareRoot: ImpactModel = {
  basisBps: squareRootImpactBps,
  isPerVolatility: true,
  coefficient: (params) => params.impact_y,
}

const almgren: ImpactModel = {
  basisBps: (order, params) =>
    almgrenImpactBps(
      {
        ...order,
        outstanding: params.outstanding_days * order.adv,
        executionDays: params.execution_days,
      },
      {
        gamma: params.almgren_gamma,
        eta: params.almgren_eta,
        beta: params.almgren_beta,
        delta: params.almgren_delta,
      },
    ).cost,
  isPerVolatility: true,
  coefficient: () => 1,
}

const volumeShare: ImpactModel = {
  basisBps: ({ quantity, adv }, params) =>
    volumeShareImpactBps(quantity, adv, params.volume_share_impact, params.volume_share_limit),
  isPerVolatility: false,
  coefficient: () => 1,
}

/** Zipline's FixedBasisPointsSlippage: the same bps whatever the size. */
const fixedBps: ImpactModel = {
  basisBps: () => 1,
  isPerVolatility: false,
  coefficient: (params) => params.fixed_impact_bps,
}

const none: ImpactModel = { basisBps: () => 0, isPerVolatility: false, coefficient: () => 0 }

/** Impact models by the name a scenario gives in `impact_model`. A new model is a function and a line here. */
export const IMPACT_MODELS: Readonly<Record<ScenarioParams['impact_model'], ImpactModel>> = {
  'square-root': squareRoot,
  'almgren-2005': almgren,
  'volume-share': volumeShare,
  'fixed-bps': fixedBps,
  none,
}
