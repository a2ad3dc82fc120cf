import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import { compileBase, type BaseArrays } from './base-columns.ts'
import { compileColumns, type OrderColumns } from './columns.ts'
import { compileFees, type FeeColumns } from './fee-columns.ts'
import { compileFills, type FillTables } from './fill-tables.ts'
import { NETWORK_MODELS, queueMeanMs } from './latency.ts'
import { allocateArrays, type Allocate } from './memory.ts'
import type { OrderArrays, QuoteArrays } from './orders.ts'
import { createNormalTable, TABLE_LENGTH, writeQuantileTable } from './quantile-table.ts'
import { coefficientsOf } from './coefficients.ts'
import type { Coefficients } from './slippage.ts'

/**
 * A scenario made ready for the kernel: everything that does not depend on the draw, one typed array per column, over
 * shared memory when `allocate` gives it, so it crosses to workers without a copy.
 */
export interface CompiledScenario {
  readonly seed: number
  readonly days: number
  readonly symbols: number
  readonly dayStart: Int32Array
  readonly columns: OrderColumns
  readonly fills: FillTables
  /** Null for a flat fee: then it is linear in the maker and taker notional. */
  readonly fees: FeeColumns | null
  readonly coefficients: Coefficients
  /** One table each: network latency, and the unit exponential of the queue. */
  readonly latencyTables: Float64Array
  readonly normalTable: Float64Array
  readonly latency: {
    readonly extraMs: number
    readonly exchangeMinMs: number
    readonly exchangeSpanMs: number
    readonly queueMeanMs: number
  }
  /** Change of each symbol's mark over each day, times its multiplier: days x symbols. */
  readonly markMoves: Float64Array
  /** Null unless drift is replayed. */
  readonly quotes: QuoteArrays | null
  /** Null unless orders wait as long as their live pairs did. */
  readonly liveWaitMs: Float64Array | null
  /** Whether limit prices move with the mid while an order waits. */
  readonly limitsFollow: boolean
}

/**
 * Compiles complete orders (see estimateInputs) under a scenario's parameters. `base` is what another scenario of the same
 * orders was compiled with, or made now. Linear in orders; a few ms of tables.
 */
export function compileScenario(
  orders: OrderArrays,
  params: ScenarioParams,
  seed: number,
  allocate: Allocate = allocateArrays,
  base: BaseArrays = compileBase(orders, allocate),
): CompiledScenario {
  const coefficients = coefficientsOf(params)
  const columns = compileColumns(orders, base.columns, params, allocate, base.remember)
  return {
    seed,
    days: orders.days.length,
    symbols: orders.symbols.length,
    dayStart: base.dayStart,
    columns,
    fills: compileFills(orders, base, columns, params, allocate),
    fees: params.fee_schedule === null ? null : compileFees(orders, params.fee_schedule, allocate),
    coefficients,
    latencyTables: latencyTables(params, allocate),
    normalTable: allocate.copyFloats(normalTable()),
    latency: {
      extraMs: params.network_extra_ms,
      exchangeMinMs: params.exchange_min_ms,
      exchangeSpanMs: params.exchange_max_ms - params.exchange_min_ms,
      queueMeanMs: queueMeanMs(params.service_ms, params.rho),
    },
    markMoves: base.markMoves,
    quotes: params.drift_model === 'replay' ? base.quotes : null,
    liveWaitMs: params.network_model === 'live' ? base.liveWaitMs : null,
    limitsFollow: params.limit_model === 'follow',
  }
}

let builtNormalTable: Float64Array | null = null

function normalTable(): Float64Array {
  return (builtNormalTable ??= createNormalTable())
}

function latencyTables(params: ScenarioParams, allocate: Allocate): Float64Array {
  const tables = allocate.floats(2 * TABLE_LENGTH)
  writeQuantileTable(tables, 0, NETWORK_MODELS[params.network_model](params))
  writeQuantileTable(tables, TABLE_LENGTH, (u) => -Math.log1p(-Math.min(u, 1 - Number.EPSILON)))
  return tables
}
