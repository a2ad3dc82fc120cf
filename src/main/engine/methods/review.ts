import { queries } from '#adapters/duckdb/queries.ts'
import { compareSides } from '../compare-sides.ts'
import type { ReviewRequest } from '../review-settings.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

/** Running a review and reading the last one. */
export function reviewMethods(session: Session): Methods<'review.run' | 'review.latest' | 'review.defaults'> {
  const { store } = session.tools
  return {
    'review.run': (params, task) => session.exclusive(task, () => session.review(given(params), task)),
    'review.latest': (_params, task) =>
      session.exclusive(task, async () => {
        const stored = await session.stored()
        return stored ?? { review: null, request: {}, stale: false }
      }),
    'review.defaults': (_params, task) =>
      session.exclusive(task, async () => {
        const roles = new Set((await store.rows(queries.sources, {})).map((source) => source.role))
        if (!roles.has('live') || !roles.has('backtest')) return null
        session.forgetTables()
        return (await compareSides(store, {}, task)).settings
      }),
  }
}

/** Drops what was not given: a review tells absent from undefined. */
function given(params: object): ReviewRequest {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}
