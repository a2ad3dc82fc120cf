import { AppError } from '#shared/errors.ts'
import { NUMERIC_PARAMETERS, type NumericName } from '#shared/simulate/parameters.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { createRandomSource } from '#domain/stats/random.ts'

/** A parameter to vary, from `low` to `high` inclusive. */
export interface SweepAxis {
  readonly name: NumericName
  readonly low: number
  readonly high: number
}

/** An axis of a grid: `steps` evenly spaced values. */
export interface GridAxis extends SweepAxis {
  readonly steps: number
}

/** One point of a sweep: the values of its axes, and the scenario there. Every point keeps the base's seed, so points differ by parameters, not by noise. */
export interface SweepPoint {
  readonly values: Readonly<Partial<Record<NumericName, number>>>
  readonly scenario: Scenario
}

const MOST_POINTS = 10_000

/** Returns every combination of the axes' values, the last axis varying fastest. Throws PARAMETER_INVALID for an axis outside its range or more than 10,000 points. */
export function gridPoints(base: Scenario, axes: readonly GridAxis[]): SweepPoint[] {
  const count = axes.reduce((product, axis) => product * axis.steps, 1)
  checkAxes(axes, count)
  return Array.from({ length: count }, (_, index) => {
    let rest = index
    const values: Partial<Record<NumericName, number>> = {}
    for (const axis of axes.toReversed()) {
      const step = rest % axis.steps
      rest = (rest - step) / axis.steps
      values[axis.name] = axis.steps === 1 ? axis.low : axis.low + ((axis.high - axis.low) * step) / (axis.steps - 1)
    }
    return pointOf(base, values)
  })
}

/** Returns `count` points of a Latin hypercube: each axis cut into `count` strata, each stratum used once, the place inside at random. Reproducible by `seed`. McKay, Beckman, Conover (1979). */
export function latinHypercubePoints(
  base: Scenario,
  axes: readonly SweepAxis[],
  count: number,
  seed: number,
): SweepPoint[] {
  checkAxes(axes, count)
  const random = createRandomSource(seed)
  const columns = axes.map(() => shuffled(count, random))
  return Array.from({ length: count }, (_, index) => {
    const values = axes.map(
      (axis, k) => [axis.name, axis.low + ((axis.high - axis.low) * (columns[k]![index]! + random())) / count] as const,
    )
    return pointOf(base, Object.fromEntries(values))
  })
}

/** One bar of a tornado before it is measured: a parameter at its low and high value, all others at the base. */
export interface TornadoPair {
  readonly name: NumericName
  readonly low: SweepPoint
  readonly high: SweepPoint
}

/** Returns the pairs of a one-at-a-time sensitivity. */
export function tornadoPairs(base: Scenario, axes: readonly SweepAxis[]): TornadoPair[] {
  checkAxes(axes, 2 * axes.length)
  return axes.map(({ name, low, high }) => ({
    name,
    low: pointOf(base, { [name]: low }),
    high: pointOf(base, { [name]: high }),
  }))
}

/** Returns an axis from (1 - share) to (1 + share) times the base's value inside the parameter's range; for a value of 0, from 0 to `share` of the largest useful value, its default or 1. */
export function axisAround(base: Scenario, name: NumericName, share = 0.5): SweepAxis {
  const { min, max, default: standard } = NUMERIC_PARAMETERS[name]
  const value = base.params[name]
  const inside = (x: number) => Math.min(max, Math.max(min, x))
  if (value === 0) return { name, low: inside(0), high: inside(share * (standard || 1)) }
  const ends = [inside(value * (1 - share)), inside(value * (1 + share))]
  return { name, low: Math.min(...ends), high: Math.max(...ends) }
}

/** One measured bar: the measure at the base, at the low and at the high value. */
export interface TornadoBar {
  readonly name: NumericName
  readonly low: { readonly value: number; readonly measure: number | null }
  readonly high: { readonly value: number; readonly measure: number | null }
}

/** Returns bars, widest first; bars without a measure come last. */
export function orderTornado(bars: readonly TornadoBar[]): TornadoBar[] {
  const width = ({ low, high }: TornadoBar) =>
    low.measure === null || high.measure === null ? -1 : Math.abs(high.measure - low.measure)
  return bars.toSorted((a, b) => width(b) - width(a))
}

function pointOf(base: Scenario, values: Partial<Record<NumericName, number>>): SweepPoint {
  return { values, scenario: parseScenario({ ...base, params: { ...base.params, ...values } }) }
}

function checkAxes(axes: readonly SweepAxis[], points: number): void {
  const repeated = axes.find(({ name }, k) => axes.findIndex((axis) => axis.name === name) !== k)
  if (axes.length === 0 || repeated)
    throw new AppError(
      'PARAMETER_INVALID',
      repeated
        ? `The sweep varies ${repeated.name} twice. Name each parameter once.`
        : 'The sweep varies nothing. Name at least one parameter with a range.',
    )
  const backwards = axes.find(({ low, high }) => !(low <= high))
  if (backwards)
    throw new AppError(
      'PARAMETER_INVALID',
      `The sweep of ${backwards.name} goes from ${backwards.low} to ${backwards.high}. Give the lower value first.`,
    )
  if (!(Number.isInteger(points) && points >= 1 && points <= MOST_POINTS))
    throw new AppError(
      'PARAMETER_INVALID',
      `The sweep has ${points} points; between 1 and ${MOST_POINTS} can be run. Use fewer steps, or a Latin hypercube.`,
    )
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, k) => k)
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1))
    ;[order[k], order[other]] = [order[other]!, order[k]!]
  }
  return order
}
