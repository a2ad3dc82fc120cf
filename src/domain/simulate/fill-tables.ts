import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { BaseArrays } from './base-columns.ts'
import { betaQuantile } from './beta.ts'
import { limitFillAt, volumeFillFactor } from './fills.ts'
import type { OrderColumns } from './columns.ts'
import type { Allocate } from './memory.ts'
import type { OrderArrays } from './orders.ts'
import { TABLE_LENGTH, writeQuantileTable } from './quantile-table.ts'
import { stressed } from './slippage.ts'

/** The filled share's distribution of every order: `scale * table(u)`, the table at `offset`; and what each order closes. */
export interface FillTables extends Pick<BaseArrays, 'lotStart' | 'lotEntry' | 'lotExit' | 'lotShare' | 'closing'> {
  readonly offset: Int32Array
  readonly scale: Float64Array
  readonly tables: Float64Array
  /** 0 for an order that, where it closes, works until what its entries filled is closed; 1 for one that rests, whose own fill is drawn too. */
  readonly passive: Int32Array
}

const MOST_TABLES = 64
/** Tables kept for the next scenario: a table takes some ms to make, and most scenarios share their fills. */
const MOST_KEPT = 128
const kept = new Map<string, Float64Array>()

/**
 * Compiles the filled shares: market orders beta with mean market_fill; limit orders with the mean of limitFillMean. Up to
 * 64 distinct means get a table each; with more, limit orders take the next higher of 64 levels scaled down to their exact
 * mean, so means are exact and variances at most 7 % low.
 */
export function compileFills(
  orders: OrderArrays,
  base: BaseArrays,
  { passive, market }: Pick<OrderColumns, 'passive' | 'market'>,
  params: ScenarioParams,
  allocate: Allocate,
): FillTables {
  const { spreadBps, adv, mid } = orders
  const { market_fill, fill_concentration, limit_fill, fill_spread_a, fill_volume_b } = params
  const limits = [limit_fill, fill_spread_a, params.spread_ref_bps] as const
  const spread = [spreadBps, market.spreadFactor, market.spreadStress] as const
  const volume = base.remember(volumeFactors, passive, adv, mid, params.volume_ref, fill_volume_b)
  const stress = [params.stress_fill, params.stress_level] as const
  const shares = [market_fill, fill_concentration, ...limits, ...stress] as const
  const { lotStart, lotEntry, lotExit, lotShare, closing } = base
  return {
    ...base.remember(fillColumns, allocate, passive, volume, ...spread, ...shares),
    ...{ lotStart, lotEntry, lotExit, lotShare, closing, passive },
  }
}

function fillColumns(
  allocate: Allocate,
  passive: Int32Array,
  volumeFactor: Float64Array,
  spreadBps: Float64Array,
  spreadFactor: number,
  spreadStress: number,
  marketFill: number,
  concentration: number,
  ...[limit_fill, fill_spread_a, spread_ref_bps, stress_fill, stress_level]: LimitShares
): Pick<FillTables, 'offset' | 'scale' | 'tables'> {
  const limits = { limit_fill, fill_spread_a, spread_ref_bps, stress_fill, stress_level }
  const scale = allocate.floats(passive.length)
  const grid = new Uint8Array(MOST_TABLES + 1)
  let highest = 0
  for (let i = 0; i < scale.length; i++) {
    if (passive[i] === 0) {
      scale[i] = marketFill
      continue
    }
    const mean = limitFillAt(stressed(spreadBps[i]!, spreadFactor, spreadStress), volumeFactor[i]!, limits)
    scale[i] = mean
    if (mean === marketFill) continue
    if (mean > highest) highest = mean
    grid[Math.ceil(mean * MOST_TABLES)] = 1
  }
  const levels = distinctLevels(scale) ?? usedLevels(grid, highest, marketFill)
  const tables = allocate.floats(levels.length * TABLE_LENGTH)
  for (const [index, level] of levels.entries()) tables.set(fillTable(level, concentration), index * TABLE_LENGTH)
  const offset = allocate.ints(scale.length)
  assignTables(levels, offset, scale)
  return { offset, scale, tables }
}

type LimitShares = [number, number, number, number, number]

/** Powers are what a filled share takes longest for, and stress does not move them. Orders that take are left at 0. */
function volumeFactors(
  passive: Int32Array,
  adv: Float64Array,
  mid: Float64Array,
  reference: number,
  power: number,
): Float64Array {
  const column = new Float64Array(adv.length)
  for (let i = 0; i < column.length; i++)
    if (passive[i] === 1) column[i] = volumeFillFactor(adv[i]! * mid[i]!, reference, power)
  return column
}

/** Buckets of means, each with the first level above its lower end: few hold a level, so the search that follows hardly ever moves. */
const BUCKETS = 4096

/** Turns means into the offset of the table at or next above each, and what its values are scaled by. */
function assignTables(levels: Float64Array, offset: Int32Array, scale: Float64Array): void {
  const start = Int32Array.from({ length: BUCKETS + 1 }, (_, bucket) =>
    Math.max(
      0,
      levels.findIndex((level) => level > (bucket - 1) / BUCKETS),
    ),
  )
  for (let i = 0; i < scale.length; i++) {
    const mean = scale[i]!
    let index = start[Math.ceil(mean * BUCKETS)]!
    while (levels[index]! < mean) index++
    offset[i] = index * TABLE_LENGTH
    scale[i] = levels[index]! > 0 ? mean / levels[index]! : 1
  }
}

function fillTable(mean: number, concentration: number): Float64Array {
  const key = `${mean} ${concentration}`
  const known = kept.get(key)
  if (known) return known
  const table = new Float64Array(TABLE_LENGTH)
  writeQuantileTable(table, 0, betaQuantile(mean, concentration))
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, table)
  return table
}

/** Returns the distinct means, ascending; null where there are more than get a table each. */
function distinctLevels(means: Float64Array): Float64Array | null {
  const distinct = new Set<number>()
  let last = NaN
  for (let i = 0; i < means.length; i++) {
    if (means[i] === last) continue
    last = means[i]!
    distinct.add(last)
    if (distinct.size > MOST_TABLES) return null
  }
  return Float64Array.from(distinct).sort()
}

/** Returns the levels k / 64 that limit orders use, market_fill and the highest mean, ascending, so that no mean is above every level. */
function usedLevels(grid: Uint8Array, highest: number, marketFill: number): Float64Array {
  const used = new Set<number>([marketFill])
  grid.forEach((isUsed, k) => isUsed && used.add(Math.min(highest, k / MOST_TABLES)))
  return Float64Array.from(used).sort()
}
