import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFloats, decodeInts, encodeBytes } from '#domain/simulate/base64.ts'
import { createDrawSums } from '#domain/simulate/draw-sums.ts'
import { createPlainKernel } from '#domain/simulate/chunk-kernel.ts'
import { simulateDraws } from '#domain/simulate/kernel.ts'
import { allocateArrays } from '#domain/simulate/memory.ts'
import { prepareScenario, runScenario } from '#domain/simulate/run-scenario.ts'
import { mergeShards, parseShardNumber, shardRanges, writeShard } from '#domain/simulate/shard.ts'
import { runContext } from '#domain/simulate/simulate-document.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { shardSchema, type ShardDocument } from '#shared/simulate/shard.ts'
import { generateOrders } from '../../support/simulate/orders.ts'

const ORDERS = generateOrders({ days: 3, perDay: 100 })
const SCENARIOS = [
  parseScenario({ name: 'a', draws: 7 }),
  parseScenario({ name: 'b', draws: 10, params: { rho: 0.9 } }),
]

const PREPARED = prepareScenario({ orders: ORDERS }, SCENARIOS[0]!)
const CONTEXT = { ...runContext('1.2.3', ORDERS.days, [], PREPARED.context, null), against_live: [null, null] }

function runShard(text: string): ShardDocument {
  const number = parseShardNumber(text)
  const results = shardRanges(SCENARIOS, number).map(({ scenario, first, count }) => {
    const { compiled } = prepareScenario({ orders: ORDERS }, scenario)
    const sums = createDrawSums(compiled.days, first, count, allocateArrays)
    simulateDraws(compiled, sums, 0, count, createPlainKernel())
    return { scenario, sums }
  })
  return shardSchema.parse(JSON.parse(JSON.stringify(writeShard(number, 'hash', 3, results, CONTEXT))))
}

describe('shards', () => {
  it('1/4 to 4/4, through JSON and in any order, merge into the bytes of one run', () => {
    const merged = mergeShards(['3/4', '1/4', '4/4', '2/4'].map(runShard))
    expect(merged.map(({ scenario }) => scenario)).toEqual(SCENARIOS)
    for (const { scenario, sums } of merged)
      expect(sums).toEqual(runScenario(prepareScenario({ orders: ORDERS }, scenario)))
  })

  it('hold every draw exactly once, however many there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        (draws, of) => {
          const scenarios = draws.map((count, k) => parseScenario({ name: `s${k}`, draws: count }))
          const seen = Array.from({ length: of }, (_, k) => shardRanges(scenarios, { index: k + 1, of }))
            .flat()
            .flatMap(({ scenario, first, count }) =>
              Array.from({ length: count }, (_, k) => `${scenario.name} ${first + k}`),
            )
          expect(seen).toEqual(
            scenarios.flatMap(({ name, draws: count }) => Array.from({ length: count }, (_, k) => `${name} ${k}`)),
          )
        },
      ),
    )
  })

  it('are refused when one is missing, given twice, or of another run', () => {
    const [one, two] = [runShard('1/2'), runShard('2/2')]
    expect(() => mergeShards([])).toThrow('no shard to merge')
    expect(() => mergeShards([one])).toThrow('The run has 2 parts, but 2/2 is missing')
    expect(() => mergeShards([one, two, two])).toThrow('given twice')
    expect(() => mergeShards([one, { ...two, orders: 'other' }])).toThrow('Shard 2/2 is of another run')
    expect(() => mergeShards([one, { ...two, ranges: [] }])).toThrow(/hold \d+ of the \d+ draws/)
    for (const text of ['0/2', '3/2', '1', 'a/b', '1/2/3']) expect(() => parseShardNumber(text)).toThrow('Write i/n')
  })
})

describe('base64', () => {
  it('gives back every number, and is what Buffer writes', () => {
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 40 }), fc.int32Array({ maxLength: 41 }), (floats, ints) => {
        expect(decodeFloats(encodeBytes(floats))).toEqual(Float64Array.from(floats))
        expect(decodeInts(encodeBytes(ints))).toEqual(Int32Array.from(ints))
        expect(encodeBytes(ints)).toBe(Buffer.from(ints.buffer, ints.byteOffset, ints.byteLength).toString('base64'))
      }),
    )
  })
})
