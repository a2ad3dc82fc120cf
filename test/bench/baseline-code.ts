import {
  buildModule,
  call,
  defineFunction,
  f64,
  f64x2,
  i32,
  i32x4,
  repeat,
  v128,
  when,
  type Code,
} from '#workers/assembler.ts'
import {
  declareLookup,
  declarePair,
  declareThreefry,
  declareWords,
  makerCode,
  normalCode,
  type Lookup,
  type Pair,
} from '#workers/draw-code.ts'
import { WORD_CHUNK } from '#domain/simulate/threefry.ts'

const PAIR = 16
const NORMAL_TAIL = { name: 'normalTail', params: ['i32'], result: 'f64' } as const
const EXPONENTIAL_TAIL = { name: 'exponentialTail', params: ['i32'], result: 'f64' } as const
/** Columns of a chunk, doubles, in their order in memory. */
export const BASELINE_COLUMNS = ['impact', 'volatility', 'depth', 'notional', 'drift'] as const

type BaselineColumn = (typeof BASELINE_COLUMNS)[number]

/** Byte addresses in the module's memory. */
export const BASELINE_AT = {
  normal: 0,
  lognormal: 4096 * PAIR,
  exponential: 5120 * PAIR,
  fill: 6144 * PAIR,
  /** The scenario's ten numbers, its maker threshold as an integer, its five sums. */
  parameters: 7168 * PAIR,
  threshold: 7168 * PAIR + 48,
  sums: 7168 * PAIR + 80,
  counters: 7168 * PAIR + 128,
  columns: 7168 * PAIR + 128 + 4 * WORD_CHUNK,
} as const

/** Returns the byte address of a column. */
export function baselineColumnAt(name: BaselineColumn): number {
  return BASELINE_AT.columns + 8 * WORD_CHUNK * BASELINE_COLUMNS.indexOf(name)
}

/** Returns the module of the baselines' model, made of the product's own pieces: runCell(seed, scenario, bytes of counters) adds a chunk to the sums. */
export function baselineModule(): Uint8Array {
  return buildModule(
    [NORMAL_TAIL, EXPONENTIAL_TAIL],
    [runCell],
    BASELINE_AT.columns + 8 * WORD_CHUNK * BASELINE_COLUMNS.length,
  )
}

const bothHalves = (write: (half: number) => Code): Code => [0, 1].flatMap(write)
const parameter = (index: number) => f64.load(i32.constant(BASELINE_AT.parameters), 8 * index)

function linear(word: Code, field: Lookup['fields']['upper'], table: number, lookup: Lookup, out: Pair): Code {
  return lookup.interpolate(field.pair(word), table, field.m(word), out)
}

const runCell = defineFunction(
  { name: 'runCell', params: ['i32', 'i32', 'i32'] },
  ([seed, scenario, bytes], declare) => {
    const vector = () => declare('v128')
    const [at, doublesAt, makers, isMaker, left, right] = [
      declare('i32'),
      declare('i32'),
      vector(),
      vector(),
      vector(),
      vector(),
    ]
    const threefry = declareThreefry(seed!, scenario!, declare)
    const words = declareWords(declare)
    const [w0, w1, w2, w3] = words
    const lookup = declareLookup(declare)
    const { upper, lower } = lookup.fields
    const [z1, z2, latency, filled, wait] = [1, 2, 3, 4, 5].map(() => declarePair(declare)) as [
      Pair,
      Pair,
      Pair,
      Pair,
      Pair,
    ]
    const splatted = [0, 1, 2, 3, 4, 5, 7, 8, 9].map((index) => ({ index, local: vector() }))
    const given = (index: number) => splatted.find((one) => one.index === index)!.local.get
    const constants = {
      one: vector(),
      scale: vector(),
      constantMs: vector(),
      stepMs: vector(),
      feeGap: vector(),
      makerGap: vector(),
    }
    const threshold = declare('v128')
    const column = (name: BaselineColumn, half: number) => v128.load(doublesAt.get, baselineColumnAt(name) + 16 * half)
    const times = f64x2.multiply
    const plus = f64x2.add
    const sums = [vector(), vector(), vector()]
    const slippage = (half: number) =>
      plus(
        plus(
          plus(plus(given(0), times(given(1), column('impact', half))), times(given(2), column('volatility', half))),
          times(given(3), column('depth', half)),
        ),
        times(given(4), z1[half]!.get),
      )
    const exchangeMs = (half: number) => times(f64x2.fromInts(lower.m(w3.get), half), constants.stepMs.get)
    const drifted = (half: number) => times(times(column('drift', half), f64x2.sqrt(latency[half]!.get)), z2[half]!.get)
    const costBps = (half: number) =>
      plus(
        plus(
          times(slippage(half), plus(constants.one.get, times(isMaker.get, constants.makerGap.get))),
          plus(given(8), times(isMaker.get, constants.feeGap.get)),
        ),
        drifted(half),
      )
    const addInOrder = (sum: number, first: Code, second: Code) => [
      ...left.set(first),
      ...right.set(second),
      ...sums[sum]!.set(plus(sums[sum]!.get, f64x2.lower(left.get, right.get))),
      ...sums[sum]!.set(plus(sums[sum]!.get, f64x2.upper(left.get, right.get))),
    ]
    const queued = (half: number) => plus(latency[half]!.get, times(given(5), wait[half]!.get))
    const tail = (lane: number) => call(1, i32x4.lane(lower.m(w2.get), lane))
    const body = [
      ...doublesAt.set(i32.shiftLeft(at.get, i32.constant(1))),
      ...threefry.blocks(v128.load(at.get, BASELINE_AT.counters), words),
      ...linear(w2.get, upper, BASELINE_AT.lognormal, lookup, latency),
      ...bothHalves((half) =>
        latency[half]!.set(plus(plus(latency[half]!.get, constants.constantMs.get), exchangeMs(half))),
      ),
      ...when(f64.greater(parameter(5), f64.constant(0)), [
        ...linear(w2.get, lower, BASELINE_AT.exponential, lookup, wait),
        ...lookup.replaceOuter(lower.cell(w2.get), 0, 1023, wait, tail),
        ...bothHalves((half) => latency[half]!.set(queued(half))),
      ]),
      ...linear(w3.get, upper, BASELINE_AT.fill, lookup, filled),
      ...normalCode(w0, BASELINE_AT.normal, 1, 0, lookup, z1),
      ...normalCode(w1, BASELINE_AT.normal, 1, 0, lookup, z2),
      ...makers.set(makerCode(w0.get, w1.get, threshold.get, declare)),
      ...bothHalves((half) => [
        ...isMaker.set(f64x2.fromInts(makers.get, half)),
        ...filled[half]!.set(times(column('notional', half), filled[half]!.get)),
        ...left.set(times(times(filled[half]!.get, costBps(half)), constants.scale.get)),
        ...addInOrder(0, left.get, times(left.get, left.get)),
        ...addInOrder(1, filled[half]!.get, latency[half]!.get),
        ...sums[2]!.set(plus(sums[2]!.get, isMaker.get)),
      ]),
    ]
    const zero = i32.constant(0)
    const sumAt = (index: number) => BASELINE_AT.sums + 8 * index
    return [
      ...threefry.prepare,
      ...splatted.flatMap(({ index, local }) => local.set(f64x2.splat(parameter(index)))),
      ...threshold.set(i32x4.splat(i32.load(i32.constant(BASELINE_AT.threshold)))),
      ...constants.one.set(f64x2.splat(f64.constant(1))),
      ...constants.scale.set(f64x2.splat(f64.constant(1e-4))),
      ...constants.constantMs.set(f64x2.splat(f64.constant(1 + (9 * 0.5) / 65536))),
      ...constants.stepMs.set(f64x2.splat(f64.constant(9 / 65536))),
      ...constants.feeGap.set(f64x2.subtract(given(7), given(8))),
      ...constants.makerGap.set(f64x2.subtract(given(9), constants.one.get)),
      ...sums[0]!.set(v128.load(zero, sumAt(0))),
      ...sums[1]!.set(v128.load(zero, sumAt(2))),
      ...repeat(at, 16, bytes!.get, body),
      ...v128.store(zero, sums[0]!.get, sumAt(0)),
      ...v128.store(zero, sums[1]!.get, sumAt(2)),
      ...f64.store(
        zero,
        f64.add(f64.load(zero, sumAt(4)), f64.add(f64x2.lane(sums[2]!.get, 0), f64x2.lane(sums[2]!.get, 1))),
        sumAt(4),
      ),
    ]
  },
)
