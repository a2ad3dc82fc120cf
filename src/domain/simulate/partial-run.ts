import type { Scenario } from '#shared/simulate/scenario.ts'
import type { PartialRun } from '#shared/simulate/document.ts'
import { distributionOf } from './distribution.ts'
import type { DrawSums } from './draw-sums.ts'
import type { DayContext } from './pnl.ts'
import { drawFigures, type DrawFigures, type LiveReference } from './summary.ts'

/** Figures are taken again when a quarter more draws are in: all of them together cost as much as five of the last. */
const GROWTH = 1.25

/**
 * Returns what gives the figures of a scenario's first draws while it runs: at the first draws, whenever a quarter more are in,
 * and at the last; null in between. Calls come with growing numbers of draws.
 */
export function partialRuns(
  scenario: Scenario,
  context: DayContext,
  live: LiveReference | null,
): (finished: number, soFar: DrawSums) => PartialRun | null {
  let next = 1
  return (finished, soFar) => {
    if (finished < next && finished < scenario.draws) return null
    next = Math.max(finished + 1, Math.ceil(GROWTH * finished))
    const figures = drawFigures({ scenario, dayNames: [], sums: soFar, context, live })
    const names = Object.keys(figures) as (keyof DrawFigures)[]
    const known = Object.fromEntries(names.map((name) => [name, distributionOf(figures[name])]))
    return { name: scenario.name, done: finished, draws: scenario.draws, figures: known as PartialRun['figures'] }
  }
}
