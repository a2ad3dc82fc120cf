import type { ChunkCosts } from './chunk-costs.ts'
import { WORD_CHUNK } from './threefry.ts'

/** Scratch of one thread: the cost bases of one chunk of orders and what it drew. */
export interface Scratch extends ChunkCosts {
  readonly noise: Float64Array
  readonly drift: Float64Array
  readonly latencyMs: Float64Array
  readonly share: Float64Array
  readonly cap: Float64Array
  readonly maker: Float64Array
}

/** Makes the scratch of a thread. */
export function createScratch(): Scratch {
  const array = () => new Float64Array(WORD_CHUNK)
  return {
    halfSpread: array(),
    impact: array(),
    excessVolatility: array(),
    depth: array(),
    sigma: array(),
    noise: array(),
    drift: array(),
    latencyMs: array(),
    share: array(),
    cap: array(),
    maker: array(),
  }
}
