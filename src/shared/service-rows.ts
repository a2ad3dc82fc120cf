/** Rows of the service-level files (docs/slo-canary.md), whatever file they came from. Times are UTC microseconds since 1970. */

/** What a service was seen to be. */
export const UPTIME_STATUSES = ['up', 'down', 'degraded', 'maintenance'] as const
export type UptimeStatus = (typeof UPTIME_STATUSES)[number]

/** One check. `seconds` is how long the status lasted within the check's slot, the rest of it being up; null = all of it. */
export interface UptimeCheck {
  readonly t: number
  readonly status: UptimeStatus
  readonly seconds: number | null
  readonly service: string | null
}

/** One stretch of time. `end` null = not over yet. With `seconds` it had its status for that long, at a time within it nobody recorded, and was up for the rest. */
export interface UptimeInterval {
  readonly start: number
  readonly end: number | null
  readonly status: UptimeStatus
  readonly seconds?: number | null
  readonly service: string | null
}

/** One incident or alert. Null `acked` = nobody acknowledged it, null `resolved` = it is open. */
export interface Incident {
  readonly id: string
  readonly severity: string | null
  readonly raised: number
  readonly acked: number | null
  readonly resolved: number | null
  readonly service: string | null
  /** False when the source records no acknowledgements: then none is known to be missing. */
  readonly ack_recorded?: boolean
}

export const HEALTH_STATUSES = ['ok', 'warn', 'critical'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]

/** One health check of one version. */
export interface HealthCheck {
  readonly t: number
  readonly version: string
  readonly check: string
  readonly status: HealthStatus
}

/** Risk taken by one version: money, positive = loss. `shortfall` is how far it lags the control. */
export interface RiskSnapshot {
  readonly t: number
  readonly version: string
  readonly drawdown: number
  readonly shortfall: number
  readonly allocated: number
}

export const DEPLOYMENT_STAGES = ['staging', 'production'] as const
export type DeploymentStage = (typeof DEPLOYMENT_STAGES)[number]
export const DEPLOYMENT_OUTCOMES = ['promoted', 'aborted'] as const
export type DeploymentOutcome = (typeof DEPLOYMENT_OUTCOMES)[number]

/** One stage of one deployment. `traffic` and `risk_limit` are fractions; `outcome` is what a person decided at `ended`. */
export interface DeploymentStageRow {
  readonly id: string
  readonly version: string
  readonly control_version: string | null
  readonly stage: DeploymentStage
  readonly started: number
  readonly traffic: number | null
  readonly risk_limit: number | null
  readonly ended: number | null
  readonly outcome: DeploymentOutcome | null
}

/** An order as the service levels need it. */
export interface ServiceOrder {
  readonly version: string | null
  readonly status: 'filled' | 'partial' | 'cancelled' | 'expired' | 'rejected'
  readonly qty: number | null
  readonly filled_qty: number | null
  readonly t_sent: number
  readonly t_ack: number | null
  readonly t_final: number | null
  /** Deviation of the price from the mid at the fill, positive = worse; null without a fill or a mid. */
  readonly slippage_bps: number | null
  /** Fee over notional; null when unknown. */
  readonly fee_bps: number | null
}

/** Tracking error of one evaluated day (the measure that drives the band), known when the day is over. */
export interface TrackingErrorDay {
  readonly day: string
  readonly te_bps: number | null
}
