import { THREEFRY_KEY, THREEFRY_PARITY, THREEFRY_ROTATIONS } from '#domain/simulate/threefry.ts'
import { call, f64x2, i32, i32x4, v128, when, type Code, type Declare, type Local } from './assembler.ts'

const ROUNDS = 12

/** Four words of four orders each, one vector a word. */
export type Words = readonly [Local, Local, Local, Local]

/** Two vectors: a number for each of four orders. */
export type Pair = readonly [Local, Local]

/** Declares words. */
export function declareWords(declare: Declare): Words {
  return [declare('v128'), declare('v128'), declare('v128'), declare('v128')]
}

/** Declares a pair. */
export function declarePair(declare: Declare): Pair {
  return [declare('v128'), declare('v128')]
}

/** The block function of one seed and draw. */
export interface Threefry {
  /** Comes before the loop over orders. */
  readonly prepare: Code
  /** Writes threefry4x32-12 of four counters (order, draw, 0, 0): the words of createWordSource, bit for bit. */
  readonly blocks: (counters: Code, words: Words) => Code
}

/** Declares the block function of a seed and draw, integers both. Sums of key words that each round adds are made once. */
export function declareThreefry(seed: Local, draw: Local, declare: Declare): Threefry {
  const [k1, k2, k3] = THREEFRY_KEY
  const key = [seed.get, ...THREEFRY_KEY.map((word) => i32.constant(word))]
  key.push(i32.xor(seed.get, i32.constant(k1 ^ k2 ^ k3 ^ THREEFRY_PARITY)))
  const first = [key[0]!, i32.add(draw.get, key[1]!), key[2]!, key[3]!]
  const later = [1, 2, 3].map((count) =>
    [0, 1, 2, 3].map((index) => {
      const word = key[(count + index) % 5]!
      return index === 3 ? i32.add(word, i32.constant(count)) : word
    }),
  )
  const added = [first, ...later].map((words) => words.map((code) => ({ code, local: declare('v128') })))
  return {
    prepare: added.flat().flatMap(({ code, local }) => local.set(i32x4.splat(code))),
    blocks: (counters, words) =>
      threefryCode(
        counters,
        added.map((injected) => injected.map(({ local }) => local)),
        words,
      ),
  }
}

function threefryCode(counters: Code, added: readonly (readonly Local[])[], words: Words): Code {
  const [a, b, c, d] = words
  const start = added[0]!
  const inject = (count: number) =>
    words.flatMap((word, index) => word.set(i32x4.add(word.get, added[count]![index]!.get)))
  const round = (number: number) => {
    const [first, second] = THREEFRY_ROTATIONS[number % THREEFRY_ROTATIONS.length]!
    const mixed =
      number % 2 === 0 ? [...mix(a, b, first), ...mix(c, d, second)] : [...mix(a, d, first), ...mix(c, b, second)]
    return number % 4 === 3 ? [...mixed, ...inject((number + 1) / 4)] : mixed
  }
  return [
    ...a.set(i32x4.add(counters, start[0]!.get)),
    ...[b, c, d].flatMap((word, index) => word.set(start[index + 1]!.get)),
    ...Array.from({ length: ROUNDS }, (_, number) => round(number)).flat(),
  ]
}

/** x += y; y = rotl(y, bits) ^ x. */
function mix(x: Local, y: Local, bits: number): Code {
  const rotated = v128.or(i32x4.shiftLeft(y.get, bits), i32x4.shiftRightUnsigned(y.get, 32 - bits))
  return [...x.set(i32x4.add(x.get, y.get)), ...y.set(v128.xor(rotated, x.get))]
}

/** Reading tables of quantiles, four orders at a time. */
export interface Lookup {
  /** Writes intercept + slope * m to `out` from pairs of doubles at `base` + `address`. */
  readonly interpolate: (address: Code, base: number, m: Code, out: Pair) => Code
  /** Replaces those of `out` whose cell is not in [from, below) by `exact(lane)`; few are. */
  readonly replaceOuter: (cell: Code, from: number, below: number, out: Pair, exact: (lane: number) => Code) => Code
  /** Fields of a word of 32 bits. */
  readonly fields: Readonly<Record<'upper' | 'lower' | 'normal', Field>>
}

/** A field of a word that tables are read by: the number, the byte address of its cell's pair, and the cell. */
export interface Field {
  readonly m: (word: Code) => Code
  readonly pair: (word: Code) => Code
  readonly cell: (word: Code) => Code
}

/** Declares the variables of lookups. */
export function declareLookup(declare: Declare): Lookup {
  return { interpolate: interpolation(declare), replaceOuter: replacement(declare), fields: fieldsOf(declare) }
}

function interpolation(declare: Declare): Lookup['interpolate'] {
  const vector = () => declare('v128')
  const [addresses, ms, first, second] = [vector(), vector(), vector(), vector()]
  return (address, base, m, out) => [
    ...addresses.set(address),
    ...ms.set(m),
    ...out.flatMap((half, index) => [
      ...first.set(v128.load(i32x4.lane(addresses.get, 2 * index), base)),
      ...second.set(v128.load(i32x4.lane(addresses.get, 2 * index + 1), base)),
      ...half.set(
        f64x2.add(
          f64x2.lower(first.get, second.get),
          f64x2.multiply(f64x2.upper(first.get, second.get), f64x2.fromInts(ms.get, index)),
        ),
      ),
    ]),
  ]
}

function replacement(declare: Declare): Lookup['replaceOuter'] {
  const cells = declare('v128')
  return (cell, from, below, out, exact) => {
    const replace = (lane: number) => {
      const half = out[lane >> 1]!
      const replaced = half.set(f64x2.withLane(half.get, lane & 1, exact(lane)))
      return when(i32.notLessUnsigned(i32x4.lane(cells.get, lane), i32.constant(below - from)), replaced)
    }
    return [
      ...cells.set(i32x4.subtract(cell, declare.constant(from))),
      ...when(
        v128.anyTrue(i32x4.notLessUnsigned(cells.get, declare.constant(below - from))),
        [0, 1, 2, 3].flatMap(replace),
      ),
    ]
  }
}

function fieldsOf({ constant }: Declare): Lookup['fields'] {
  const shifted = (word: Code, bits: number) => i32x4.shiftRightUnsigned(word, bits)
  return {
    upper: {
      m: (word) => shifted(word, 16),
      pair: (word) => v128.and(shifted(word, 18), constant(0x3ff0)),
      cell: (word) => shifted(word, 22),
    },
    lower: {
      m: (word) => v128.and(word, constant(0xffff)),
      pair: (word) => v128.and(shifted(word, 2), constant(0x3ff0)),
      cell: (word) => shifted(v128.and(word, constant(0xffff)), 6),
    },
    normal: {
      m: (word) => shifted(word, 8),
      pair: (word) => v128.and(shifted(word, 16), constant(0xfff0)),
      cell: (word) => shifted(word, 20),
    },
  }
}

const NORMAL_CELLS = 4096

/** Writes standard normals of the upper 24 bits of a word, as fillNormals does; `tail` is the number of the imported function (24 bits to normal) for the outer cells. */
export function normalCode(
  word: Local,
  table: number,
  exactCells: number,
  tail: number,
  lookup: Lookup,
  out: Pair,
): Code {
  const { m, pair, cell } = lookup.fields.normal
  const exact = (lane: number) => call(tail, i32.shiftRightUnsigned(i32x4.lane(word.get, lane), i32.constant(8)))
  return [
    ...lookup.interpolate(pair(word.get), table, m(word.get), out),
    ...lookup.replaceOuter(cell(word.get), exactCells, NORMAL_CELLS - exactCells, out, exact),
  ]
}

/** Returns a 1 for each maker of four, else 0: the low bytes of the normals' words against the threshold, without a branch. */
export function makerCode(w0: Code, w1: Code, threshold: Code, { constant }: Declare): Code {
  const high = i32x4.shiftLeft(v128.and(w0, constant(255)), 8)
  return i32x4.shiftRightUnsigned(i32x4.subtract(v128.or(high, v128.and(w1, constant(255))), threshold), 31)
}
