import type { Command } from 'commander'
import { isNumericName } from '#shared/simulate/parameters.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { AppError } from '#shared/errors.ts'
import type { GridAxis } from '#domain/simulate/sweep.ts'
import { readScenarioChoice } from '#adapters/files/read-scenario-choice.ts'
import { calibrateSimulator } from '#engine/calibrate-simulator.ts'
import { importFiles } from '#engine/import-files.ts'
import type { Task } from '#engine/ports.ts'
import { chooseScenarios, type NamedScenarios } from '#engine/scenario-store.ts'
import { setInstruments, setRates } from '#engine/set-conversions.ts'
import { readSimulationInput, type SimulationInput } from '#engine/simulation-orders.ts'
import type { Workbench } from '../../compose.ts'
import { withComparison } from './comparison-options.ts'
import { wholeFrom } from './parse-options.ts'
import { importRequests, reviewRequest, type ReviewOptions } from './review-options.ts'

/** The options simulate, sweep and calibrate share, as commander parses them. */
export interface SimulationOptions extends ReviewOptions {
  readonly draws?: number
  readonly seed?: number
  readonly workers?: number
  readonly on?: string
}

/** Adds the options that say what is simulated against what. */
export function withSimulation(command: Command): Command {
  return withComparison(command)
    .option('--project <file>', 'work on this project, and keep the loaded files in it')
    .option('--workers <n>', 'threads that simulate (default: one a core)', wholeFrom(1))
    .option('--out <folder>', 'write the result there')
    .option('--json', 'print one JSON document on standard output')
}

/** Adds the options that say how random numbers are drawn and what presets change. */
export function withDraws(command: Command): Command {
  return command
    .option('--draws <n>', 'draws of every scenario (default: its own, 200)', wholeFrom(1))
    .option('--seed <n>', 'seed of every scenario (default: its own, 42)', wholeFrom(0))
    .option('--on <scenario>', 'what presets change: baseline, as-live, a stored scenario or a file')
}

/** Loads the files the options name. */
export async function loadFiles(workbench: Workbench, options: SimulationOptions, task: Task): Promise<void> {
  const { store, clock } = workbench
  await setRates(store, clock, options.rate ?? {})
  await importFiles(workbench, importRequests(options), task)
  await setInstruments(store, clock, options.instrument ?? {})
}

/** Reads the orders of the loaded files. */
export async function readOrders(
  workbench: Workbench,
  options: SimulationOptions,
  task: Task,
): Promise<SimulationInput> {
  return await readSimulationInput(workbench.store, reviewRequest(options), task)
}

/** Returns what the names mean over these orders, baseline first. `as-live` is calibrated where none is stored; the review's tables are read anew by whoever needs them next. */
export async function scenariosOf(
  workbench: Workbench,
  names: readonly string[],
  input: SimulationInput,
  options: SimulationOptions,
  task: Task,
): Promise<Scenario[]> {
  const choices = await Promise.all(names.map((name) => readScenarioChoice(name)))
  const asLive = async () => (await calibrateSimulator(workbench, reviewRequest(options), task)).scenario
  const named: NamedScenarios = { baseline: input.baseline, asLive, on: null }
  const overrides = {
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.draws !== undefined && { draws: options.draws }),
  }
  const [, on] =
    options.on === undefined
      ? []
      : await chooseScenarios(workbench.store, [await readScenarioChoice(options.on)], named)
  return await chooseScenarios(
    workbench.store,
    choices,
    { ...named, on: options.on === undefined ? null : (on ?? input.baseline) },
    overrides,
  )
}

/** Parses `name=low:high:step` into an axis of a sweep; the last value is the highest one of low + k step not above high. */
export function axis(text: string, before: GridAxis[] = []): GridAxis[] {
  const [name = '', range = ''] = text.split('=')
  const full = aliasOf(name.trim())
  const [low, high, step] = range.split(':').map(Number)
  if (!isNumericName(full))
    // The scenario's own check says which parameters there are.
    parseScenario({ name: 'sweep', params: { [full]: 0 } })
  if (low === undefined || high === undefined || ![low, high, step ?? 1].every(Number.isFinite) || (step ?? 1) <= 0)
    throw new AppError(
      'USAGE',
      `The sweep "${text}" is not a range. Write PARAMETER=LOW:HIGH:STEP, such as base_bps=0:5:0.5.`,
    )
  const steps = step === undefined ? 5 : Math.floor((high - low) / step + 1e-9) + 1
  const last = step === undefined ? high : low + (steps - 1) * step
  return [...before, { name: full as GridAxis['name'], low, high: high < low ? high : last, steps: Math.max(1, steps) }]
}

/** `slippage.base` and `base` stand for base_bps: the group in front is for the reader, a unit may be left out. */
function aliasOf(name: string): string {
  const plain = name.split('.').at(-1) ?? name
  return ['', '_bps', '_ms'].map((unit) => `${plain}${unit}`).find(isNumericName) ?? plain
}
