import type { ReportContents } from '#domain/report/report-contents.ts'
import { isServiceRole } from '#shared/canonical.ts'
import type { Review } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { canaryReadiness } from './canary-readiness.ts'
import type { Task } from './ports.ts'
import { orReason, type ServiceTools } from './service-data.ts'
import { sloHistory } from './slo-history.ts'

/** Returns a review with what else the project says of the same time: service levels and the canary, where files about them are loaded. */
export async function reportContents(tools: ServiceTools, review: Review, task: Task): Promise<ReportContents> {
  const roles = (await tools.store.rows(queries.loadedRoles, {}, task)).map(({ role }) => role)
  if (!roles.some(isServiceRole)) return review
  const { document: service } = await orReason(() => sloHistory(tools, { review }, task))
  const { document: canary } = roles.includes('deployment')
    ? await orReason(() => canaryReadiness(tools, { review }, task))
    : { document: null }
  return { ...review, ...(service !== null && { service }), ...(canary !== null && { canary }) }
}
