import type { FeeSchedule } from '#shared/simulate/scenario.ts'
import { ratesAt, trailingVolumes } from './fee-schedule.ts'
import { DAY_MS } from './latency.ts'
import type { Allocate } from './memory.ts'
import type { OrderArrays } from './orders.ts'

/** A fee schedule made ready for the kernel: each order's rates at its trailing volume, and the parts that are not rates. */
export interface FeeColumns {
  readonly makerBps: Float64Array
  readonly takerBps: Float64Array
  /** per_unit * Q: money for the whole quantity. */
  readonly perUnit: Float64Array
  readonly perFill: number
  /** -Infinity and Infinity where the schedule has none. */
  readonly minimum: number
  readonly maximumBps: number
}

/** Compiles a schedule: the tier of each order is that of the intended notional traded in the window strictly before it. */
export function compileFees(orders: OrderArrays, schedule: FeeSchedule, allocate: Allocate): FeeColumns {
  const count = orders.quantity.length
  const notional = Float64Array.from(
    orders.quantity,
    (quantity, i) => quantity * orders.mid[i]! * orders.multiplier[orders.symbol[i]!]!,
  )
  const volumes = trailingVolumes(orders.timeMs, notional, schedule.window_days * DAY_MS)
  const columns = {
    makerBps: allocate.floats(count),
    takerBps: allocate.floats(count),
    perUnit: allocate.floats(count),
  }
  for (let i = 0; i < count; i++) {
    const rates = ratesAt(schedule, volumes[i]!)
    columns.makerBps[i] = rates.makerBps
    columns.takerBps[i] = rates.takerBps
    columns.perUnit[i] = schedule.per_unit * orders.quantity[i]!
  }
  return {
    ...columns,
    perFill: schedule.per_fill,
    minimum: schedule.minimum ?? -Infinity,
    maximumBps: schedule.maximum_bps ?? Infinity,
  }
}
