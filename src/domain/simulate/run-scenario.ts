import type { Scenario } from '#shared/simulate/scenario.ts'
import { compileBase, type BaseArrays } from './base-columns.ts'
import { createPlainKernel, type ChunkKernel } from './chunk-kernel.ts'
import { compileScenario, type CompiledScenario } from './compile.ts'
import { createDrawSums, type DrawSums } from './draw-sums.ts'
import { estimateInputs, type InputProvenance, type MarketEstimates } from './estimate-inputs.ts'
import { simulateDraws } from './kernel.ts'
import { allocateArrays, type Allocate } from './memory.ts'
import { checkOrders, type OrderArrays } from './orders.ts'
import type { DayContext } from './pnl.ts'

/** A scenario ready to simulate, and what the summary needs of its orders. */
export interface PreparedScenario {
  readonly scenario: Scenario
  readonly compiled: CompiledScenario
  readonly context: DayContext
  readonly provenance: readonly InputProvenance[]
}

/** What accompanies orders into a run: estimates for missing inputs, and P&L that execution does not touch. */
export interface RunInput {
  readonly orders: OrderArrays
  readonly market?: MarketEstimates
  readonly otherPnl?: Float64Array
}

/** Orders checked and copied once, to prepare any number of scenarios from. */
export interface PreparedOrders extends RunInput {
  readonly base: BaseArrays
  readonly context: DayContext
}

/** Checks orders and copies what no scenario changes. Throws PARAMETER_INVALID for orders that cannot be simulated. */
export function prepareOrders(input: RunInput, allocate: Allocate = allocateArrays): PreparedOrders {
  checkOrders(input.orders)
  const base = compileBase(input.orders, allocate)
  return { ...input, base, context: dayContext(base, input.otherPnl) }
}

/** Completes orders' inputs and compiles a scenario. Orders not prepared yet are prepared first. */
export function prepareScenario(
  input: RunInput | PreparedOrders,
  scenario: Scenario,
  allocate: Allocate = allocateArrays,
): PreparedScenario {
  const { base, context, market } = 'base' in input ? input : prepareOrders(input, allocate)
  const { orders, provenance } = estimateInputs(input.orders, market ?? {}, scenario.params, base.remember)
  const compiled = compileScenario(orders, scenario.params, scenario.seed, allocate, base)
  return { scenario, compiled, context, provenance }
}

/** Returns the sums of every draw of a prepared scenario, computed on this thread; workers give the same bits. */
export function runScenario(
  { scenario, compiled }: PreparedScenario,
  kernel: ChunkKernel = createPlainKernel(),
): DrawSums {
  const sums = createDrawSums(compiled.days, 0, scenario.draws, allocateArrays)
  simulateDraws(compiled, sums, 0, scenario.draws, kernel)
  return sums
}

function dayContext({ dayStart, columns }: BaseArrays, otherPnl?: Float64Array): DayContext {
  const days = dayStart.length - 1
  const intendedEdge = new Float64Array(days)
  const intendedNotional = new Float64Array(days)
  const orders = new Int32Array(days)
  for (let day = 0; day < days; day++) {
    orders[day] = dayStart[day + 1]! - dayStart[day]!
    for (let i = dayStart[day]!; i < dayStart[day + 1]!; i++) {
      intendedEdge[day]! += columns.edge[i]!
      intendedNotional[day]! += columns.notional[i]!
    }
  }
  return {
    intendedEdge,
    intendedNotional,
    orders,
    otherPnl: otherPnl ?? new Float64Array(days),
  }
}
