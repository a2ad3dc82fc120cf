import { queries } from '#adapters/duckdb/queries.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { orReason } from '../service-data.ts'
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

/** Returns an ISO instant as UTC microseconds. */
export function microsOf(instant: string): number {
  return Date.parse(instant) * 1000
}
