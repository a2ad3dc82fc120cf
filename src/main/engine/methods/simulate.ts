import { prepareOrders, type PreparedOrders } from '#domain/simulate/run-scenario.ts'
import type { MergedScenario } from '#domain/simulate/shard.ts'
import type { Result } from '#shared/contract.ts'
import { PRESETS } from '#shared/simulate/presets.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { calibrateSimulator } from '../calibrate-simulator.ts'
import type { Task } from '../ports.ts'
import type { ReviewRequest } from '../review-settings.ts'
import { prepareRun, runScenarios } from '../run-scenarios.ts'
import { keepComparison } from '../kept-comparison.ts'
import { measureTornado, sweepScenarios } from '../run-sweep.ts'
import { instantScenario, KeptSums } from '../scenario-instant.ts'
import { chooseScenarios, saveScenario, storedScenarios, type ScenarioChoice } from '../scenario-store.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { prepareSides, readSimulationInput, type SimulationInput } from '../simulation-orders.ts'

type SimulateMethods =
  | 'scenario.list'
  | 'scenario.save'
  | 'scenario.run'
  | 'scenario.instant'
  | 'sweep.run'
  | 'sweep.tornado'
  | 'calibration.run'

interface Asked {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly seed?: number | undefined
  readonly draws?: number | undefined
  readonly left?: boolean | undefined
}

/** Scenarios, sweeps and calibration over an open project, on the settings of its last review. */
export function simulateMethods(session: Session): Methods<SimulateMethods> {
  const orders = new OrdersOfSession(session)
  const kept = new KeptSums()
  const { tools } = session
  const work = <T>(task: Task, asked: Asked, run: (input: SimulationInput, request: ReviewRequest) => Promise<T>) =>
    session.exclusive(task, async () => {
      const request = await orders.request(asked)
      // What a simulation leaves in the review's temporary tables is not the review.
      session.forgetTables()
      return await run(await orders.read(request, asked.left === true, task), request)
    })
  return {
    'scenario.list': (_params, task) => session.exclusive(task, () => listScenarios(session)),
    'scenario.save': ({ scenario, source, note }, task) =>
      session.exclusive(task, async () => ({ scenario: await saveScenario(tools, scenario, source, note) })),
    'scenario.run': (params, task) =>
      work(task, params, async (input, request) => {
        const scenarios = await orders.choose(params.scenarios, params.on, input, request, params, task)
        const run = prepareRun(tools, input, scenarios, orders.prepared(input))
        const keep = (results: readonly MergedScenario[]) => kept.keep(input, results)
        const document = await runScenarios(tools, run, request, task, params.left, keep)
        if (params.left) await keepComparison(tools.store, document)
        return document
      }),
    'scenario.instant': (params, task) =>
      work(task, params, async (input, request) => {
        const scenarios = await orders.choose([params.scenario], params.on, input, request, params, task)
        return await instantScenario(tools, input, orders.prepared(input), kept, scenarios.at(-1)!, task)
      }),
    'sweep.run': (params, task) =>
      work(task, params, async (input, request) => {
        const scenarios = await orders.choose([params.base], undefined, input, request, params, task)
        const { axes, hypercube } = params
        return await sweepScenarios(tools, input, { base: scenarios.at(-1)!, axes, hypercube }, task)
      }),
    'sweep.tornado': (params, task) =>
      work(task, params, async (input, request) => {
        const scenarios = await orders.choose([params.base], undefined, input, request, params, task)
        return await measureTornado(tools, input, scenarios.at(-1)!, params.names, params.measure, task)
      }),
    'calibration.run': (params, task) =>
      session.exclusive(task, async () => {
        session.forgetTables()
        return await calibrateSimulator(tools, await orders.request(params), task)
      }),
  }
}

async function listScenarios({ tools }: Session): Promise<Result<'scenario.list'>> {
  const saved = await storedScenarios(tools.store)
  return {
    presets: Object.entries(PRESETS).map(([name, { meaning, params }]) => ({ name, meaning, params })),
    saved: saved.map(({ scenario, source, note, savedAt }) => ({ scenario, source, note, saved_at: savedAt })),
  }
}

/** The orders of a session's project, read once for a request and a set of files: the next scenario is ready at once. */
class OrdersOfSession {
  readonly #session: Session
  #kept: { readonly key: string; readonly input: SimulationInput; ready: PreparedOrders | null } | null = null

  constructor(session: Session) {
    this.#session = session
  }

  async request({ from, to }: Asked): Promise<ReviewRequest> {
    const stored = await this.#session.stored()
    return { ...stored?.request, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  }

  async read(request: ReviewRequest, needsTables: boolean, task: Task): Promise<SimulationInput> {
    const { store } = this.#session.tools
    const sources = await store.rows(queries.sources, {})
    const rates = await store.rows(queries.rates, {})
    const symbols = await store.rows(queries.symbolMap, {})
    const overrides = await store.rows(queries.overrides, {})
    const files = sources.map(({ role, sha256 }) => `${role} ${sha256}`)
    const key = JSON.stringify([request, files, rates, symbols, overrides])
    if (this.#kept?.key !== key)
      this.#kept = { key, input: await readSimulationInput(store, request, task), ready: null }
    // A review, an import or another scenario has had the tables since.
    else if (needsTables) await prepareSides(store, request, task)
    return this.#kept.input
  }

  prepared(input: SimulationInput): PreparedOrders {
    const { compute } = this.#session.tools
    if (this.#kept?.input !== input) return prepareOrders(input, compute.allocate)
    return (this.#kept.ready ??= prepareOrders(input, compute.allocate))
  }

  async choose(
    choices: readonly ScenarioChoice[],
    on: ScenarioChoice | undefined,
    input: SimulationInput,
    request: ReviewRequest,
    { seed, draws }: Asked,
    task: Task,
  ): Promise<Scenario[]> {
    const { tools } = this.#session
    const asLive = async () => (await calibrateSimulator(tools, request, task)).scenario
    const named = { baseline: input.baseline, asLive, on: null }
    const changed = on === undefined ? null : (await chooseScenarios(tools.store, [on], named)).at(-1)!
    const overrides = { ...(seed !== undefined && { seed }), ...(draws !== undefined && { draws }) }
    return await chooseScenarios(tools.store, choices, { ...named, on: changed }, overrides)
  }
}
