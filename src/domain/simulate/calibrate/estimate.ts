import { standardNormalQuantile } from '../normal-quantile.ts'

/** One fitted parameter. `fitted`, `se` and `interval` (95 %) are null where the data cannot tell; `reason` says why. */
export interface ParameterEstimate {
  readonly name: string
  readonly current: number
  readonly fitted: number | null
  readonly se: number | null
  readonly interval: readonly [number, number] | null
  readonly observations: number
  readonly identifiable: boolean
  readonly reason: string | null
}

/** Fewest observations a parameter is fitted on. */
export const LEAST_OBSERVATIONS = 25

/** Returns an estimate that the data cannot give. */
export function notIdentifiable(
  name: string,
  current: number,
  observations: number,
  reason: string,
): ParameterEstimate {
  return { name, current, fitted: null, se: null, interval: null, observations, identifiable: false, reason }
}

/** Returns an estimate; the interval is fitted +/- t * se unless given. */
export function estimated(
  name: string,
  current: number,
  fitted: number,
  se: number,
  observations: number,
  interval?: readonly [number, number],
): ParameterEstimate {
  const half = studentQuantile975(Math.max(1, observations - 1)) * se
  return {
    ...{ name, current, fitted, se, observations, identifiable: true, reason: null },
    interval: interval ?? [fitted - half, fitted + half],
  }
}

/** Returns Student's t at .975 by the Cornish-Fisher expansion to 1/v^2: right to 1e-3 from 10 degrees of freedom. Abramowitz and Stegun 26.7.5. */
export function studentQuantile975(degreesOfFreedom: number): number {
  const z = standardNormalQuantile(0.975)
  const v = degreesOfFreedom
  return z + (z ** 3 + z) / (4 * v) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2)
}
