import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { betaQuantile } from './beta.ts'
import { limitFillMean } from './fills.ts'
import { isPassive } from './columns.ts'
import type { Allocate } from './memory.ts'
import type { OrderArrays } from './orders.ts'
import { TABLE_LENGTH, writeQuantileTable } from './quantile-table.ts'
import { stressedSpreadBps } from './slippage.ts'

/** The filled share's distribution of every order: `scale * table(u)`, the table at `offset`; and what each order closes. */
export interface FillTables {
  readonly offset: Int32Array
  readonly scale: Float64Array
  readonly tables: Float64Array
  readonly lotStart: Int32Array
  readonly lotEntry: Int32Array
  /** Share of the closing order that each lot is. */
  readonly lotShare: Float64Array
  /** Share of an order that closes earlier ones: 0 for an entry, 1 for a plain exit. */
  readonly closing: Float64Array
  /** 1 for an order that, where it closes, works until what its entries filled is closed; 0 for one whose own fill is drawn too. */
  readonly completes: Int32Array
}

const MOST_TABLES = 64

/**
 * Compiles the filled shares: market orders beta with mean market_fill; limit orders with the mean of limitFillMean. Up to
 * 64 distinct means get a table each; with more, the next higher of 64 levels scaled down to the exact mean, so means are
 * exact and variances within a few per cent.
 */
export function compileFills(orders: OrderArrays, params: ScenarioParams, allocate: Allocate): FillTables {
  const means = Float64Array.from(orders.quantity.keys(), (i) => meanFill(orders, params, i))
  const levels = fillLevels(means)
  const tables = allocate.floats(levels.length * TABLE_LENGTH)
  for (const [index, level] of levels.entries())
    writeQuantileTable(tables, index * TABLE_LENGTH, betaQuantile(level, params.fill_concentration))
  const offset = allocate.ints(means.length)
  const scale = allocate.floats(means.length)
  for (const [i, mean] of means.entries()) {
    const index = levelAbove(levels, mean)
    offset[i] = index * TABLE_LENGTH
    scale[i] = levels[index]! > 0 ? mean / levels[index]! : 1
  }
  return { offset, scale, tables, ...compileLots(orders, params, allocate) }
}

function meanFill(orders: OrderArrays, params: ScenarioParams, i: number): number {
  const spreadBps = stressedSpreadBps(orders.spreadBps[i]!, params)
  if (!isPassive(orders, spreadBps / 2, i)) return params.market_fill
  return limitFillMean({ spreadBps, volume: orders.adv[i]! * orders.mid[i]! }, params)
}

/** Returns the means that get a table, ascending: the distinct ones, or 64 levels of which the highest covers every mean. */
function fillLevels(means: Float64Array): Float64Array {
  const distinct = new Set<number>()
  for (const mean of means) {
    distinct.add(mean)
    if (distinct.size > MOST_TABLES) return Float64Array.from({ length: MOST_TABLES }, (_, k) => (k + 1) / MOST_TABLES)
  }
  return Float64Array.from(distinct).sort()
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

function compileLots(orders: OrderArrays, params: ScenarioParams, allocate: Allocate) {
  const { lotStart, lotEntry, lotQuantity } = orders.lots
  const lotShare = allocate.copyFloats(lotQuantity)
  const closing = allocate.floats(orders.quantity.length)
  const completes = allocate.ints(orders.quantity.length)
  for (let i = 0; i < orders.quantity.length; i++) {
    completes[i] = isPassive(orders, stressedSpreadBps(orders.spreadBps[i]!, params) / 2, i) ? 0 : 1
    for (let lot = lotStart[i]!; lot < lotStart[i + 1]!; lot++) {
      lotShare[lot] = lotQuantity[lot]! / orders.quantity[i]!
      closing[i]! += lotShare[lot]!
    }
  }
  return {
    lotStart: allocate.copyInts(lotStart),
    lotEntry: allocate.copyInts(lotEntry),
    lotShare,
    closing,
    completes,
  }
}
