import { AppError } from '#shared/errors.ts'
import type { DeploymentStageRow } from '#shared/service-rows.ts'

/** One deployment with its stages. */
export interface Deployment {
  readonly id: string
  readonly version: string
  readonly controlVersion: string | null
  readonly staging: DeploymentStageRow | null
  readonly production: DeploymentStageRow | null
  readonly started: number
  /** When a person aborted it, at any stage. */
  readonly abortedAt: number | null
  /** When a person promoted it to all traffic. */
  readonly promotedAt: number | null
}

/** Returns the deployment with this id, or the one started last. Throws NOTHING_ACCEPTED when there is none such. */
export function pickDeployment(rows: readonly DeploymentStageRow[], id: string | null): Deployment {
  const last = rows.reduce<DeploymentStageRow | null>((a, b) => (a === null || b.started >= a.started ? b : a), null)
  const wanted = id ?? last?.id
  const stages = rows.filter((row) => row.id === wanted)
  const any = stages.at(-1)
  if (!any) {
    const known = [...new Set(rows.map((row) => row.id))].join(', ')
    throw new AppError(
      'NOTHING_ACCEPTED',
      id === null
        ? 'No deployment is known, so there is no canary to judge; give a deployment file.'
        : `The deployment file has no deployment "${id}". It has: ${known || 'none'}.`,
    )
  }
  const production = latest(stages, 'production')
  const aborted = stages
    .filter(({ outcome, ended }) => outcome === 'aborted' && ended !== null)
    .map(({ ended }) => ended ?? 0)
  return {
    id: any.id,
    version: any.version,
    controlVersion: production?.control_version ?? any.control_version,
    staging: latest(stages, 'staging'),
    production,
    started: Math.min(...stages.map(({ started }) => started)),
    abortedAt: aborted.length > 0 ? Math.min(...aborted) : null,
    promotedAt: production?.outcome === 'promoted' ? production.ended : null,
  }
}

function latest(rows: readonly DeploymentStageRow[], stage: DeploymentStageRow['stage']): DeploymentStageRow | null {
  return (
    rows
      .filter((row) => row.stage === stage)
      .sort((a, b) => a.started - b.started)
      .at(-1) ?? null
  )
}
