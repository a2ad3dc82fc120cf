import { SUM } from '#domain/simulate/draw-sums.ts'
import { EDGE, EXACT_CELLS, NORMAL_EXACT, TABLE_CELLS } from '#domain/simulate/quantile-table.ts'
import {
  buildModule,
  call,
  defineFunction,
  f64,
  f64x2,
  i32,
  i32x4,
  i64x2,
  repeat,
  v128,
  when,
  type Code,
  type FunctionCode,
  type Local,
} from './assembler.ts'
import { FAR_LOT, LOT } from './chunk-lots.ts'
import { AT, floatsAt, intsAt, type FloatColumn } from './chunk-layout.ts'
import {
  declareLookup,
  declarePair,
  declareWords,
  declareThreefry,
  makerCode,
  normalCode,
  type Field,
  type Lookup,
  type Pair,
} from './draw-code.ts'

const NORMAL_TAIL = { name: 'normalTail', params: ['i32'], result: 'f64' } as const
const TAIL = 0
const OUTER = 1

/** Returns the module that draws and sums chunks of orders; see createFastKernel for what its functions take. */
export function chunkModule(): Uint8Array {
  return buildModule(
    [NORMAL_TAIL],
    [outer, drawOrders, capByFarEntries, capByNearEntries, closeWithinCaps, sumCosts],
    AT.rest,
  )
}

/** Returns the exact quantile of a 16-bit number in a table's outer cells. */
const outer: FunctionCode = defineFunction({ name: 'outer', params: ['i32', 'i32'], result: 'f64' }, ([table, m]) => {
  const low = i32.constant(EXACT_CELLS * 64)
  const folded = m!.set(i32.subtract(m!.get, i32.constant((TABLE_CELLS - 2 * EXACT_CELLS) * 64)))
  return [
    ...when(i32.notLessUnsigned(m!.get, low), folded),
    ...f64.load(i32.add(table!.get, i32.shiftLeft(m!.get, i32.constant(3))), 8 * EDGE),
  ]
})

/** Quantiles of one field of a word from a table at one address. */
function quantileCode(word: Local, { m, pair, cell }: Field, table: number, lookup: Lookup, out: Pair): Code {
  const exact = (lane: number) => call(OUTER, i32.constant(table), i32x4.lane(m(word.get), lane))
  return [
    ...lookup.interpolate(pair(word.get), table, m(word.get), out),
    ...lookup.replaceOuter(cell(word.get), EXACT_CELLS, TABLE_CELLS - EXACT_CELLS, out, exact),
  ]
}

/** Orders' own filled shares over their scales: quantiles of the upper field, each from the table `offsets` doubles into the tables. */
function shareCode(word: Local, offsets: Code, table: Local, lookup: Lookup, out: Pair): Code {
  const { m, pair, cell } = lookup.fields.upper
  const at = (lane: number) => i32.add(i32x4.lane(table.get, lane), i32.constant(AT.rest))
  const exact = (lane: number) => call(OUTER, at(lane), i32x4.lane(m(word.get), lane))
  return [
    ...table.set(i32x4.shiftLeft(offsets, 3)),
    ...lookup.interpolate(i32x4.add(pair(word.get), table.get), AT.rest, m(word.get), out),
    ...lookup.replaceOuter(cell(word.get), EXACT_CELLS, TABLE_CELLS - EXACT_CELLS, out, exact),
  ]
}

const bothHalves = (write: (half: number) => Code): Code => [0, 1].flatMap(write)

/** Draws `bytes` / 4 orders: noise, drift while waiting, latency, own filled share, maker. */
const drawOrders: FunctionCode = defineFunction(
  { name: 'drawOrders', params: ['i32', 'i32', 'i32', 'f64', 'f64', 'f64'] },
  ([seed, draw, bytes, constantMs, stepMs, queueMs], declare) => {
    const [at, doublesAt, ints] = [declare('i32'), declare('i32'), declare('v128')]
    const [constant, step, queue] = [declare('v128'), declare('v128'), declare('v128')]
    const threefry = declareThreefry(seed!, draw!, declare)
    const words = declareWords(declare)
    const [w0, w1, w2, w3] = words
    const lookup = declareLookup(declare)
    const { upper, lower } = lookup.fields
    const [drawn, latency, given] = [declarePair(declare), declarePair(declare), declare('v128')]
    const column = (name: FloatColumn, half: number) => v128.load(doublesAt.get, floatsAt(name) + 16 * half)
    const keep = (name: FloatColumn, half: number, value: Code) =>
      v128.store(doublesAt.get, value, floatsAt(name) + 16 * half)
    const exchangeMs = (half: number) => f64x2.multiply(f64x2.fromInts(lower.m(w3.get), half), step.get)
    const sinceSent = (half: number) => f64x2.add(f64x2.add(latency[half]!.get, constant.get), exchangeMs(half))
    const queued = (half: number) => f64x2.add(latency[half]!.get, f64x2.multiply(queue.get, drawn[half]!.get))
    const waited = (half: number) => v128.select(given.get, latency[half]!.get, f64x2.equal(given.get, given.get))
    const drift = (half: number) =>
      f64x2.multiply(drawn[half]!.get, f64x2.multiply(column('sigma', half), f64x2.sqrt(latency[half]!.get)))
    const body = [
      ...doublesAt.set(i32.shiftLeft(at.get, i32.constant(1))),
      ...threefry.blocks(v128.load(at.get, intsAt('counter')), words),
      ...quantileCode(w2, upper, AT.latencyTable, lookup, latency),
      ...bothHalves((half) => latency[half]!.set(sinceSent(half))),
      ...when(f64.greater(queueMs!.get, f64.constant(0)), [
        ...quantileCode(w2, lower, AT.queueTable, lookup, drawn),
        ...bothHalves((half) => latency[half]!.set(queued(half))),
      ]),
      ...normalCode(w0, AT.normalTable, NORMAL_EXACT, TAIL, lookup, drawn),
      ...bothHalves((half) => keep('noise', half, drawn[half]!.get)),
      ...normalCode(w1, AT.normalTable, NORMAL_EXACT, TAIL, lookup, drawn),
      ...bothHalves((half) => [
        ...given.set(column('waitMs', half)),
        ...latency[half]!.set(waited(half)),
        ...keep('latencyMs', half, latency[half]!.get),
        ...keep('drift', half, drift(half)),
      ]),
      ...shareCode(w3, v128.load(at.get, intsAt('table')), ints, lookup, drawn),
      ...bothHalves((half) => keep('share', half, f64x2.multiply(column('scale', half), drawn[half]!.get))),
      ...ints.set(makerCode(w0.get, w1.get, v128.load(at.get, intsAt('threshold')), declare)),
      ...bothHalves((half) => keep('maker', half, f64x2.fromInts(ints.get, half))),
    ]
    return [
      ...threefry.prepare,
      ...constant.set(f64x2.splat(constantMs!.get)),
      ...step.set(f64x2.splat(stepMs!.get)),
      ...queue.set(f64x2.splat(queueMs!.get)),
      ...repeat(at, 16, bytes!.get, body),
    ]
  },
)

/** Adds what far entries filled, drawn again from their own counters, to the caps of the orders that close them. */
const capByFarEntries: FunctionCode = defineFunction(
  { name: 'capByFarEntries', params: ['i32', 'i32', 'i32', 'i32'] },
  ([seed, draw, lots, bytes], declare) => {
    const [at, row, table] = [declare('i32'), declare('i32'), declare('v128')]
    const threefry = declareThreefry(seed!, draw!, declare)
    const words = declareWords(declare)
    const lookup = declareLookup(declare)
    const filled = declarePair(declare)
    const ints = (array: number) => lotAddress(lots!, bytes!, array, at.get)
    const floats = (array: number) => lotAddress(lots!, bytes!, array, i32.shiftLeft(at.get, i32.constant(1)))
    const times = (half: number, array: number) =>
      filled[half]!.set(f64x2.multiply(v128.load(floats(array), 16 * half), filled[half]!.get))
    const addLane = (lane: number) => [
      ...row.set(i32.shiftLeft(i32.load(ints(FAR_LOT.row), 4 * lane), i32.constant(3))),
      ...addTo(row.get, floatsAt('cap'), f64x2.lane(filled[lane >> 1]!.get, lane & 1)),
    ]
    return [
      ...threefry.prepare,
      ...repeat(at, 16, bytes!.get, [
        ...threefry.blocks(v128.load(ints(FAR_LOT.counter)), words),
        ...shareCode(words[3], v128.load(ints(FAR_LOT.table)), table, lookup, filled),
        ...bothHalves((half) => [...times(half, FAR_LOT.scale), ...times(half, FAR_LOT.share)]),
        ...[0, 1, 2, 3].flatMap(addLane),
      ]),
    ]
  },
)

/** Returns the address `offset` into one of the arrays of lots. */
function lotAddress(lots: Local, bytes: Local, array: number, offset: Code): Code {
  const start = Array.from({ length: array }).reduce<Code>((sum) => i32.add(sum, bytes.get), lots.get)
  return i32.add(start, offset)
}

/** Adds what entries of the same chunk, which begins with order `first`, filled to the caps of the orders that close them. */
const capByNearEntries: FunctionCode = defineFunction(
  { name: 'capByNearEntries', params: ['i32', 'i32', 'i32'] },
  ([first, lots, bytes], declare) => {
    const [at, entry, row] = [declare('i32'), declare('i32'), declare('i32')]
    const ints = (array: number) => i32.load(lotAddress(lots!, bytes!, array, at.get))
    const share = f64.load(lotAddress(lots!, bytes!, LOT.share, i32.shiftLeft(at.get, i32.constant(1))))
    const inChunk = (order: Code) => i32.subtract(order, first!.get)
    return repeat(at, 4, bytes!.get, [
      ...entry.set(inChunk(ints(LOT.entry))),
      ...when(i32.notLess(entry.get, i32.constant(0)), [
        ...row.set(i32.shiftLeft(inChunk(ints(LOT.exit)), i32.constant(3))),
        ...addTo(
          row.get,
          floatsAt('cap'),
          f64.multiply(share, f64.load(i32.shiftLeft(entry.get, i32.constant(3)), floatsAt('share'))),
        ),
      ]),
    ])
  },
)

function addTo(address: Code, offset: number, value: Code): Code {
  return f64.store(address, f64.add(f64.load(address, offset), value), offset)
}

/** Turns own shares into reduce-only ones: what closes is capped, what opens beyond is the order's own. */
const closeWithinCaps: FunctionCode = defineFunction(
  { name: 'closeWithinCaps', params: ['i32'] },
  ([bytes], declare) => {
    const vector = () => declare('v128')
    const [at, own, cap, closing, zero, one] = [declare('i32'), vector(), vector(), vector(), vector(), vector()]
    const column = (name: FloatColumn) => v128.load(at.get, floatsAt(name))
    const rests = v128.loadTwoInts(i32.shiftRightUnsigned(at.get, i32.constant(1)), intsAt('passive'))
    const limited = f64x2.least(f64x2.multiply(own.get, closing.get), cap.get)
    const reduced = v128.select(limited, cap.get, i64x2.negate(rests))
    const opening = f64x2.greatest(zero.get, f64x2.subtract(one.get, closing.get))
    return [
      ...one.set(f64x2.splat(f64.constant(1))),
      ...repeat(at, 16, bytes!.get, [
        ...own.set(column('share')),
        ...cap.set(column('cap')),
        ...closing.set(column('closing')),
        ...v128.store(at.get, f64x2.add(reduced, f64x2.multiply(own.get, opening)), floatsAt('share')),
      ]),
    ]
  },
)

const PAIRS = [
  [SUM.takerNotional, SUM.makerNotional],
  [SUM.spread, SUM.impact],
  [SUM.volatility, SUM.depth],
  [SUM.noise, SUM.drift],
  [SUM.waiting, SUM.edge],
] as const

/**
 * Adds a chunk's cost bases to the sums and its fills to the positions at `positions`, order after order: two sums are
 * added in one vector, so each takes its addends in the order of the JavaScript.
 */
const sumCosts: FunctionCode = defineFunction(
  { name: 'sumCosts', params: ['i32', 'i32'] },
  ([bytes, positions], declare) => {
    const [at, symbols, position] = [declare('i32'), declare('i32'), declare('i32')]
    const vector = () => declare('v128')
    const sums = [...PAIRS, 0].map(vector)
    const [filled, maker, taker, share, latency, left, right] = [
      vector(),
      vector(),
      vector(),
      vector(),
      vector(),
      vector(),
      vector(),
    ]
    const column = (name: FloatColumn) => v128.load(at.get, floatsAt(name))
    const add = (pair: number, first: Code, second: Code) => [
      ...left.set(first),
      ...right.set(second),
      ...sums[pair]!.set(f64x2.add(sums[pair]!.get, f64x2.lower(left.get, right.get))),
      ...sums[pair]!.set(f64x2.add(sums[pair]!.get, f64x2.upper(left.get, right.get))),
    ]
    const latencySum = sums[PAIRS.length]!
    const moveLane = (lane: number) => [
      ...position.set(
        i32.add(positions!.get, i32.shiftLeft(i32.load(symbols.get, intsAt('symbol') + 4 * lane), i32.constant(3))),
      ),
      ...addTo(position.get, 0, f64x2.lane(left.get, lane)),
    ]
    const body = [
      ...share.set(column('share')),
      ...filled.set(f64x2.multiply(column('notional'), share.get)),
      ...maker.set(f64x2.multiply(filled.get, column('maker'))),
      ...taker.set(f64x2.subtract(filled.get, maker.get)),
      ...latency.set(column('latencyMs')),
      ...add(0, taker.get, maker.get),
      ...add(
        1,
        f64x2.multiply(f64x2.subtract(taker.get, maker.get), column('halfSpread')),
        f64x2.multiply(taker.get, column('impact')),
      ),
      ...add(2, f64x2.multiply(taker.get, column('excessVolatility')), f64x2.multiply(taker.get, column('depth'))),
      ...add(3, f64x2.multiply(taker.get, column('noise')), f64x2.multiply(filled.get, column('drift'))),
      ...add(4, f64x2.multiply(filled.get, latency.get), f64x2.multiply(column('edge'), share.get)),
      ...latencySum.set(f64x2.add(latencySum.get, latency.get)),
      ...latencySum.set(f64x2.add(latencySum.get, f64x2.upper(latency.get, latency.get))),
      ...left.set(f64x2.multiply(column('signedQuantity'), share.get)),
      ...symbols.set(i32.shiftRightUnsigned(at.get, i32.constant(1))),
      ...moveLane(0),
      ...moveLane(1),
    ]
    const sumAt = (index: number) => AT.sums + 8 * index
    const zero = i32.constant(0)
    const read = (first: number, second: number) =>
      f64x2.withLane(f64x2.splat(f64.load(zero, sumAt(first))), 1, f64.load(zero, sumAt(second)))
    return [
      ...PAIRS.flatMap(([first, second], pair) => sums[pair]!.set(read(first, second))),
      ...latencySum.set(read(SUM.latency, SUM.latency)),
      ...repeat(at, 16, bytes!.get, body),
      ...PAIRS.flatMap((pair, index) =>
        pair.flatMap((sum, lane) => f64.store(zero, f64x2.lane(sums[index]!.get, lane), sumAt(sum))),
      ),
      ...f64.store(zero, f64x2.lane(latencySum.get, 0), sumAt(SUM.latency)),
    ]
  },
)
