import type { Distribution } from '#shared/simulate/document.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import { isInstantChange } from './coefficients.ts'
import { distributionOf } from './distribution.ts'
import type { DrawSums } from './draw-sums.ts'
import type { PreparedScenario } from './run-scenario.ts'
import { drawFigures, type DrawFigures, type LiveReference } from './summary.ts'
import type { SweepPoint } from './sweep.ts'

/** One row of a sweep's table. */
export interface SweepRow {
  readonly values: SweepPoint['values']
  readonly figures: Readonly<Record<keyof DrawFigures, Distribution | null>>
}

/** How a sweep simulates a scenario: on this thread, or on a pool. Called once per point that needs it. */
export type Simulate = (scenario: Scenario) => Promise<{ prepared: PreparedScenario; sums: DrawSums }>

/** Measures every point, in order: points that differ from the last simulated one in instant parameters only are recombined, not simulated again. `onRow` is told of each row as it is ready; what it returns is waited for, so it may let other work in or stop the sweep by throwing. */
export async function runSweep(
  points: readonly SweepPoint[],
  simulate: Simulate,
  live: LiveReference | null,
  onRow?: (row: SweepRow, index: number) => void | Promise<void>,
): Promise<SweepRow[]> {
  const rows: SweepRow[] = []
  let last: Awaited<ReturnType<Simulate>> | null = null
  for (const [index, point] of points.entries()) {
    if (last === null || !canRecombine(last, point.scenario)) last = await simulate(point.scenario)
    const { prepared, sums } = last
    const figures = drawFigures({ scenario: point.scenario, dayNames: [], sums, context: prepared.context, live })
    const names = Object.keys(figures) as (keyof DrawFigures)[]
    const row = {
      values: point.values,
      figures: Object.fromEntries(names.map((name) => [name, distributionOf(figures[name])])) as SweepRow['figures'],
    }
    rows.push(row)
    await onRow?.(row, index)
  }
  return rows
}

/** Recombining is exact only without limit prices: what they save is not linear. */
function canRecombine({ prepared }: { prepared: PreparedScenario }, scenario: Scenario): boolean {
  return (
    !prepared.compiled.columns.hasLimits &&
    prepared.scenario.draws === scenario.draws &&
    isInstantChange(prepared.scenario.params, scenario.params)
  )
}
