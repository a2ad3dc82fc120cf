import type { NumericParameter } from '#shared/simulate/parameters.ts'

const LINEAR_SPAN = 20

/**
 * Returns where a value stands on its slider, 0 to 1. Short ranges are linear; long ones follow asinh(value / default), so
 * that the usual values have room whatever the ends are, zero and below included.
 */
export function positionOf(value: number, parameter: NumericParameter): number {
  const [low, high] = [bent(parameter.min, parameter), bent(parameter.max, parameter)]
  return Math.min(1, Math.max(0, (bent(value, parameter) - low) / (high - low)))
}

/** Returns the value at a slider's position to three significant digits; the ends are the range's own. Inverse of {@link positionOf}. */
export function valueAt(position: number, parameter: NumericParameter): number {
  const { min, max } = parameter
  if (position <= 0) return min
  if (position >= 1) return max
  const [low, high] = [bent(min, parameter), bent(max, parameter)]
  const value = straight(low + position * (high - low), parameter)
  return Math.min(max, Math.max(min, Number(value.toPrecision(3))))
}

function isLinear({ min, max }: NumericParameter): boolean {
  return max - min <= LINEAR_SPAN
}

function unitOf(parameter: NumericParameter): number {
  return Math.abs(parameter.default) || 1
}

function bent(value: number, parameter: NumericParameter): number {
  return isLinear(parameter) ? value : Math.asinh(value / unitOf(parameter))
}

function straight(value: number, parameter: NumericParameter): number {
  return isLinear(parameter) ? value : Math.sinh(value) * unitOf(parameter)
}
