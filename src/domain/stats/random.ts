/** A source of uniform numbers in [0, 1). */
export type RandomSource = () => number

/**
 * Returns a reproducible source of uniform numbers in [0, 1) with 32 bits each: sfc32 (Doty-Humphrey, PractRand),
 * its state filled from `seed` by splitmix32. The same seed (taken modulo 2^32) gives the same numbers on every machine. Not for cryptography.
 */
export function createRandomSource(seed: number): RandomSource {
  const next = splitMix32(seed)
  let a = next()
  let b = next()
  let c = next()
  let counter = 1
  return () => {
    const result = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    c |= 0
    return (result >>> 0) / 2 ** 32
  }
}

function splitMix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return mixed ^ (mixed >>> 16)
  }
}
