import { AppError } from '#shared/errors.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { sloHistory } from '../slo-history.ts'

/** Service levels of the open project, and its audit log. */
export function sloMethods(session: Session): Methods<'slo.history' | 'audit.entries'> {
  const { tools } = session
  return {
    'slo.history': ({ as_of: asOf, burn }, task) => {
      const request = { ...(asOf !== undefined && { asOf: microsOf(asOf) }), ...(burn !== undefined && { burn }) }
      return session.exclusive(task, () => orReason(() => sloHistory(tools, request, task)))
    },
    'audit.entries': ({ kind, after, limit }, task) =>
      session.exclusive(task, async () => {
        const rows = await tools.store.rows(queries.auditPage, { kind: kind ?? null, after, limit }, task)
        return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
      }),
  }
}

/** Returns the document, or null with the sentence that says what the project lacks for it. */
export async function orReason<Document>(
  build: () => Promise<Document>,
): Promise<{ document: Document | null; reason: string | null }> {
  try {
    return { document: await build(), reason: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOTHING_ACCEPTED') throw error
    return { document: null, reason: error.message }
  }
}

/** Returns an ISO instant as UTC microseconds. */
export function microsOf(instant: string): number {
  return Date.parse(instant) * 1000
}
