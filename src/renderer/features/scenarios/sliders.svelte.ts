import type { Scenario } from '#shared/simulate/scenario.ts'
import type { Workbench } from '../../state/workbench.ts'
import { instantDraws, type InstantSource, type InstantSums } from './instant.ts'
import type { ScenarioResult } from './metrics.ts'

/** What was run, for which the sums are asked. */
interface Run {
  readonly result: ScenarioResult
  readonly baseline: ScenarioResult
  readonly days: { readonly from?: string; readonly to?: string }
}

/** The sums sliders on instant parameters recombine, fetched once a run; null until they are here, or where they cannot be had. */
export class Sliders {
  readonly #workbench: Workbench
  source = $state.raw<InstantSource | null>(null)
  #asked = 0

  constructor(workbench: Workbench) {
    this.#workbench = workbench
  }

  /** Fetches the sums of a run. Without them sliders still work: by a run when they are let go. */
  async prepare({ result, baseline, days }: Run): Promise<void> {
    const asked = (this.#asked += 1)
    this.source = null
    try {
      const first = await this.#sums(baseline, days)
      const sums = result === baseline ? first : await this.#sums(result, days)
      if (asked === this.#asked) this.source = { sums, baseline: first, result }
    } catch {
      // Cancelled, or the engine is gone, which the next run says.
    }
  }

  /** Forgets the sums: what is shown is of another run. */
  forget(): void {
    this.#asked += 1
    this.source = null
  }

  async #sums(result: ScenarioResult, days: Run['days']): Promise<InstantSums> {
    const { name, version, seed, draws, params } = result
    const scenario: Scenario = { name, version, seed, params, draws: instantDraws(draws, result.days.length) }
    const { done } = this.#workbench.jobs.call('Preparing the sliders', 'scenario.instant', { scenario, ...days })
    return await done
  }
}
