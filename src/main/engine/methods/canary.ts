import { queries } from '#adapters/duckdb/queries.ts'
import { canaryReadiness } from '../canary-readiness.ts'
import { orReason } from '../service-data.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { microsOf } from './slo.ts'

/** Readiness of the canaries of the open project. */
export function canaryMethods(session: Session): Methods<'canary.readiness'> {
  const { tools } = session
  return {
    'canary.readiness': ({ deployment, as_of: asOf }, task) =>
      session.exclusive(task, async () => {
        const stages = await tools.store.rows(queries.deploymentStages, {}, task)
        const deployments = [...new Set(stages.reverse().map(({ id }) => id))]
        const request = {
          ...(deployment !== undefined && { deployment }),
          ...(asOf !== undefined && { asOf: microsOf(asOf) }),
        }
        return { ...(await orReason(() => canaryReadiness(tools, request, task))), deployments }
      }),
  }
}
