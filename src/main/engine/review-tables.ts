import { AppError } from '#shared/errors.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { attributeDays } from './attribute-days.ts'
import { compareSides } from './compare-sides.ts'
import { keepDirectPairs } from './keep-direct-pairs.ts'
import { cutSlices } from './cut-slices.ts'
import type { Task } from './ports.ts'
import { directInput } from './review-fills.ts'
import type { ReviewRequest } from './review-settings.ts'

/** Builds the temporary tables of a review that a drill-down and pairs.csv read. Throws NOT_COMPARABLE where it had nothing to compare. */
export async function buildReviewTables(store: Store, request: ReviewRequest, task: Task): Promise<void> {
  const comparison = await compareSides(store, request, task)
  if (comparison.reason !== null) throw new AppError('NOT_COMPARABLE', comparison.reason)
  const { settings, fills } = comparison
  await attributeDays(store, settings, fills, task)
  await keepDirectPairs(store, directInput(fills, settings), task)
  await cutSlices(store, task)
}
