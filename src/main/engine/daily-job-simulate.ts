import { AppError } from '#shared/errors.ts'
import type { DailyConfig } from '#shared/daily-config.ts'
import { DEFAULT_DAILY_SCENARIO, NO_SCENARIO, type StoredSimulation } from '#shared/daily-simulation.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { calibrateSimulator } from './calibrate-simulator.ts'
import type { DailyTools, ReviewRun } from './daily-job-tools.ts'
import type { Task } from './ports.ts'
import type { ReviewRequest } from './review-settings.ts'
import { prepareRun, runScenarios } from './run-scenarios.ts'
import { chooseScenarios, storedScenarios, type ScenarioChoice, type StoredScenario } from './scenario-store.ts'
import { readSimulationInput } from './simulation-orders.ts'

const KIND = 'simulation'

/** A simulation of the days of a review, and whether it was made before. */
export interface SimulatedReview {
  readonly simulation: StoredSimulation
  readonly reused: boolean
}

/**
 * Returns the scenario the config asks for, or null where it asks for none. Called before anything is loaded, so that a
 * scenario that does not exist stops the run. Throws PARAMETER_INVALID, or what reading its file throws.
 */
export async function chosenScenario(
  { store, readScenario }: DailyTools,
  { scenario }: DailyConfig,
  base: string,
): Promise<ScenarioChoice | null> {
  if (scenario === NO_SCENARIO) return null
  const choice = scenario === undefined ? DEFAULT_DAILY_SCENARIO : await readScenario(scenario, base)
  const any = parseScenario({ name: 'any' })
  await chooseScenarios(store, [choice], { baseline: any, asLive: () => Promise.resolve(any), on: null })
  return choice
}

/**
 * Simulates the backtest's orders of a review's days under the chosen scenario, beside the backtest's own assumptions, and
 * says what each leaves against live. The same review, scenario, seed and version are simulated once. Where the files do not
 * allow it the reason takes its place: a simulation never stops the verdict. The review's temporary tables are those of the
 * simulated run afterwards.
 */
export async function simulateOnce(
  tools: DailyTools,
  choice: ScenarioChoice,
  { runId }: ReviewRun,
  request: ReviewRequest,
  seed: number,
  task: Task,
): Promise<SimulatedReview> {
  const { store, version } = tools
  const saved = await savedUnder(store, choice)
  // A new calibration is a new version of the same name, and is simulated anew.
  const madeFor = [runId, choice, saved?.scenario.version ?? null, seed, version]
  const key = { kind: KIND, made_for: JSON.stringify(madeFor) }
  const [kept] = await store.rows(queries.part, key)
  if (kept !== undefined) return { simulation: JSON.parse(kept.document) as StoredSimulation, reused: true }
  const simulation = await simulateOrSay(tools, choice, request, seed, task)
  if (simulation.document !== null) await store.run(queries.setPart, { ...key, document: JSON.stringify(simulation) })
  return { simulation, reused: false }
}

async function simulateOrSay(
  tools: DailyTools,
  choice: ScenarioChoice,
  request: ReviewRequest,
  seed: number,
  task: Task,
): Promise<StoredSimulation> {
  const scenario = typeof choice === 'string' ? choice : choice.name
  try {
    return { scenario, reason: null, ...(await simulate(tools, choice, request, seed, task)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { scenario, document: null, origin: null, reason: error.message }
  }
}

async function simulate(
  tools: DailyTools,
  choice: ScenarioChoice,
  request: ReviewRequest,
  seed: number,
  task: Task,
): Promise<Pick<StoredSimulation, 'document' | 'origin'>> {
  const { store } = tools
  const input = await readSimulationInput(store, request, task)
  let origin = (await savedUnder(store, choice))?.note ?? null
  const asLive = async (): Promise<Scenario> => {
    const calibration = await calibrateSimulator(tools, request, task)
    origin = `Fitted to ${calibration.orders} live orders from ${calibration.from} to ${calibration.to}. ${calibration.sentence}`
    return calibration.scenario
  }
  const named = { baseline: input.baseline, asLive, on: null }
  const scenarios = await chooseScenarios(store, [choice], named, { seed })
  const document = await runScenarios(tools, prepareRun(tools, input, scenarios), request, task)
  return { document, origin }
}

/** The scenario a name stands for where the project holds it: `name` the newest, `name@2` that version. */
async function savedUnder(store: Store, choice: ScenarioChoice): Promise<StoredScenario | undefined> {
  if (typeof choice !== 'string') return undefined
  const [name, version] = choice.split('@')
  return (await storedScenarios(store)).find(
    ({ scenario }) => scenario.name === name && (version === undefined || scenario.version === Number(version)),
  )
}
