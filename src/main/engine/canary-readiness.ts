import { buildCanaryDocument } from '#domain/canary/canary-document.ts'
import { decisionChanges, decisionKey } from '#domain/canary/decision-changes.ts'
import { DEFAULT_CANARY_SETTINGS, type CanarySettings } from '#domain/canary/settings.ts'
import type { CanaryDocument } from '#shared/canary.ts'
import type { Review } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { appendAudit } from './audit-log.ts'
import type { Task } from './ports.ts'
import { readServiceData, type ServiceTools } from './service-data.ts'
import { afterClock } from './slo-history.ts'

/** What a canary's readiness is asked for. */
export interface CanaryReadinessRequest {
  /** The deployment started last when absent. */
  readonly deployment?: string
  /** UTC microseconds; up to where the data speaks when absent. */
  readonly asOf?: number
  /** Takes the place of the project's last review. */
  readonly review?: Review
  readonly settings?: CanarySettings
}

/**
 * Returns canary.json of a deployment the project holds: its replay tick by tick. Each change of decision goes into the audit
 * log once, however often it is replayed. Throws NOTHING_ACCEPTED without such a deployment.
 */
export async function canaryReadiness(
  tools: ServiceTools,
  { deployment, asOf, review, settings = DEFAULT_CANARY_SETTINGS }: CanaryReadinessRequest,
  task: Task,
): Promise<CanaryDocument> {
  const { store, clock, version } = tools
  const { data, flags } = await readServiceData(store, review ?? null, task)
  const document = buildCanaryDocument({
    data,
    settings,
    asOf: asOf ?? null,
    deploymentId: deployment ?? null,
    version,
  })
  await auditDecisions(tools, document)
  return { ...document, flags: [...document.flags, ...flags, ...afterClock(data, clock.nowMicros())] }
}

async function auditDecisions({ store, clock }: ServiceTools, { deployment, log }: CanaryDocument): Promise<void> {
  const id = deployment.id
  const rows = await store.rows(queries.canaryDecisions, { deployment: id })
  const audited = new Set(rows.map((row) => `${row.t} ${row.state} ${row.decision} ${row.binding}`))
  const fresh = decisionChanges(log).filter((entry) => !audited.has(`${entry.t} ${decisionKey(entry)}`))
  if (fresh.length === 0) return
  await store.transaction(async () => {
    for (const { t, state, decision, binding, reason, inputs } of fresh) {
      await store.run(queries.addCanaryDecision, { deployment: id, t, state, decision, binding })
      await appendAudit(store, clock, 'canary', {
        deployment: id,
        version: deployment.version,
        t,
        state,
        decision,
        binding,
        reason,
        inputs,
      })
    }
  })
}
