import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { createSimulatorPool } from '#adapters/compute/simulator-pool.ts'
import { simulateOnPool } from '#adapters/compute/simulate-on-pool.ts'
import { coefficientsOf } from '#domain/simulate/coefficients.ts'
import { distributionOf } from '#domain/simulate/distribution.ts'
import { createDrawSums, type DrawSums } from '#domain/simulate/draw-sums.ts'
import { simulateDraws } from '#domain/simulate/kernel.ts'
import { allocateShared } from '#domain/simulate/memory.ts'
import { dailyPnl } from '#domain/simulate/pnl.ts'
import { prepareOrders, prepareScenario, type PreparedOrders } from '#domain/simulate/run-scenario.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { createFastKernel } from '#workers/fast-kernel.ts'
import { generateOrders } from '../support/simulate/orders.ts'
import { makeBaselineData } from './baseline-data.ts'
import { createFastBaseline } from './baseline-fast.ts'
import { BASELINE_SUMS } from './baseline-kernel.ts'
import { inMs, median, type Bench, type BenchContext, type Line } from './bench.ts'

const SIZE = [200_000, 50, 250] as const
const DAYS = 250
const REPEATS = 5
/** At least these times the speed of the peer, as most of its time. */
const AGAINST_NUMPY = 0.333
const AGAINST_C = 1.43
const TWO_AGAINST_ONE = 0.54

/** The simulator: the baselines' exact model beside numpy and scalar C where present, two workers against one, and the product's own model. */
export const bench: Bench = {
  name: 'simulate',
  async run(context): Promise<Line[]> {
    const data = makeBaselineData(...SIZE)
    const draws = SIZE[0] * SIZE[1]
    const runBaseline = createFastBaseline()
    const out = allocateShared.floats(SIZE[2] * SIZE[1] * BASELINE_SUMS)
    runBaseline(data, 0, SIZE[2], out)
    const rate = draws / medianSeconds(() => runBaseline(data, 0, SIZE[2], out.fill(0))) / 1e6
    context.say(`simulator, the baselines' model: ${rate.toFixed(1)} M draws/s`)
    const peers = peerRates(context)
    return [
      ...againstPeer('simulator, one core, against blocked numpy', rate, peers.numpy, AGAINST_NUMPY),
      ...againstPeer('simulator, one core, against scalar C -O3', rate, peers.c, AGAINST_C),
      await scaling(data, context),
      ...(await productRows(context)),
    ]
  },
}

function againstPeer(what: string, rate: number, peer: number | null, target: number): Line[] {
  if (peer === null) return []
  const speed = (value: number) => `${value.toFixed(1)} M draws/s`
  return [{ what, ours: speed(rate), peer: speed(peer), ratio: peer / rate, cpuRatio: null, target }]
}

type SimulatorPool = ReturnType<typeof createSimulatorPool>

/** Workers run from source, which Node reads by itself; the bench is run from the project's folder. */
function fromSource(path: string): URL {
  return pathToFileURL(resolve(path))
}

function medianSeconds(run: () => void): number {
  return median(Array.from({ length: REPEATS }, () => elapsed(run)))
}

function elapsed(run: () => void): number {
  const before = performance.now()
  run()
  return (performance.now() - before) / 1000
}

/** Returns M draws/s of the peers in the baselines folder ($PARITY_BASELINES, else beside the project), run now on this machine; null where absent. */
function peerRates({ folder: temporary }: BenchContext): { numpy: number | null; c: number | null } {
  const folder = process.env['PARITY_BASELINES'] ?? resolve('../shared/baselines')
  if (!existsSync(join(folder, 'c_scalar.c'))) return { numpy: null, c: null }
  const work = mkdtempSync(join(temporary, 'peers-'))
  try {
    cpSync(folder, work, { recursive: true })
    mkdirSync(join(work, 'data'), { recursive: true })
    execFileSync(process.execPath, ['mkdata.mjs', ...SIZE.map(String)], { cwd: work })
    return { numpy: rateOf(work, 'python3', ['np_sim.py', 'sfc', '3']), c: compiledRate(work) }
  } finally {
    rmSync(work, { recursive: true })
  }
}

function compiledRate(work: string): number | null {
  try {
    execFileSync(
      'gcc',
      ['-w', '-O3', '-march=native', '-fno-math-errno', 'c_scalar.c', '-o', 'c_scalar', '-lm', '-lpthread'],
      { cwd: work },
    )
  } catch {
    return null
  }
  return rateOf(work, './c_scalar', ['1', '1', String(REPEATS)])
}

/** Runs a peer that prints a JSON line for each repeat, and returns the median of Mdraws_s; null where it cannot run. */
function rateOf(work: string, command: string, parameters: readonly string[]): number | null {
  try {
    const lines = execFileSync(command, parameters, {
      cwd: work,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split('\n')
    return median(lines.map((line) => (JSON.parse(line) as { Mdraws_s: number }).Mdraws_s))
  } catch {
    return null
  }
}

/** Compares two workers with one on 40 M draws of the exact model, medians of alternating runs. */
async function scaling(small: ReturnType<typeof makeBaselineData>, { say }: BenchContext): Promise<Line> {
  const data = makeBaselineData(800_000, small.scenarios, small.days)
  const out = allocateShared.floats(data.days * data.scenarios * BASELINE_SUMS)
  const workers = [0, 1].map(() => new Worker(fromSource('test/bench/baseline.worker.ts')))
  const timed = async (count: number) => {
    const next = allocateShared.ints(1)
    const before = performance.now()
    const chosen = workers.slice(0, count)
    for (const worker of chosen) worker.postMessage({ data, out: out.fill(0), next })
    await Promise.all(chosen.map((worker) => once(worker, 'message')))
    return performance.now() - before
  }
  await timed(2)
  const [one, two] = [[] as number[], [] as number[]]
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    one.push(await timed(1))
    two.push(await timed(2))
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  say(`two workers: ${inMs(median(two))}, one: ${inMs(median(one))}`)
  const [ours, peer] = [median(two), median(one)]
  return {
    ...{ what: 'two workers against one, 40 M draws', ours: inMs(ours), peer: inMs(peer) },
    ...{ ratio: ours / peer, cpuRatio: null, target: TWO_AGAINST_ONE },
  }
}

/** The product's own model on a million orders of 250 days, every other one an exit, 200 draws. */
async function productRows({ say }: BenchContext): Promise<Line[]> {
  const orders = generateOrders({ days: DAYS, perDay: 4_000, symbols: 20 })
  const ready = prepareOrders({ orders }, allocateShared)
  const pool = createSimulatorPool(fromSource('src/workers/simulator.worker.ts'), 2)
  const rate = ownRate(ready)
  await whatIf(pool, ready, {})
  const stressed = await medianWhatIf(pool, ready, (run) => ({ stress_level: run % 2 ? 0.25 : 0.5 }))
  const delayed = await medianWhatIf(pool, ready, (run) => ({ network_extra_ms: run % 2 ? 50 : 20 }))
  const { sums } = await whatIf(pool, ready, {})
  await pool.close()
  say(
    `1 M x 200 x 250: ${inMs(stressed.prepared)} preparing under stress, ${inMs(delayed.prepared)} with another latency`,
  )
  const line = (what: string, ms: number, target: number | null): Line => ({
    ...{ what, ours: inMs(ms), peer: null, ratio: ms, cpuRatio: null, target },
  })
  return [
    {
      ...{ what: "simulator's own model, one core, exits included", ours: `${rate.toFixed(1)} M draws/s`, peer: null },
      ...{ ratio: rate, cpuRatio: null, target: null },
    },
    line('slider on a linear parameter, 1 M fills x 200 draws x 250 days, ms', slidingMs(ready, sums), 16),
    line('stress, which touches every order, two workers: first figures (2 draws), ms', stressed.first, 100),
    line('stress, same size, two workers: all draws, ms', stressed.all, 2000),
    line('network latency, same size, two workers: first figures (2 draws), ms', delayed.first, 100),
    line('network latency, same size, two workers: all draws, ms', delayed.all, 2000),
  ]
}

function ownRate(ready: PreparedOrders): number {
  const { compiled } = prepareScenario(ready, parseScenario({ name: 'bench' }), allocateShared)
  const sums = createDrawSums(DAYS, 0, 8, allocateShared)
  const kernel = createFastKernel()
  simulateDraws(compiled, sums, 0, 8, kernel)
  return 8_000_000 / medianSeconds(() => void simulateDraws(compiled, sums, 0, 8, kernel)) / 1e6
}

/** ms from the change of a parameter until the scenario is prepared, until the first figures, until the last; and processor time of all threads. */
interface WhatIf {
  readonly prepared: number
  readonly first: number
  readonly all: number
  readonly cpu: number
}

/** Simulates another scenario over prepared orders. */
async function whatIf(
  pool: SimulatorPool,
  ready: PreparedOrders,
  params: object,
): Promise<WhatIf & { readonly sums: DrawSums }> {
  const scenario = parseScenario({ name: 'bench', draws: 200, params })
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  const since = () => performance.now() - began
  const { compiled } = prepareScenario(ready, scenario, allocateShared)
  const prepared = since()
  let first = NaN
  const task = {
    signal: AbortSignal.timeout(120_000),
    onDraws: () => {
      if (Number.isNaN(first)) first = since()
    },
  }
  const sums = await simulateOnPool(pool, compiled, { first: 0, count: 200 }, task)
  const { user, system } = process.cpuUsage(cpuBefore)
  return { prepared, first, all: since(), cpu: (user + system) / 1000, sums }
}

/** Medians; `paramsOf` gives parameters that differ from run to run: nothing of the run before can be taken over. */
async function medianWhatIf(
  pool: SimulatorPool,
  ready: PreparedOrders,
  paramsOf: (run: number) => object,
): Promise<WhatIf> {
  const runs: WhatIf[] = []
  for (let run = 0; run < REPEATS; run++) runs.push(await whatIf(pool, ready, paramsOf(run)))
  const middle = (name: keyof WhatIf) => median(runs.map((run) => run[name]))
  return { prepared: middle('prepared'), first: middle('first'), all: middle('all'), cpu: middle('cpu') }
}

function slidingMs({ context }: PreparedOrders, sums: DrawSums): number {
  const { params } = parseScenario({ name: 'bench', params: { base_bps: 2 } })
  const slide = () => {
    const pnl = dailyPnl(sums, coefficientsOf(params), context.otherPnl)
    for (let day = 0; day < DAYS; day++)
      distributionOf(Float64Array.from({ length: 200 }, (_, draw) => pnl[draw * DAYS + day]!))
  }
  slide()
  return medianSeconds(slide) * 1000
}
