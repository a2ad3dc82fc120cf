import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createSimulatorPool } from '#adapters/compute/simulator-pool.ts'
import { simulateOnPool } from '#adapters/compute/simulate-on-pool.ts'
import { coefficientsOf } from '#domain/simulate/coefficients.ts'
import { distributionOf } from '#domain/simulate/distribution.ts'
import { createDrawSums } from '#domain/simulate/draw-sums.ts'
import { simulateDraws } from '#domain/simulate/kernel.ts'
import { allocateShared } from '#domain/simulate/memory.ts'
import { dailyPnl } from '#domain/simulate/pnl.ts'
import { prepareOrders, prepareScenario } from '#domain/simulate/run-scenario.ts'
import { median } from '#domain/stats/quantile.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { createFastWordSource } from '#workers/threefry-wasm.ts'
import { generateOrders } from '../support/simulate/orders.ts'
import { makeBaselineData } from './baseline-data.ts'
import { BASELINE_SUMS, runBaseline } from './baseline-kernel.ts'

/** One line of the benchmark: what was measured against its target, both as text. */
export interface BenchRow {
  readonly what: string
  readonly target: string
  readonly measured: string
}

const SIZE = [200_000, 50, 250] as const
const REPEATS = 5

/** Measures the simulator: its exact-model kernel beside numpy and scalar C where present, two workers against one, the product's own model, a slider and a what-if. */
export async function simulatorRows(): Promise<BenchRow[]> {
  const data = makeBaselineData(...SIZE)
  const draws = SIZE[0] * SIZE[1]
  const source = createFastWordSource()
  const out = allocateShared.floats(SIZE[2] * SIZE[1] * BASELINE_SUMS)
  runBaseline(data, 0, SIZE[2], source, out)
  const seconds = medianSeconds(() => runBaseline(data, 0, SIZE[2], source, out.fill(0)))
  const rate = draws / seconds / 1e6
  const peers = peerRates()
  const ratio = (peer: number | null) =>
    peer === null
      ? `peer absent; ${rate.toFixed(1)} M draws/s`
      : `${(rate / peer).toFixed(2)}x (${rate.toFixed(1)} against ${peer.toFixed(1)} M draws/s)`
  return [
    { what: 'simulator, one core, against blocked numpy', target: '>= 3x', measured: ratio(peers.numpy) },
    { what: 'simulator, one core, against scalar C -O3', target: '>= 0.70x', measured: ratio(peers.c) },
    { what: 'two workers against one', target: '>= 1.85x', measured: `${(await scaling(data)).toFixed(2)}x` },
    ...(await productRows()),
  ]
}

function medianSeconds(run: () => void): number {
  return median(Array.from({ length: REPEATS }, () => elapsed(run))) ?? NaN
}

function elapsed(run: () => void): number {
  const before = performance.now()
  run()
  return (performance.now() - before) / 1000
}

/** Returns M draws/s of the peers in the baselines folder ($PARITY_BASELINES, else beside the project), run now on this machine; null where absent. */
function peerRates(): { numpy: number | null; c: number | null } {
  const folder = process.env['PARITY_BASELINES'] ?? resolve(import.meta.dirname, '../../../shared/baselines')
  if (!existsSync(join(folder, 'c_scalar.c'))) return { numpy: null, c: null }
  const work = mkdtempSync(join(tmpdir(), 'parity-bench-'))
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

/** Returns how much faster two workers are than one on 40 M draws of the exact model, medians of alternating runs. */
async function scaling(small: ReturnType<typeof makeBaselineData>): Promise<number> {
  const data = makeBaselineData(800_000, small.scenarios, small.days)
  const out = allocateShared.floats(data.days * data.scenarios * BASELINE_SUMS)
  const workers = [0, 1].map(() => new Worker(new URL('./baseline.worker.ts', import.meta.url)))
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
  return (median(one) ?? NaN) / (median(two) ?? NaN)
}

async function productRows(): Promise<BenchRow[]> {
  const orders = generateOrders({ days: 250, perDay: 4_000, symbols: 20 })
  const scenario = parseScenario({ name: 'bench', draws: 200 })
  const ready = prepareOrders({ orders }, allocateShared)
  prepareScenario(ready, scenario, allocateShared)
  const preparing = performance.now()
  const { compiled, context } = prepareScenario(ready, scenario, allocateShared)
  const prepared = performance.now() - preparing
  const sums = createDrawSums(250, 0, 8, allocateShared)
  const source = createFastWordSource()
  simulateDraws(compiled, sums, 0, 2, source)
  const rate = 4_000_000 / medianSeconds(() => void simulateDraws(compiled, sums, 0, 4, source)) / 1e6
  const pool = createSimulatorPool(new URL('../../src/workers/simulator.worker.ts', import.meta.url), 2)
  await simulateOnPool(pool, compiled, { first: 0, count: 8 }, { signal: AbortSignal.timeout(60_000) })
  let firstMs = NaN
  const before = performance.now()
  const all = await simulateOnPool(
    pool,
    compiled,
    { first: 0, count: 200 },
    {
      signal: AbortSignal.timeout(120_000),
      onDraws: () => (firstMs = Number.isNaN(firstMs) ? performance.now() - before : firstMs),
    },
  )
  const exact = performance.now() - before
  await pool.close()
  const slide = () => {
    const pnl = dailyPnl(all, coefficientsOf({ ...scenario.params, base_bps: 2 }), context.otherPnl)
    for (let day = 0; day < 250; day++)
      distributionOf(Float64Array.from({ length: 200 }, (_, draw) => pnl[draw * 250 + day]!))
  }
  slide()
  return [
    {
      what: "the product's own model, one core, exits included",
      target: 'reported',
      measured: `${rate.toFixed(1)} M draws/s`,
    },
    {
      what: 'slider on a linear parameter, 1 M fills x 200 draws x 250 days',
      target: '<= 16 ms',
      measured: `${(medianSeconds(slide) * 1000).toFixed(1)} ms`,
    },
    {
      what: 'other what-if, same size, two workers',
      target: 'first < 100 ms, exact <= 2 s',
      measured: `first ${(prepared + firstMs).toFixed(0)} ms (${prepared.toFixed(0)} preparing), exact ${(exact / 1000).toFixed(1)} s`,
    },
  ]
}

if (process.argv[1] === import.meta.filename) {
  const rows = await simulatorRows()
  console.table(rows)
  if (process.argv[2] !== undefined) writeFileSync(process.argv[2], JSON.stringify(rows, null, 2))
}
