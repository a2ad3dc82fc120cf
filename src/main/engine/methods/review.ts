import { queries } from '#adapters/duckdb/queries.ts'
import { compareSides } from '../compare-sides.ts'
import type { ReviewRequest } from '../review-settings.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

type ReviewMethods = 'review.run' | 'review.latest' | 'review.defaults' | 'review.strategies'

/** Running a review and reading the last one. */
export function reviewMethods(session: Session): Methods<ReviewMethods> {
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
    'review.strategies': (_params, task) =>
      session.exclusive(task, async () => {
        const rows = await store.rows(queries.strategies, {}, task)
        const named = (origin: string) =>
          rows.filter((row) => row.origin === origin).map(({ strategy, fills }) => ({ name: strategy ?? '', fills }))
        return { live: named('live'), backtest: named('backtest') }
      }),
  }
}

/** Drops what was not given: a review tells absent from undefined. */
function given(params: object): ReviewRequest {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}
