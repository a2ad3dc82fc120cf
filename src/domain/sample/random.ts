/** A seeded stream of random numbers; two streams of one seed with different labels are independent. */
export interface Random {
  /** Uniform on [0, 1), 32 bits. */
  uniform(): number
  /** Uniform on [low, high). */
  between(low: number, high: number): number
  /** Whole number, uniform on low..high inclusive. */
  integer(low: number, high: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** Standard normal, approximately: see {@link createRandom}. */
  normal(): number
  /** Lognormal with the given median and sigma of the logarithm. */
  lognormal(median: number, sigma: number): number
}

/** FNV-1a over UTF-16 units with a final avalanche (MurmurHash3's); unsigned 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Returns sfc32 (Doty-Humphrey's small fast counting generator, PractRand) seeded with four words, warmed up. */
function createSfc32(a: number, b: number, c: number, counter: number): () => number {
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let i = 0; i < 16; i++) next()
  return next
}

/**
 * Creates the stream of `seed` and `label`. The normal is the sum of twelve uniforms less six (Irwin-Hall): mean 0,
 * variance 1, tails cut at 6, and no transcendental function, so market paths cannot differ by a last bit anywhere.
 */
export function createRandom(seed: number, label: string): Random {
  const word = (salt: string) => hashText(`${salt}:${seed}:${label}`)
  const uniform = createSfc32(word('a'), word('b'), word('c'), 1)
  const normal = () => {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += uniform()
    return sum
  }
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer: (low, high) => low + Math.floor((high - low + 1) * uniform()),
    chance: (probability) => uniform() < probability,
    normal,
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}
