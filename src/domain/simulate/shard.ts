import { AppError } from '#shared/errors.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import type { RunContext, ShardDocument } from '#shared/simulate/shard.ts'
import { decodeFloats, decodeInts, encodeBytes } from './base64.ts'
import { LATENCY_BINS, SUM_COUNT, type DrawSums } from './draw-sums.ts'

/** Which part of a run: `index` of `of`, 1-based, as in `--shard 2/4`. */
export interface ShardNumber {
  readonly index: number
  readonly of: number
}

/** A range of draws of one scenario of a run. */
export interface ShardRange {
  readonly scenario: Scenario
  readonly first: number
  readonly count: number
}

/** Reads `i/n`. Throws USAGE unless 1 <= i <= n. */
export function parseShardNumber(text: string): ShardNumber {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? []
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new AppError('USAGE', `The shard "${text}" is not a part of a run. Write i/n with 1 <= i <= n, such as 2/4.`)
  return { index, of }
}

/** Returns the draws a shard computes: scenario after scenario, draw after draw, cut into `of` runs of equal length (to one). Every draw is in exactly one shard. */
export function shardRanges(scenarios: readonly Scenario[], { index, of }: ShardNumber): ShardRange[] {
  const total = scenarios.reduce((sum, { draws }) => sum + draws, 0)
  const begin = Math.floor((total * (index - 1)) / of)
  const end = Math.floor((total * index) / of)
  let before = 0
  return scenarios.flatMap((scenario) => {
    const first = Math.max(0, begin - before)
    const last = Math.min(scenario.draws, end - before)
    before += scenario.draws
    return last > first ? [{ scenario, first, count: last - first }] : []
  })
}

/** Writes a shard's sums as a document. `orders` identifies what was simulated (a hash of the inputs); `context` is what a result needs beside sums. */
export function writeShard(
  number: ShardNumber,
  orders: string,
  days: number,
  results: readonly { scenario: Scenario; sums: DrawSums }[],
  context: RunContext,
): ShardDocument {
  return {
    schema: 'parity.shard/1',
    ...number,
    orders,
    days,
    ranges: results.map(({ scenario, sums }) => ({
      scenario,
      first: sums.firstDraw,
      count: sums.draws,
      sums: encodeBytes(sums.values),
      latency_counts: encodeBytes(sums.latencyCounts),
    })),
    context,
  }
}

/** The sums of one scenario of a merged run, as one process would have computed them. */
export interface MergedScenario {
  readonly scenario: Scenario
  readonly sums: DrawSums
}

/** Merges the shards of one run, in any order, into the bits of a run in one process. Throws USAGE when a part is missing, given twice, or of another run. */
export function mergeShards(shards: readonly ShardDocument[]): MergedScenario[] {
  const first = shards[0]
  if (first === undefined)
    throw new AppError('USAGE', 'There is no shard to merge. Name the files that simulate --shard wrote.')
  checkParts(shards, first)
  const scenarios = new Map<string, { scenario: Scenario; ranges: ShardDocument['ranges'] }>()
  for (const range of shards.flatMap(({ ranges }) => ranges)) {
    const key = JSON.stringify(range.scenario)
    const entry = scenarios.get(key) ?? { scenario: range.scenario, ranges: [] }
    entry.ranges.push(range)
    scenarios.set(key, entry)
  }
  const inRunOrder = shards
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ ranges }) => ranges.map(({ scenario }) => JSON.stringify(scenario)))
  return [...new Set(inRunOrder)].map((key) => mergeRanges(scenarios.get(key)!, first.days))
}

function checkParts(shards: readonly ShardDocument[], { of, orders, days }: ShardDocument): void {
  const stranger = shards.find((shard) => shard.of !== of || shard.orders !== orders || shard.days !== days)
  if (stranger)
    throw new AppError(
      'USAGE',
      `Shard ${stranger.index}/${stranger.of} is of another run: its orders or number of parts differ. Merge parts of one run only.`,
    )
  const seen = new Set(shards.map(({ index }) => index))
  const missing = Array.from({ length: of }, (_, k) => k + 1).filter((index) => !seen.has(index))
  if (missing.length > 0)
    throw new AppError(
      'USAGE',
      `The run has ${of} parts, but ${missing.map((index) => `${index}/${of}`).join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing. Run ${missing.length > 1 ? 'them' : 'it'} and merge again.`,
    )
  if (seen.size < shards.length) throw new AppError('USAGE', 'A part of the run is given twice. Name each shard once.')
}

function mergeRanges(
  { scenario, ranges }: { scenario: Scenario; ranges: ShardDocument['ranges'] },
  days: number,
): MergedScenario {
  const values = new Float64Array(scenario.draws * days * SUM_COUNT)
  const latencyCounts = new Int32Array(days * LATENCY_BINS)
  let covered = 0
  for (const range of ranges) {
    values.set(decodeFloats(range.sums), range.first * days * SUM_COUNT)
    decodeInts(range.latency_counts).forEach((count, bin) => (latencyCounts[bin]! += count))
    covered += range.count
  }
  if (covered !== scenario.draws)
    throw new AppError(
      'USAGE',
      `The parts hold ${covered} of the ${scenario.draws} draws of "${scenario.name}". Run the missing parts with the same scenarios and merge again.`,
    )
  return { scenario, sums: { days, firstDraw: 0, draws: scenario.draws, values, latencyCounts } }
}
