import { CHOICE_PARAMETERS, NUMERIC_PARAMETERS, type NumericName } from '#shared/simulate/parameters.ts'
import type { ScenarioParams } from '#shared/simulate/scenario.ts'

/** A parameter in which a scenario differs from the backtest's own assumptions; `unit` is '' where it has none. */
export interface ParameterDifference {
  readonly name: string
  readonly unit: string
  readonly backtest: number | string
  readonly scenario: number | string
}

/** Returns the parameters in which two scenarios differ, in the order of the parameters' table; numbers that print alike are alike. */
export function parameterDifferences(backtest: ScenarioParams, scenario: ScenarioParams): ParameterDifference[] {
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
