import type { DaySimulation, StoredSimulation } from '#shared/daily-simulation.ts'
import { parameterDifferences } from '../simulate/parameter-differences.ts'

/** Returns what a stored simulation says of the days: how its assumptions differ from the backtest's own, and what is left against live under each. */
export function daySimulation({ scenario, document, origin, reason }: StoredSimulation): DaySimulation {
  const [baseline] = document?.scenarios ?? []
  const chosen = document?.scenarios.at(-1)
  return {
    scenario,
    version: chosen?.version ?? null,
    seed: chosen?.seed ?? null,
    draws: chosen?.draws ?? null,
    reason,
    origin,
    assumptions: baseline && chosen ? parameterDifferences(baseline.params, chosen.params) : [],
    baseline: baseline?.against_live ?? null,
    left: chosen?.against_live ?? null,
  }
}
