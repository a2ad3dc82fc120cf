import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
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
import { inMs, median, type BenchContext, type Line } from './bench.ts'

const DAYS = 250
const REPEATS = 5

type SimulatorPool = ReturnType<typeof createSimulatorPool>

/** Rows of the product's own model on a million orders of 250 days, every other one an exit, 200 draws. Processor time is that of all threads over two cores. */
export async function ownRows({ say }: BenchContext): Promise<Line[]> {
  const orders = generateOrders({ days: DAYS, perDay: 4_000, symbols: 20 })
  const ready = prepareOrders({ orders }, allocateShared)
  const pool = createSimulatorPool(pathToFileURL(resolve('src/workers/simulator.worker.ts')), 2)
  const rate = ownRate(ready)
  await whatIf(pool, ready, {})
  const stressed = await medianWhatIf(pool, ready, (run) => ({ stress_level: run % 2 ? 0.25 : 0.5 }))
  const delayed = await medianWhatIf(pool, ready, (run) => ({ network_extra_ms: run % 2 ? 50 : 20 }))
  const { sums } = await whatIf(pool, ready, {})
  await pool.close()
  say(
    `1 M x 200 x 250: ${inMs(stressed.prepared)} preparing under stress, ${inMs(delayed.prepared)} with another latency`,
  )
  const line = (what: string, ms: number, target: number | null, cpuRatio: number | null = null): Line => ({
    ...{ what, ours: inMs(ms), peer: null, ratio: ms, cpuRatio, target },
  })
  return [
    {
      ...{ what: "simulator's own model, one core, exits included", ours: `${rate.toFixed(1)} M draws/s`, peer: null },
      ...{ ratio: rate, cpuRatio: null, target: null },
    },
    line('slider on a linear parameter, 1 M fills x 200 draws x 250 days, ms', slidingMs(ready, sums), 16),
    line('stress, which touches every order, two workers: first figures (2 draws), ms', stressed.first, 100),
    line('stress, same size, two workers: all draws, ms', stressed.all, 2000, stressed.cpu / 2),
    line('network latency, same size, two workers: first figures (2 draws), ms', delayed.first, 100),
    line('network latency, same size, two workers: all draws, ms', delayed.all, 2000, delayed.cpu / 2),
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

function medianSeconds(run: () => void): number {
  const seconds = () => {
    const before = performance.now()
    run()
    return (performance.now() - before) / 1000
  }
  return median(Array.from({ length: REPEATS }, seconds))
}
