import { afterEach, describe, expect, it } from 'vitest'
import { createSimulatorPool } from '#adapters/compute/simulator-pool.ts'
import { cutUnits, simulateOnPool } from '#adapters/compute/simulate-on-pool.ts'
import { calibrateOnPool } from '#adapters/compute/calibrate-on-pool.ts'
import { averageOnPool } from '#adapters/compute/average-on-pool.ts'
import { createWorkerPool, type WorkerPool } from '#adapters/compute/worker-pool.ts'
import { calibrate } from '#domain/simulate/calibrate/calibrate.ts'
import { calibrationDocument } from '#domain/simulate/calibrate/calibration-document.ts'
import { finish } from '#domain/simulate/calibrate/stepwise.ts'
import { createPlainKernel } from '#domain/simulate/chunk-kernel.ts'
import type { DrawSums } from '#domain/simulate/draw-sums.ts'
import { averageFills, createMeanFills } from '#domain/simulate/mean-fills.ts'
import { simulateFills } from '#domain/simulate/simulate-fills.ts'
import { allocateShared } from '#domain/simulate/memory.ts'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { CancelledError } from '#shared/errors.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import type { SimulatorApi } from '#workers/simulator-api.ts'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expectWithin } from '../../support/promised-time.ts'
import { generateLive } from '../../support/simulate/live.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const ENTRY = new URL('../../../src/workers/simulator.worker.ts', import.meta.url)
const never = { signal: new AbortController().signal }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const pools: WorkerPool<SimulatorApi>[] = []

function poolOf(workers: number): WorkerPool<SimulatorApi> {
  const pool = createSimulatorPool(ENTRY, workers)
  pools.push(pool)
  return pool
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

const prepared = (draws: number, perDay: number, days = 6) =>
  prepareScenario(
    { orders: generateOrders({ days, perDay }) },
    parseScenario({ name: 'x', draws, params: { rho: 0.5 } }),
    allocateShared,
  )

describe('simulateOnPool', () => {
  it('gives the bytes of one thread for 1, 2 and 3 workers', async () => {
    const run = prepared(300, 3_000)
    const alone = runScenario(run)
    expect(cutUnits(300, 18_000).length).toBe(4)
    for (const workers of [1, 2, 3]) {
      const sums = await simulateOnPool(poolOf(workers), run.compiled, { first: 0, count: 300 }, never)
      expect(Buffer.from(sums.values.buffer).equals(Buffer.from(alone.values.buffer))).toBe(true)
      expect(Buffer.from(sums.latencyCounts.buffer).equals(Buffer.from(alone.latencyCounts.buffer))).toBe(true)
    }
  })

  it('shows nothing of a long draw alone: one draw has no standard error', async () => {
    // A million orders: a unit a draw for the first two, one for each of two workers, then eight draws for one reading of the orders.
    expect(cutUnits(12, 1_000_000)).toEqual([
      [0, 1],
      [1, 2],
      [2, 10],
      [10, 12],
    ])
    const seen: number[] = []
    const onDraws = (finished: number) => void seen.push(finished)
    await simulateOnPool(poolOf(2), prepared(3, 700_000, 1).compiled, { first: 0, count: 3 }, { ...never, onDraws })
    expect(seen[0]).toBeGreaterThanOrEqual(2)
    expect(seen.at(-1)).toBe(3)
    await simulateOnPool(poolOf(1), prepared(1, 50, 1).compiled, { first: 0, count: 1 }, { ...never, onDraws })
    expect(seen.at(-1)).toBe(1)
  })

  it('shows the first draws before the last ones are done', async () => {
    // 54,000 orders: eight draws, then round(2,000,000 / 54,000) = 37, then the rest. One worker ends them in this order.
    const seen: number[] = []
    const onDraws = (finished: number, soFar: DrawSums) => {
      expect(soFar.values.length).toBe(finished * 6 * 15)
      const lastDraw = new Float64Array(soFar.values.buffer).slice(59 * 6 * 15)
      expect(lastDraw.some((value) => value !== 0)).toBe(finished === 60)
      seen.push(finished)
    }
    await simulateOnPool(poolOf(1), prepared(60, 9_000).compiled, { first: 0, count: 60 }, { ...never, onDraws })
    expect(seen).toEqual([8, 45, 60])
  })

  it('shows draws without a gap and never twice, whichever worker ends first', async () => {
    const draws = prepared(60, 9_000)
    const oneThread = runScenario(draws)
    const seen: number[] = []
    const onDraws = (finished: number, soFar: DrawSums) => {
      expect(soFar.values).toEqual(oneThread.values.subarray(0, finished * 6 * 15))
      seen.push(finished)
    }
    await simulateOnPool(poolOf(3), draws.compiled, { first: 0, count: 60 }, { ...never, onDraws })
    expect(seen).toEqual([8, 45, 60].filter((end) => seen.includes(end)))
    expect(seen.at(-1)).toBe(60)
  })

  it('is cancelled within 200 ms and leaves the pool fit for the next job', async () => {
    const pool = poolOf(2)
    const small = prepared(8, 50)
    await simulateOnPool(pool, small.compiled, { first: 0, count: 8 }, never)
    const big = prepared(5_000, 10_000).compiled
    await expectWithin(200, async () => {
      const abort = new AbortController()
      const job = simulateOnPool(pool, big, { first: 0, count: 5_000 }, { signal: abort.signal })
      const refused = expect(job).rejects.toThrow(CancelledError)
      await pause(100)
      const before = performance.now()
      abort.abort()
      await refused
      return performance.now() - before
    })
    await simulateOnPool(pool, small.compiled, { first: 0, count: 8 }, never)
  })

  it('ends a worker that does not stop when told to, and replaces it', async () => {
    const deaf = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => { for (;;); })"
    await expectWithin(200, async () => {
      const workers: Worker[] = []
      const spawn = () => (workers.length === 0 ? new Worker(deaf, { eval: true }) : new Worker(ENTRY))
      const pool = createWorkerPool<SimulatorApi>(() => workers[workers.push(spawn()) - 1]!, 1)
      pools.push(pool)
      const abort = new AbortController()
      const call = pool.run((api) => api.simulate(undefined as never), abort.signal)
      const refused = expect(call).rejects.toThrow(CancelledError)
      await once(workers[0]!, 'online')
      const before = performance.now()
      abort.abort()
      await refused
      const took = performance.now() - before
      const sums = await simulateOnPool(pool, prepared(2, 50).compiled, { first: 0, count: 2 }, never)
      expect([sums.draws, workers.length, workers[0]!.threadId]).toEqual([2, 2, -1])
      return took
    })
  })

  it('cancels a job that still waits for a worker at once', async () => {
    const pool = poolOf(1)
    const big = prepared(600, 10_000)
    const done: string[] = []
    const first = simulateOnPool(pool, big.compiled, { first: 0, count: 600 }, never).finally(() => done.push('first'))
    const abort = new AbortController()
    const second = simulateOnPool(pool, big.compiled, { first: 0, count: 600 }, { signal: abort.signal })
    const refused = expect(second.finally(() => done.push('second'))).rejects.toThrow(CancelledError)
    abort.abort()
    await refused
    expect((await first).draws).toBe(600)
    expect(done).toEqual(['second', 'first'])
  })

  it('fails only the job whose worker was killed, with WORKER_DIED, and replaces the worker', async () => {
    const workers: Worker[] = []
    const pool = createWorkerPool<SimulatorApi>(() => workers[workers.push(new Worker(ENTRY)) - 1]!, 2)
    pools.push(pool)
    const big = prepared(1, 20_000)
    const whole = (draws: number) =>
      pool.run((api) =>
        api.simulate({
          scenario: big.compiled,
          values: allocateShared.floats(draws * 90),
          firstDraw: 0,
          from: 0,
          to: draws,
          cancel: allocateShared.ints(1),
        }),
      )
    const doomed = whole(2_000)
    const safe = whole(40)
    const refused = expect(doomed).rejects.toMatchObject({
      code: 'WORKER_DIED',
      message: expect.stringContaining('worker ended'),
    })
    await pause(100)
    await workers[0]!.terminate()
    await refused
    expect(await safe).not.toBeNull()
    expect(await whole(1)).not.toBeNull()
    expect(await whole(1)).not.toBeNull()
    expect(workers.length).toBe(3)
  })
})

describe('averageOnPool', () => {
  it('gives every order the mean of its draws, with the bytes of one thread in JavaScript for 1, 2 and 3 workers', async () => {
    // Three units of 5 draws: a unit that starts anywhere but at a chunk, or divides a draw twice, shows in the first order of its range.
    const run = prepared(5, 40_000)
    const alone = createMeanFills(240_000, allocateShared)
    averageFills(run.compiled, 5, alone, [0, 240_000], createPlainKernel())
    const draws = [0, 1, 2, 3, 4].map((draw) => simulateFills(run.compiled, draw))
    for (const order of [0, 99_839, 99_840, 239_999]) {
      const filled = draws.map(({ quantity }) => quantity[order]!)
      const paid = draws.reduce((sum, { price }, draw) => sum + filled[draw]! * price[order]!, 0)
      const units = filled.reduce((a, b) => a + b, 0)
      expect(alone.quantity[order]).toBeCloseTo(units / 5, 12)
      if (units > 0) expect(alone.price[order]).toBeCloseTo(paid / units, 9)
    }
    for (const workers of [1, 2, 3]) {
      let finished = 0
      const onOrders = (done: number) => void (finished = done)
      const means = await averageOnPool(poolOf(workers), run.compiled, 5, { ...never, onOrders })
      expect(finished).toBe(240_000)
      for (const name of ['quantity', 'price', 'fee', 'latencyMs', 'mid'] as const)
        expect(Buffer.from(means[name].buffer).equals(Buffer.from(alone[name].buffer))).toBe(true)
    }
  })

  it('leaves the thread free and is cancelled within 200 ms', async () => {
    const pool = poolOf(2)
    const run = prepared(400, 20_000)
    await expectWithin(200, async () => {
      const abort = new AbortController()
      const job = averageOnPool(pool, run.compiled, 400, { signal: abort.signal })
      const refused = expect(job).rejects.toThrow(CancelledError)
      // On the thread itself no timer fires before its 48 M fills are averaged, and nothing is left to cancel.
      await pause(150)
      const before = performance.now()
      abort.abort()
      await refused
      return performance.now() - before
    })
  })
})

describe('calibrateOnPool', () => {
  const planted = { base_bps: 1, w_spread: 1, impact_y: 0.8, k_vol: 0.5, k_depth: 0.5, noise_bps: 1 }
  const asked = (perDay: number) => ({
    input: {
      fills: generateLive(planted, 5, { days: 30, perDay }),
      orders: null,
      current: parseScenario({ name: 'as-live' }),
      currency: 'USDT',
      seed: 1,
    },
    currentName: { name: 'as-live', version: 3 },
    days: Array.from({ length: 30 }, (_, day) => `day ${day}`),
    orders: 30 * perDay,
    version: 'test',
  })

  it('gives what one thread gives and says where it stands', async () => {
    const request = asked(40)
    const steps: string[] = []
    const document = await calibrateOnPool(poolOf(1), request, {
      ...never,
      onStep: ({ step }) => void steps.push(step),
    })
    expect(document).toEqual(calibrationDocument(finish(calibrate(request.input)), request))
    expect(document.current).toEqual({ name: 'as-live', version: 3 })
    expect(steps[0]).toBe('Fitting slippage')
  })

  it('is cancelled within 200 ms over hundreds of thousands of fills, and the next job finds a worker', async () => {
    // Pieces over so many fills take tenths of a second; the word alone would be looked at after them.
    const pool = poolOf(1)
    const large = asked(10_000)
    await expectWithin(200, async () => {
      const abort = new AbortController()
      let began = () => {}
      const working = new Promise<void>((resolve) => (began = resolve))
      const job = calibrateOnPool(pool, large, { signal: abort.signal, onStep: () => began() })
      const refused = expect(job).rejects.toThrow(CancelledError)
      await working
      await pause(300)
      const before = performance.now()
      abort.abort()
      await refused
      return performance.now() - before
    })
    expect((await calibrateOnPool(pool, asked(40), never)).orders).toBe(1200)
  })
})
