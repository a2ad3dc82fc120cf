import { assignPairs } from '#domain/parity/assignment.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'

/**
 * Pairs live and backtest composites (1-parity section 2) over the prepared review fills: by id, then entries by time, then exits
 * of paired round trips, then what is left by time; the rest stays one-sided. `gateMicros` bounds |dt| of a pair by time.
 */
export async function matchOrders(store: Store, gateMicros: number, task: Task): Promise<void> {
  await store.run(queries.composite, {}, task)
  await store.run(queries.pairTable, {})
  await store.run(queries.pairById, {}, task)
  await store.run(queries.idConflict, {}, task)
  await assignByTime(store, gateMicros, false, task)
  await store.run(queries.pairExits, {}, task)
  await assignByTime(store, gateMicros, true, task)
  await store.run(queries.pairRest, {}, task)
  await store.run(queries.pair, {}, task)
}

/** Pass 3: one-to-one, most pairs first, then least cost; ties by the composites' (time, id) numbers. */
async function assignByTime(store: Store, gateMicros: number, exits: boolean, task: Task): Promise<void> {
  await store.run(queries.openComposites, { exits }, task)
  const candidates = await store.rows(queries.candidates, { gate_us: gateMicros }, task)
  if (candidates.length === 0) return
  task.report({ step: 'Matching by time', done: 0, total: candidates.length })
  const chosen = assignPairs(candidates)
  await store.run(queries.chosenTable, {})
  const appender = await store.temporaryAppender('chosen')
  for (const { live, backtest, cost, greedy } of chosen) {
    appender.appendBigInt(BigInt(live))
    appender.appendBigInt(BigInt(backtest))
    appender.appendDouble(cost)
    appender.appendBoolean(greedy)
    appender.endRow()
  }
  appender.closeSync()
  await store.run(queries.pairChosen, {}, task)
}
