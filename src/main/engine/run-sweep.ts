import { prepareOrders, prepareScenario } from '#domain/simulate/run-scenario.ts'
import { runSweep, type Simulate, type SweepRow } from '#domain/simulate/run-sweep.ts'
import {
  axisAround,
  gridPoints,
  latinHypercubePoints,
  orderTornado,
  tornadoPairs,
  type GridAxis,
  type SweepPoint,
} from '#domain/simulate/sweep.ts'
import type { NumericName } from '#shared/simulate/parameters.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import type { SweepDocument, Tornado } from '#shared/simulate/sweep-document.ts'
import type { Task } from './ports.ts'
import type { SimulationTools } from './run-scenarios.ts'
import type { SimulationInput } from './simulation-orders.ts'
import { letOthersIn } from './step.ts'

/** What a sweep varies: a grid, or with `hypercube` that many points of a Latin hypercube over the axes' ranges. */
export interface SweepRequest {
  readonly base: Scenario
  readonly axes: readonly GridAxis[]
  readonly hypercube: number | null
}

/** Measures every point of a sweep. Points that differ in instant parameters only are recombined, not simulated. Throws PARAMETER_INVALID for axes that cannot be swept. */
export async function sweepScenarios(
  tools: SimulationTools,
  input: SimulationInput,
  { base, axes, hypercube }: SweepRequest,
  task: Task,
): Promise<SweepDocument> {
  const points = hypercube === null ? gridPoints(base, axes) : latinHypercubePoints(base, axes, hypercube, base.seed)
  const { rows, inputs } = await measurePoints(tools, input, points, 'Sweeping', task)
  return {
    schema: 'parity.sweep/1',
    version: tools.version,
    inputs,
    base,
    limit_bps: input.settings.target_bps,
    axes: axes.map(({ name, low, high, steps }) => ({ name, low, high, steps: hypercube === null ? steps : null })),
    rows: rows.map(({ values, figures }) => ({ values: { ...values }, figures })),
  }
}

/** Measures how far each parameter alone moves a figure, from half to one and a half times its value (axisAround). */
export async function measureTornado(
  tools: SimulationTools,
  input: SimulationInput,
  base: Scenario,
  names: readonly NumericName[],
  measure: Tornado['measure'],
  task: Task,
): Promise<Tornado> {
  const pairs = tornadoPairs(
    base,
    names.map((name) => axisAround(base, name)),
  )
  const points = [{ values: {}, scenario: base }, ...pairs.flatMap(({ low, high }) => [low, high])]
  const { rows } = await measurePoints(tools, input, points, 'Measuring sensitivity', task)
  const at = (index: number) => rows[index]?.figures[measure]?.mean ?? null
  const bars = pairs.map(({ name, low, high }, index) => ({
    name,
    low: { value: low.values[name]!, measure: at(1 + 2 * index) },
    high: { value: high.values[name]!, measure: at(2 + 2 * index) },
  }))
  return { measure, base: at(0), bars: orderTornado(bars) }
}

async function measurePoints(
  { compute }: SimulationTools,
  input: SimulationInput,
  points: readonly SweepPoint[],
  name: string,
  task: Task,
): Promise<{ rows: readonly SweepRow[]; inputs: string[] }> {
  const ready = prepareOrders(input, compute.allocate)
  const sentences = new Set<string>(input.notes)
  const report = (done: number) => task.report({ step: name, done, total: points.length })
  const simulate: Simulate = async (scenario) => {
    const prepared = prepareScenario(ready, scenario, compute.allocate)
    for (const { sentence } of prepared.provenance) if (sentence !== null) sentences.add(sentence)
    const { signal } = task
    const sums = await compute.simulate(prepared.compiled, { first: 0, count: scenario.draws }, { signal })
    return { prepared, sums }
  }
  report(0)
  const rows = await runSweep(points, simulate, input.live, async (_row, index) => {
    report(index + 1)
    await letOthersIn(task)
  })
  return { rows, inputs: [...sentences] }
}
