import { pairedDifference, type Distribution } from './distribution.ts'
import type { DrawFigures } from './summary.ts'

/** Difference of a scenario to the baseline, scenario minus baseline, draw by draw under common random numbers. */
export type BaselineDifference = Readonly<Record<keyof DrawFigures, Distribution | null>>

/** Returns the paired differences of every per-draw figure; null where the numbers of draws differ or a figure has no value. */
export function againstBaseline(scenario: DrawFigures, baseline: DrawFigures): BaselineDifference {
  const names = Object.keys(scenario) as (keyof DrawFigures)[]
  return Object.fromEntries(
    names.map((name) => [name, pairedDifference(scenario[name], baseline[name])]),
  ) as BaselineDifference
}
