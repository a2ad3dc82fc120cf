import { WORD_CHUNK } from './threefry.ts'

/** Scratch of one thread: what one chunk of orders drew. */
export interface Scratch {
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
    noise: array(),
    drift: array(),
    latencyMs: array(),
    share: array(),
    cap: array(),
    maker: array(),
  }
}
