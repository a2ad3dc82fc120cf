import { againstLive } from '#domain/simulate/against-live.ts'
import type { MeanFills } from '#domain/simulate/mean-fills.ts'
import type { PreparedScenario } from '#domain/simulate/run-scenario.ts'
import type { AgainstLive } from '#shared/simulate/document.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { attributeDays } from './attribute-days.ts'
import { prepareLegs } from './compare-sides.ts'
import type { Compute, Task } from './ports.ts'
import type { ReviewRequest } from './review-settings.ts'
import type { SimulationInput } from './simulation-orders.ts'
import { letOthersIn } from './step.ts'

/** Fills averaged for an attribution, orders times draws: a few tenths of a second. */
const MOST_FILLS = 4_000_000
/** Rows handed to the store before others are let in: a few ms. */
const ROWS_AT_ONCE = 8192

/**
 * Returns what is left between live and a scenario: the mean simulated fill of each order stands in the backtest's place, and
 * the difference is attributed as a review does. Null without live. The review's temporary tables are those of the simulated
 * run afterwards.
 */
export async function measureLeft(
  { store, compute }: { readonly store: Store; readonly compute: Compute },
  input: SimulationInput,
  { scenario, compiled }: PreparedScenario,
  request: ReviewRequest,
  task: Task,
): Promise<AgainstLive | null> {
  const { settings, live, orders } = input
  if (live === null) return null
  const draws = Math.max(1, Math.min(scenario.draws, Math.floor(MOST_FILLS / orders.quantity.length)))
  const onOrders = (done: number) => task.report({ step: 'Averaging draws', done, total: orders.quantity.length })
  const fills = await compute.averageFills(compiled, draws, { signal: task.signal, onOrders })
  await replaceBacktest(store, fills, settings.scale, task)
  const { fills: matched } = await prepareLegs(
    store,
    settings,
    input.range,
    { ...request, scale: settings.scale },
    task,
  )
  const days = await attributeDays(store, settings, matched, task)
  const gaps = days.map((day) => ({ ...day, activePnl: day.livePnl - day.backtestPnl }))
  const { target_bps: limitBps, currency } = settings
  return againstLive(scenario.name, gaps, live, { limitBps, draws, currency })
}

async function replaceBacktest(store: Store, fills: MeanFills, scale: number, task: Task): Promise<void> {
  await store.run(queries.simulatedFillTable, {})
  const appender = await store.temporaryAppender('simulated_fill')
  try {
    for (let i = 0; i < fills.quantity.length; i++) {
      if (i % ROWS_AT_ONCE === 0) await letOthersIn(task)
      appender.appendBigInt(BigInt(i))
      appender.appendDouble(fills.quantity[i]!)
      appender.appendDouble(fills.price[i]!)
      appender.appendDouble(fills.fee[i]!)
      appender.appendDouble(fills.latencyMs[i]! * 1000)
      appender.appendDouble(fills.mid[i]!)
      appender.endRow()
    }
  } finally {
    appender.closeSync()
  }
  await store.run(queries.dropBacktestFills, {})
  await store.run(queries.insertSimulatedFills, { scale })
}
