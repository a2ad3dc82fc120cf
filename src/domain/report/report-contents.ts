import type { CanaryDocument } from '#shared/canary.ts'
import type { DailyReview } from '#shared/daily-simulation.ts'
import type { SimulateDocument } from '#shared/simulate/document.ts'
import type { SloDocument } from '#shared/slo.ts'

/** What a report speaks of: a review, and what else was worked out of the same project. */
export interface ReportContents extends DailyReview {
  /** The what-if scenarios compared last, the baseline first. */
  readonly scenarios?: SimulateDocument
  readonly service?: SloDocument
  readonly canary?: CanaryDocument
}
