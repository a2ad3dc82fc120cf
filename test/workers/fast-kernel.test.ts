import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlainKernel, type ChunkKernel } from '#domain/simulate/chunk-kernel.ts'
import { createDrawSums, SUM, SUM_COUNT, type DrawSums } from '#domain/simulate/draw-sums.ts'
import { simulateDraws } from '#domain/simulate/kernel.ts'
import { linkExits } from '#domain/simulate/link-exits.ts'
import { allocateArrays } from '#domain/simulate/memory.ts'
import type { OrderArrays } from '#domain/simulate/orders.ts'
import { prepareScenario, type PreparedScenario } from '#domain/simulate/run-scenario.ts'
import { simulateFills } from '#domain/simulate/simulate-fills.ts'
import { createWordSource } from '#domain/simulate/threefry.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { createFastKernel } from '#workers/fast-kernel.ts'
import { instantiate } from '#workers/web-assembly.ts'
import { generateOrders } from '../support/simulate/orders.ts'

const SHAPE = fc.record({
  days: fc.integer({ min: 1, max: 4 }),
  perDay: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 500, max: 1100 })),
  symbols: fc.integer({ min: 1, max: 6 }),
  limitShare: fc.constantFrom(0, 0.4, 1),
  exits: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1000 }),
})

const PARAMS = fc.record({
  rho: fc.constantFrom(0, 0.9),
  stress_level: fc.constantFrom(0, 0.7),
  market_fill: fc.constantFrom(0, 0.9, 1),
  limit_fill: fc.constantFrom(0, 0.6, 1),
  p_maker: fc.constantFrom(0, 0.5, 1),
  network_extra_ms: fc.constantFrom(0, 50),
  network_model: fc.constantFrom('lognormal', 'live'),
  drift_model: fc.constantFrom('normal', 'replay'),
})

const LOADED = fc.record({ limits: fc.boolean(), books: fc.boolean(), held: fc.boolean() })

/** Adds what only some files have: limit prices, book levels, a position from before, quotes, waits of live pairs. */
function withMarket(orders: OrderArrays, loaded: { limits: boolean; books: boolean; held: boolean }): OrderArrays {
  const { mid, side, symbol, quantity, timeMs, symbols } = orders
  const held = new Map(loaded.held ? [[0, -side[0]! * 7]] : [])
  return {
    ...orders,
    lots: loaded.held ? linkExits({ book: symbol, side, quantity }, held) : orders.lots,
    limitPrice: loaded.limits
      ? mid.map((price, i) => (i % 3 === 0 ? price * (1 + side[i]! * 1e-4) : NaN))
      : orders.limitPrice,
    ...(loaded.books && {
      books: {
        // Two levels for every second order.
        start: Int32Array.from({ length: mid.length + 1 }, (_, i) => 2 * Math.ceil(i / 2)),
        price: Float64Array.from({ length: 2 * Math.ceil(mid.length / 2) }, (_, k) => {
          const i = 2 * Math.floor(k / 2)
          return mid[i]! * (1 + side[i]! * (k % 2 ? 3e-4 : 1e-4))
        }),
        quantity: new Float64Array(2 * Math.ceil(mid.length / 2)).fill(4),
      },
    }),
    liveWaitMs: mid.map((_, i) => (i % 4 ? 30 + i : NaN)),
    quotes: {
      start: Int32Array.from({ length: symbols.length + 1 }, (_, s) => 3 * s),
      timeMs: Float64Array.from({ length: 3 * symbols.length }, (_, k) => timeMs[0]! + (k % 3) * 60_010),
      mid: Float64Array.from({ length: 3 * symbols.length }, (_, k) => 50 + k),
    },
  }
}

function sumsOf({ compiled }: PreparedScenario, kernel: ChunkKernel, draws: number): DrawSums {
  const sums = createDrawSums(compiled.days, 3, draws, allocateArrays)
  simulateDraws(compiled, sums, 0, draws, kernel)
  return sums
}

const bytesOf = (array: Float64Array | Uint8Array | Int32Array) => Buffer.from(array.buffer)

describe('the kernel in WebAssembly', () => {
  it('runs here: its arrays are in one memory of whole pages', () => {
    const { scratch } = createFastKernel()
    expect(scratch.noise.buffer).toBe(scratch.maker.buffer)
    expect(scratch.noise.buffer.byteLength % 65_536).toBe(0)
  })

  it('gives the bits of the one in JavaScript, sums and fills, one kernel for scenario after scenario', () => {
    // A fused multiply-add, another order of addition or a stale column of the chunk before shows in the last bit.
    const fast = createFastKernel()
    fc.assert(
      fc.property(SHAPE, PARAMS, LOADED, (shape, params, loaded) => {
        const run = prepareScenario(
          { orders: withMarket(generateOrders(shape), loaded) },
          parseScenario({ name: 'x', seed: shape.seed, params }),
        )
        const [plain, quick] = [sumsOf(run, createPlainKernel(), 3), sumsOf(run, fast, 3)]
        expect(bytesOf(quick.values).equals(bytesOf(plain.values))).toBe(true)
        expect(quick.latencyCounts).toEqual(plain.latencyCounts)
        const [slow, fills] = [simulateFills(run.compiled, 5), simulateFills(run.compiled, 5, fast)]
        for (const name of ['quantity', 'price', 'fee', 'latencyMs', 'maker', 'costBps', 'driftBps'] as const)
          expect(bytesOf(fills[name]).equals(bytesOf(slow[name]))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('closes what was entered chunks and days before, and what was held before the first order', () => {
    // 2,400 entries, then as many exits: every exit's entry is in another chunk. Nothing may be left: 0 held at the end.
    const half = generateOrders({ days: 1, perDay: 4_800, symbols: 1, limitShare: 0, exits: false })
    const side = half.side.map((_, i) => (i < 2_400 ? 1 : -1))
    const quantity = half.quantity.map((_, i) => half.quantity[i % 2_400]!)
    const lots = linkExits({ book: half.symbol, side, quantity })
    const run = prepareScenario(
      { orders: { ...half, side, quantity, lots } },
      parseScenario({ name: 'x', params: { market_fill: 0.8 } }),
    )
    const fast = createFastKernel()
    const sums = sumsOf(run, fast, 2)
    expect(bytesOf(sums.values).equals(bytesOf(sumsOf(run, createPlainKernel(), 2).values))).toBe(true)
    expect(Math.abs(fast.positions[0]!)).toBeLessThan(1e-9)
    expect(sums.values[SUM_COUNT + SUM.takerNotional]).toBeGreaterThan(0)
  })
})

describe('a module', () => {
  it('is null where the engine does not know its instructions', () => {
    // A function whose body is 0xff, no instruction of any engine; then one of `nop`.
    const module = (code: number) => [
      0,
      97,
      115,
      109,
      1,
      0,
      0,
      0,
      1,
      4,
      1,
      96,
      0,
      0,
      3,
      2,
      1,
      0,
      10,
      5,
      1,
      3,
      0,
      code,
      11,
    ]
    expect(instantiate(Uint8Array.from(module(0xff)), {})).toBeNull()
    expect(instantiate(Uint8Array.from(module(0x01)), {})).not.toBeNull()
  })
})

describe('threefry', () => {
  it('gives the words of the C program of the benchmark', () => {
    // threefry4x32-12, counter (7, 3, 0, 0), key (42, 0x12345678, 3, 5), from baselines/kernel.h compiled with gcc.
    const source = createWordSource()
    source.counters[0] = 7
    source.generate(42, 3, 1)
    expect(source.words.map((word) => word[0]! >>> 0)).toEqual([4289597478, 1187056632, 397226812, 21493414])
  })
})
