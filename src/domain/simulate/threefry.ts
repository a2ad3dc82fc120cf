/**
 * A source of random words keyed by (seed, order number, draw) alone, so who computes what, in which order and for which
 * scenario changes nothing. Block j of `words` belongs to `counters[j]`; a call fills the first `count` (at most
 * {@link WORD_CHUNK}) of each of the four arrays.
 */
export interface WordSource {
  readonly counters: Int32Array
  readonly words: readonly [Int32Array, Int32Array, Int32Array, Int32Array]
  generate(seed: number, draw: number, count: number): void
}

/** Most orders a word source serves in one call: their scratch arrays stay in the first-level cache. */
export const WORD_CHUNK = 512

/** Constants of the key: the seed is its first word. */
export const THREEFRY_KEY = [0x12345678, 3, 5] as const

/** Rotations of threefry4x32 by round (modulo 8), for the pairs (x0, x1) and (x2, x3). */
export const THREEFRY_ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
] as const

/** The parity constant of the Threefish key schedule for 32-bit words. */
export const THREEFRY_PARITY = 0x1bd11bda

/** Returns a source written in JavaScript; workers use the WebAssembly one, which gives the same words. */
export function createWordSource(): WordSource {
  const counters = new Int32Array(WORD_CHUNK)
  const array = () => new Int32Array(WORD_CHUNK)
  const words = [array(), array(), array(), array()] as const
  return {
    counters,
    words,
    generate: (seed, draw, count) => generateBlocks(seed, draw, count, counters, ...words),
  }
}

/**
 * Fills words with threefry4x32 of 12 rounds, counter (order, draw, 0, 0), key (seed, 0x12345678, 3, 5).
 * Rounds are written out: a loop over the rotations is four times slower. Salmon, Moraes, Dror, Shaw (2011),
 * Parallel Random Numbers: As Easy as 1, 2, 3; 12 rounds pass BigCrush there.
 */
function generateBlocks(
  k0: number,
  draw: number,
  count: number,
  counters: Int32Array,
  out0: Int32Array,
  out1: Int32Array,
  out2: Int32Array,
  out3: Int32Array,
): void {
  const [k1, k2, k3] = THREEFRY_KEY
  const k4 = k0 ^ k1 ^ k2 ^ k3 ^ THREEFRY_PARITY
  for (let j = 0; j < count; j++) {
    let a = (counters[j]! + k0) | 0
    let b = (draw + k1) | 0
    let c: number = k2
    let d: number = k3
    a = (a + b) | 0
    b = ((b << 10) | (b >>> 22)) ^ a
    c = (c + d) | 0
    d = ((d << 26) | (d >>> 6)) ^ c // prettier-ignore
    a = (a + d) | 0
    d = ((d << 11) | (d >>> 21)) ^ a
    c = (c + b) | 0
    b = ((b << 21) | (b >>> 11)) ^ c // prettier-ignore
    a = (a + b) | 0
    b = ((b << 13) | (b >>> 19)) ^ a
    c = (c + d) | 0
    d = ((d << 27) | (d >>> 5)) ^ c // prettier-ignore
    a = (a + d) | 0
    d = ((d << 23) | (d >>> 9)) ^ a
    c = (c + b) | 0
    b = ((b << 5) | (b >>> 27)) ^ c // prettier-ignore
    a = (a + k1) | 0
    b = (b + k2) | 0
    c = (c + k3) | 0
    d = (d + k4 + 1) | 0 // prettier-ignore
    a = (a + b) | 0
    b = ((b << 6) | (b >>> 26)) ^ a
    c = (c + d) | 0
    d = ((d << 20) | (d >>> 12)) ^ c // prettier-ignore
    a = (a + d) | 0
    d = ((d << 17) | (d >>> 15)) ^ a
    c = (c + b) | 0
    b = ((b << 11) | (b >>> 21)) ^ c // prettier-ignore
    a = (a + b) | 0
    b = ((b << 25) | (b >>> 7)) ^ a
    c = (c + d) | 0
    d = ((d << 10) | (d >>> 22)) ^ c // prettier-ignore
    a = (a + d) | 0
    d = ((d << 18) | (d >>> 14)) ^ a
    c = (c + b) | 0
    b = ((b << 20) | (b >>> 12)) ^ c // prettier-ignore
    a = (a + k2) | 0
    b = (b + k3) | 0
    c = (c + k4) | 0
    d = (d + k0 + 2) | 0 // prettier-ignore
    a = (a + b) | 0
    b = ((b << 10) | (b >>> 22)) ^ a
    c = (c + d) | 0
    d = ((d << 26) | (d >>> 6)) ^ c // prettier-ignore
    a = (a + d) | 0
    d = ((d << 11) | (d >>> 21)) ^ a
    c = (c + b) | 0
    b = ((b << 21) | (b >>> 11)) ^ c // prettier-ignore
    a = (a + b) | 0
    b = ((b << 13) | (b >>> 19)) ^ a
    c = (c + d) | 0
    d = ((d << 27) | (d >>> 5)) ^ c // prettier-ignore
    a = (a + d) | 0
    d = ((d << 23) | (d >>> 9)) ^ a
    c = (c + b) | 0
    b = ((b << 5) | (b >>> 27)) ^ c // prettier-ignore
    out0[j] = (a + k3) | 0
    out1[j] = (b + k4) | 0
    out2[j] = (c + k0) | 0
    out3[j] = (d + k1 + 3) | 0
  }
}
