import type { BaselineDifference } from '#shared/simulate/document.ts'
import { pairedDifference } from './distribution.ts'
import type { DrawFigures } from './summary.ts'

/** Returns the paired differences of every per-draw figure, scenario minus baseline; null where the numbers of draws differ or a figure has no value. */
export function againstBaseline(scenario: DrawFigures, baseline: DrawFigures): BaselineDifference {
  const names = Object.keys(scenario) as (keyof DrawFigures)[]
  return Object.fromEntries(
    names.map((name) => [name, pairedDifference(scenario[name], baseline[name])]),
  ) as BaselineDifference
}
