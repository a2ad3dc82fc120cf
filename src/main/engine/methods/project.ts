import { queries } from '#adapters/duckdb/queries.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

/** What the project holds. */
export function projectMethods(session: Session): Methods<'project.info'> {
  const { store, version } = session.tools
  return {
    'project.info': (_params, task) =>
      session.exclusive(task, async () => {
        const stored = await session.stored()
        return {
          path: store.path,
          version,
          sources: await store.rows(queries.sources, {}),
          review: stored?.request ?? {},
          has_review: stored !== null,
          safe_mode: session.safeMode,
        }
      }),
  }
}
