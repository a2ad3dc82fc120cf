import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { BaseArrays } from './base-columns.ts'
import { betaQuantile } from './beta.ts'
import { limitFillMean } from './fills.ts'
import { isPassive } from './columns.ts'
import type { Allocate } from './memory.ts'
import type { OrderArrays } from './orders.ts'
import { TABLE_LENGTH, writeQuantileTable } from './quantile-table.ts'
import { stressedSpreadBps } from './slippage.ts'

/** The filled share's distribution of every order: `scale * table(u)`, the table at `offset`; and what each order closes. */
export interface FillTables extends Pick<BaseArrays, 'lotStart' | 'lotEntry' | 'lotExit' | 'lotShare' | 'closing'> {
  readonly offset: Int32Array
  readonly scale: Float64Array
  readonly tables: Float64Array
  /** 1 for an order that, where it closes, works until what its entries filled is closed; 0 for one whose own fill is drawn too. */
  readonly completes: Int32Array
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
  params: ScenarioParams,
  allocate: Allocate,
): FillTables {
  const means = new Float64Array(orders.quantity.length)
  for (let i = 0; i < means.length; i++) means[i] = meanFill(orders, params, i)
  const levels = fillLevels(means, params.market_fill)
  const tables = allocate.floats(levels.length * TABLE_LENGTH)
  for (const [index, level] of levels.entries())
    tables.set(fillTable(level, params.fill_concentration), index * TABLE_LENGTH)
  const offset = allocate.ints(means.length)
  const scale = allocate.floats(means.length)
  const marketIndex = levelAbove(levels, params.market_fill)
  for (let i = 0; i < means.length; i++) {
    const mean = means[i]!
    const index = mean === params.market_fill ? marketIndex : levelAbove(levels, mean)
    offset[i] = index * TABLE_LENGTH
    scale[i] = levels[index]! > 0 ? mean / levels[index]! : 1
  }
  const { lotStart, lotEntry, lotExit, lotShare, closing } = base
  const completes = completing(orders, params, allocate)
  return { offset, scale, tables, lotStart, lotEntry, lotExit, lotShare, closing, completes }
}

function meanFill(orders: OrderArrays, params: ScenarioParams, i: number): number {
  const spreadBps = stressedSpreadBps(orders.spreadBps[i]!, params)
  if (!isPassive(orders, spreadBps / 2, i)) return params.market_fill
  return limitFillMean({ spreadBps, volume: orders.adv[i]! * orders.mid[i]! }, params)
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

/** Returns the means that get a table, ascending: the distinct ones; or those of k / 64 that are used, market_fill and the highest mean, so that none is above every level. */
function fillLevels(means: Float64Array, marketFill: number): Float64Array {
  const distinct = new Set<number>()
  let last = NaN
  for (const mean of means) {
    if (mean === last) continue
    last = mean
    distinct.add(mean)
    if (distinct.size > MOST_TABLES) return usedLevels(means, marketFill)
  }
  return Float64Array.from(distinct).sort()
}

function usedLevels(means: Float64Array, marketFill: number): Float64Array {
  const used = new Set<number>([marketFill])
  let highest = 0
  const grid = new Uint8Array(MOST_TABLES + 1)
  for (let i = 0; i < means.length; i++) {
    if (means[i] === marketFill) continue
    highest = Math.max(highest, means[i]!)
    grid[Math.ceil(means[i]! * MOST_TABLES)] = 1
  }
  grid.forEach((isUsed, k) => isUsed && used.add(Math.min(highest, k / MOST_TABLES)))
  return Float64Array.from(used).sort()
}

function levelAbove(levels: Float64Array, mean: number): number {
  let low = 0
  let high = levels.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (levels[middle]! < mean) low = middle + 1
    else high = middle
  }
  return low
}

function completing(orders: OrderArrays, params: ScenarioParams, allocate: Allocate): Int32Array {
  const completes = allocate.ints(orders.quantity.length)
  for (let i = 0; i < completes.length; i++)
    completes[i] = isPassive(orders, stressedSpreadBps(orders.spreadBps[i]!, params) / 2, i) ? 0 : 1
  return completes
}
