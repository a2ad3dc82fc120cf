import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'

/** Sums the attributed pairs by every crossing of what they can be named by: what the explanation and the drill-down read. */
export async function cutSlices(store: Store, task: Task): Promise<void> {
  await store.run(queries.directAttribute, {})
  await store.run(queries.looseAttribute, {})
  await store.run(queries.sliceDay, {}, task)
}
