import type { DaySimulation, StoredSimulation } from '#shared/daily-simulation.ts'
import { CHOICE_PARAMETERS, NUMERIC_PARAMETERS, type NumericName } from '#shared/simulate/parameters.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'

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
    assumptions: baseline && chosen ? differences(baseline.params, chosen.params) : [],
    baseline: baseline?.against_live ?? null,
    left: chosen?.against_live ?? null,
  }
}

/** The parameters in which two scenarios differ, in the order of the parameters' table; numbers that print alike are alike. */
function differences(backtest: ScenarioParams, scenario: ScenarioParams): DaySimulation['assumptions'] {
  const numbers = (Object.keys(NUMERIC_PARAMETERS) as NumericName[])
    .filter((name) => rounded(backtest[name]) !== rounded(scenario[name]))
    .map((name) => ({
      name,
      unit: NUMERIC_PARAMETERS[name].unit,
      backtest: backtest[name],
      scenario: scenario[name],
    }))
  const choices = (Object.keys(CHOICE_PARAMETERS) as (keyof typeof CHOICE_PARAMETERS)[])
    .filter((name) => backtest[name] !== scenario[name])
    .map((name) => ({ name, unit: '', backtest: backtest[name], scenario: scenario[name] }))
  const tables = [
    { name: 'fee_schedule', backtest: scheduleText(backtest), scenario: scheduleText(scenario) },
    { name: 'network_sample_ms', backtest: sampleText(backtest), scenario: sampleText(scenario) },
  ]
  const changed = (name: string) =>
    JSON.stringify(backtest[name as keyof ScenarioParams]) !== JSON.stringify(scenario[name as keyof ScenarioParams])
  return [...numbers, ...choices, ...tables.filter(({ name }) => changed(name)).map((row) => ({ ...row, unit: '' }))]
}

function scheduleText({ fee_schedule: schedule }: ScenarioParams): string {
  if (schedule === null) return 'none'
  const rates = schedule.tiers.map((tier) => `${tier.maker_bps}/${tier.taker_bps}`)
  return `maker/taker bps ${rates.join(', ')}`
}

function sampleText({ network_sample_ms: sample }: ScenarioParams): string {
  return sample === null ? 'none' : `${sample.length} latencies`
}

function rounded(value: number): string {
  return value.toPrecision(6)
}
