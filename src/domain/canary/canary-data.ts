import type { DeploymentStageRow, HealthCheck, RiskSnapshot } from '#shared/service-rows.ts'
import type { ServiceData } from '../slo/levels.ts'

/** Rows of the files a canary is judged on; null = that file was not given. */
export interface CanaryData extends ServiceData {
  readonly deployments: readonly DeploymentStageRow[]
  readonly health: readonly HealthCheck[] | null
  readonly risk: readonly RiskSnapshot[] | null
}
