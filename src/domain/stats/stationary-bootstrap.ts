import { invariant } from '#shared/errors.ts'
import type { RandomSource } from './random.ts'

/** What to resample and how. `meanBlock` is the mean block length in observations (default n^(1/3), at least 1). */
export interface StationaryBootstrapInput {
  readonly values: readonly number[]
  readonly statistic: (sample: readonly number[]) => number | null
  readonly resamples: number
  readonly random: RandomSource
  readonly meanBlock?: number
}

/**
 * Returns the statistic of each of `resamples` stationary-bootstrap samples, in draw order, leaving out samples where it
 * is null. Blocks start anywhere with equal chance, wrap round the end, and end after each observation with probability
 * 1 / meanBlock, so short dependence survives. Politis and Romano (1994).
 */
export function stationaryBootstrap(input: StationaryBootstrapInput): number[] {
  const { values, statistic, resamples, random } = input
  const meanBlock = input.meanBlock ?? Math.max(1, Math.cbrt(values.length))
  invariant(values.length > 0, 'a bootstrap has observations to draw from')
  invariant(meanBlock >= 1, 'a mean block length is at least one observation')
  const sample = new Array<number>(values.length)
  const statistics: number[] = []
  for (let draw = 0; draw < resamples; draw++) {
    fillWithBlocks(sample, values, 1 / meanBlock, random)
    const value = statistic(sample)
    if (value !== null) statistics.push(value)
  }
  return statistics
}

function fillWithBlocks(sample: number[], values: readonly number[], endChance: number, random: RandomSource): void {
  let from = 0
  for (let index = 0; index < sample.length; index++) {
    const starts = index === 0 || random() < endChance
    from = starts ? Math.floor(random() * values.length) : (from + 1) % values.length
    sample[index] = values[from] ?? 0
  }
}
