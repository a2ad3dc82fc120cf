import type { SimulateDocument } from '#shared/simulate/document.ts'
import type { RunContext } from '#shared/simulate/shard.ts'
import { againstBaseline } from './against-baseline.ts'
import type { DayContext } from './pnl.ts'
import type { MergedScenario } from './shard.ts'
import { drawFigures, summariseScenario, type LiveReference, type SummaryInput } from './summary.ts'

/** Returns parity.simulate/1 of scenarios over the same orders, run whole or merged from shards. The first is the baseline of the others. */
export function simulateDocument(runs: readonly MergedScenario[], context: RunContext): SimulateDocument {
  const inputs = runs.map((run) => summaryInput(run, context))
  const figures = inputs.map(drawFigures)
  return {
    schema: 'parity.simulate/1',
    version: context.version,
    inputs: context.inputs,
    scenarios: inputs.map((input, index) => ({
      ...summariseScenario(input),
      against_baseline: index === 0 ? null : againstBaseline(figures[index]!, figures[0]!),
      against_live: context.against_live[index] ?? null,
    })),
  }
}

function summaryInput({ scenario, sums }: MergedScenario, context: RunContext): SummaryInput {
  return { scenario, sums, dayNames: context.days, context: dayContextOf(context), live: liveOf(context) }
}

function dayContextOf(context: RunContext): DayContext {
  return {
    intendedEdge: Float64Array.from(context.intended_edge),
    intendedNotional: Float64Array.from(context.intended_notional),
    orders: Int32Array.from(context.orders),
    otherPnl: Float64Array.from(context.other_pnl),
  }
}

function liveOf({ live }: RunContext): LiveReference | null {
  if (live === null) return null
  const { pnl, capital, days_per_year: daysPerYear, window } = live
  return { pnl: known(pnl), capital: capital === null ? null : known(capital), daysPerYear, window }
}

/** Returns the context of a run as it stands in documents. `sentences` say what was estimated of the orders' inputs. */
export function runContext(
  version: string,
  days: readonly string[],
  sentences: readonly string[],
  context: DayContext,
  live: LiveReference | null,
): Omit<RunContext, 'against_live'> {
  return {
    version,
    days: [...days],
    inputs: [...sentences],
    intended_edge: [...context.intendedEdge],
    intended_notional: [...context.intendedNotional],
    orders: [...context.orders],
    other_pnl: [...context.otherPnl],
    live: live && {
      pnl: orNull(live.pnl),
      capital: live.capital && orNull(live.capital),
      days_per_year: live.daysPerYear,
      window: live.window,
    },
  }
}

function orNull(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value))
}

function known(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN)
}
