import { queries } from '#adapters/duckdb/queries.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

/** What the project holds, and what its engine holds of the machine. */
export function projectMethods(session: Session): Methods<'project.info' | 'project.memory'> {
  const { store, version, residentBytes } = session.tools
  return {
    'project.memory': () => Promise.resolve({ resident_bytes: residentBytes() }),
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
