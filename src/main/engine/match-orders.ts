import { assignPairs } from '#domain/parity/assignment.ts'
import { pairDirectly, type DirectPairs } from '#domain/parity/direct-pairs.ts'
import type { FillColumns } from '#domain/parity/fill-columns.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { inSteps } from './in-steps.ts'
import type { Task } from './ports.ts'

/** How pairs by time are bounded: |dt| at most `gateMicros`; `scale` is what backtest quantities are multiplied by. */
export interface MatchSettings {
  readonly gateMicros: number
  readonly scale: number
}

/**
 * Finds the direct pairs of the fills: most orders of two systems that share ids, one fill of each. The other fills are put in
 * a table for {@link matchOrders}.
 */
export async function pairFills(store: Store, fills: FillColumns, task: Task): Promise<DirectPairs> {
  const direct = await inSteps('Matching by id', pairDirectly(fills), task)
  await store.run(queries.looseRowTable, {})
  await store.appendTemporary('loose_row', [Uint32Array.from(direct.others, (fill) => fills.row[fill]!)])
  await store.run(queries.looseFill, {}, task)
  return direct
}

/** Pairs live and backtest composites (1-parity section 2) of the fills that are in no direct pair. */
export async function matchOrders(store: Store, settings: MatchSettings, task: Task): Promise<void> {
  await store.run(queries.composite, {}, task)
  await store.run(queries.pairTable, {})
  const open = await store.row(queries.openCount, {})
  if (open.live + open.backtest > 0) await pairComposites(store, settings, task)
  await store.run(queries.loosePair, {}, task)
}

/**
 * Pairs what the user pinned, then by id, then entries by time (several children of one parent first), then exits of paired
 * round trips, then what is left by time; the rest stays one-sided, marked `unfilled` where the other side sent an order that
 * was never filled.
 */
async function pairComposites(store: Store, settings: MatchSettings, task: Task): Promise<void> {
  await store.run(queries.pairPinned, {})
  await store.run(queries.pairById, {}, task)
  await store.run(queries.idConflict, {}, task)
  const before = await store.row(queries.openCount, {})
  const hasTrips = before.of_trips > 0
  if (isOnBothSides(before)) await assignByTime(store, settings, false, task)
  if (hasTrips) await store.run(queries.pairExits, {}, task)
  const after = await store.row(queries.openCount, {})
  // Without round trips and without a new pair, what is open is what it was.
  const mayPair = hasTrips || after.live < before.live
  if (mayPair && isOnBothSides(after)) await assignByTime(store, settings, true, task)
  await store.run(queries.pairRest, { gate_us: settings.gateMicros }, task)
}

function isOnBothSides({ live, backtest }: { readonly live: number; readonly backtest: number }): boolean {
  return live > 0 && backtest > 0
}

/** Passes 4 and 3: children that add up to one parent, then one-to-one, most pairs first, then least cost; ties by the composites' (time, id) numbers. */
async function assignByTime(store: Store, settings: MatchSettings, exits: boolean, task: Task): Promise<void> {
  await store.run(queries.openComposites, { exits }, task)
  await store.run(queries.pairChildren, { gate_us: settings.gateMicros, scale: settings.scale }, task)
  await store.run(queries.openComposites, { exits }, task)
  const candidates = await store.rows(queries.candidates, { gate_us: settings.gateMicros }, task)
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
