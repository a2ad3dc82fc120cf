import type { SimulateDocument } from '#shared/simulate/document.ts'
import { againstBaseline } from './against-baseline.ts'
import type { InputProvenance } from './estimate-inputs.ts'
import { drawFigures, summariseScenario, type SummaryInput } from './summary.ts'

/** Returns parity.simulate/1 of scenarios over the same orders. The first is the baseline of the others. `version` is the program's. */
export function simulateDocument(
  runs: readonly SummaryInput[],
  provenance: readonly InputProvenance[],
  version: string,
): SimulateDocument {
  const figures = runs.map(drawFigures)
  return {
    schema: 'parity.simulate/1',
    version,
    inputs: provenance.flatMap(({ sentence }) => (sentence === null ? [] : [sentence])),
    scenarios: runs.map((run, index) => ({
      ...summariseScenario(run),
      against_baseline: index === 0 ? null : againstBaseline(figures[index]!, figures[0]!),
    })),
  }
}
