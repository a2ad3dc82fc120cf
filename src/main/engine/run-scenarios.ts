import type { DrawSums } from '#domain/simulate/draw-sums.ts'
import { partialRuns } from '#domain/simulate/partial-run.ts'
import {
  prepareOrders,
  prepareScenario,
  type PreparedOrders,
  type PreparedScenario,
} from '#domain/simulate/run-scenario.ts'
import { shardRanges, writeShard, type MergedScenario, type ShardNumber } from '#domain/simulate/shard.ts'
import { runContext, simulateDocument } from '#domain/simulate/simulate-document.ts'
import type { AgainstLive, SimulateDocument } from '#shared/simulate/document.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import type { RunContext, ShardDocument } from '#shared/simulate/shard.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Clock, Compute, Task } from './ports.ts'
import type { ReviewRequest } from './review-settings.ts'
import { measureLeft } from './run-scenarios-left.ts'
import type { SimulationInput } from './simulation-orders.ts'
import { letOthersIn, step } from './step.ts'

/** What simulations need from outside. */
export interface SimulationTools {
  readonly store: Store
  readonly clock: Clock
  readonly compute: Compute
  readonly version: string
}

/** Scenarios compiled over one set of orders, ready to run. */
export interface PreparedRun {
  readonly input: SimulationInput
  readonly prepared: readonly PreparedScenario[]
}

/** Compiles scenarios over the orders read. `ready` is the orders prepared before. Throws PARAMETER_INVALID for orders that cannot be simulated. */
export function prepareRun(
  { compute }: SimulationTools,
  input: SimulationInput,
  scenarios: readonly Scenario[],
  ready: PreparedOrders = prepareOrders(input, compute.allocate),
): PreparedRun {
  return { input, prepared: scenarios.map((scenario) => prepareScenario(ready, scenario, compute.allocate)) }
}

/** Runs every draw of the scenarios and returns parity.simulate/1; the first is the baseline the others are held against. `left` asks what is left against live; `onSums` is given the sums of all draws. */
export async function runScenarios(
  tools: SimulationTools,
  run: PreparedRun,
  request: ReviewRequest,
  task: Task,
  left = true,
  onSums?: (results: readonly MergedScenario[]) => void,
): Promise<SimulateDocument> {
  const whole = run.prepared.map(({ scenario }) => ({ scenario, first: 0, count: scenario.draws }))
  const results = await simulateRanges(tools, run, whole, task)
  onSums?.(results)
  const context = await contextOf(tools, run, request, task, left)
  await letOthersIn(task)
  const document = simulateDocument(results, context)
  await letOthersIn(task)
  return document
}

/** Runs one part of the scenarios' draws; merged with the others it gives the bytes of {@link runScenarios}. */
export async function runShard(
  tools: SimulationTools,
  run: PreparedRun,
  number: ShardNumber,
  request: ReviewRequest,
  task: Task,
): Promise<ShardDocument> {
  const scenarios = run.prepared.map(({ scenario }) => scenario)
  const results = await simulateRanges(tools, run, shardRanges(scenarios, number), task)
  const context = await contextOf(tools, run, request, task)
  return writeShard(number, run.input.key, run.input.orders.days.length, results, context)
}

interface Range {
  readonly scenario: Scenario
  readonly first: number
  readonly count: number
}

async function simulateRanges(
  { compute }: SimulationTools,
  { input, prepared }: PreparedRun,
  ranges: readonly Range[],
  task: Task,
): Promise<MergedScenario[]> {
  const total = ranges.reduce((sum, { count }) => sum + count, 0)
  const results: MergedScenario[] = []
  let before = 0
  for (const { scenario, first, count } of ranges) {
    const { compiled, context } = prepared.find((one) => one.scenario === scenario)!
    const partialOf = partialRuns(scenario, context, input.live)
    const report = (finished: number, soFar: DrawSums | null) => {
      const partial = soFar === null ? null : partialOf(finished, soFar)
      const step = `Simulating ${scenario.name}`
      task.report({ step, done: before + finished, total, ...(partial !== null && { partial }) })
    }
    report(0, null)
    const sums = await compute.simulate(compiled, { first, count }, { signal: task.signal, onDraws: report })
    results.push({ scenario, sums })
    before += count
  }
  return results
}

async function contextOf(
  { store, compute, version }: SimulationTools,
  { input, prepared }: PreparedRun,
  request: ReviewRequest,
  task: Task,
  wantsLeft = true,
): Promise<RunContext> {
  const left: (AgainstLive | null)[] = []
  for (const one of wantsLeft ? prepared : [])
    left.push(
      await measureLeft(
        { store, compute },
        input,
        one,
        request,
        step(task, `Attributing live against ${one.scenario.name}`),
      ),
    )
  const sentences = new Set(prepared.flatMap(({ provenance }) => provenance.flatMap(({ sentence }) => sentence ?? [])))
  const { context } = prepared[0]!
  return {
    ...runContext(version, input.orders.days, [...input.notes, ...sentences], context, input.live),
    against_live: left,
  }
}
