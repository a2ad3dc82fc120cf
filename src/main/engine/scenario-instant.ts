import { SUM_COUNT, type DrawSums } from '#domain/simulate/draw-sums.ts'
import { prepareScenario, type PreparedOrders } from '#domain/simulate/run-scenario.ts'
import type { MergedScenario } from '#domain/simulate/shard.ts'
import { summariseScenario } from '#domain/simulate/summary.ts'
import type { Result } from '#shared/contract.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import type { Task } from './ports.ts'
import type { SimulationTools } from './run-scenarios.ts'
import type { SimulationInput } from './simulation-orders.ts'

/** Sums kept for sliders: beyond this a run is simulated again when asked for. */
const MOST_KEPT_BYTES = 64 * 2 ** 20

/** The sums of the last run over some orders, so that its sliders need no second simulation. */
export class KeptSums {
  #of: SimulationInput | null = null
  #results: readonly MergedScenario[] = []

  /** Keeps the sums of a run, and lets those of the last one go. */
  keep(input: SimulationInput, results: readonly MergedScenario[]): void {
    const bytes = results.reduce((sum, { sums }) => sum + sums.values.byteLength, 0)
    this.#of = input
    this.#results = bytes <= MOST_KEPT_BYTES ? results : []
  }

  /** Returns the sums of a scenario's draws if these orders were run under it with at least as many, of the same seed. */
  find(input: SimulationInput, { params, seed, draws }: Scenario): DrawSums | null {
    if (this.#of !== input) return null
    const asked = JSON.stringify([params, seed])
    const found = this.#results.find(
      ({ scenario, sums }) => sums.draws >= draws && JSON.stringify([scenario.params, scenario.seed]) === asked,
    )
    if (found === undefined) return null
    const { sums } = found
    return { ...sums, draws, values: sums.values.subarray(0, draws * sums.days * SUM_COUNT) }
  }
}

/** Returns one scenario's sums for a page that moves instant parameters: those kept, else simulated now. */
export async function instantScenario(
  { compute }: Pick<SimulationTools, 'compute'>,
  input: SimulationInput,
  ready: PreparedOrders,
  kept: KeptSums,
  scenario: Scenario,
  task: Task,
): Promise<Result<'scenario.instant'>> {
  const simulate = () => {
    const { compiled } = prepareScenario(ready, scenario, compute.allocate)
    const onDraws = (done: number) => task.report({ step: `Simulating ${scenario.name}`, done, total: scenario.draws })
    return compute.simulate(compiled, { first: 0, count: scenario.draws }, { signal: task.signal, onDraws })
  }
  const sums = kept.find(input, scenario) ?? (await simulate())
  const { settings, live, orders } = input
  const { context } = ready
  const none = new Float64Array(orders.days.length).fill(NaN)
  const { exact } = summariseScenario({ scenario, dayNames: [], sums, context, live: null })
  return {
    ...{ scenario, days: [...orders.days], draws: scenario.draws, exact },
    ...{ limit_bps: settings.target_bps, currency: settings.currency ?? null },
    ...{ days_per_year: settings.annualisation, window: settings.window },
    ...{ has_live: live !== null, has_capital: live?.capital != null },
    columns: {
      values: Float64Array.from(sums.values),
      intended_edge: Float64Array.from(context.intendedEdge),
      intended_notional: Float64Array.from(context.intendedNotional),
      other_pnl: Float64Array.from(context.otherPnl),
      live_pnl: Float64Array.from(live?.pnl ?? none),
      capital: Float64Array.from(live?.capital ?? none),
    },
  }
}
