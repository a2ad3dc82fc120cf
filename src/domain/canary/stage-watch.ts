import type { DeploymentStage, HealthCheck, RiskSnapshot } from '#shared/service-rows.ts'
import type { Tier } from '#shared/slo.ts'
import { HOUR, MINUTE } from '../slo/instants.ts'
import type { Levels } from '../slo/levels.ts'
import { countAtOrBefore } from '../slo/search.ts'
import type { SloName } from '../slo/settings.ts'
import { totalsBetween } from '../slo/timeline.ts'
import type { CanaryData } from './canary-data.ts'
import type { Deployment } from './deployment.ts'
import { addHealth, NO_HEALTH, type HealthView } from './health.ts'
import { addRisk, NO_RISK, riskShare, type RiskUse } from './risk-budget.ts'
import type { CanarySettings } from './settings.ts'

/** What is followed from the first to the last tick of one stage. */
export interface StageWatch {
  readonly stage: DeploymentStage
  readonly startedAt: number
  readonly riskLimit: number
  readonly health: HealthView
  readonly risk: RiskUse
  /** Minutes since telemetry was last heard; null = no health file. */
  readonly telemetryAgeMinutes: number | null
  readonly coveredMicros: number
  readonly lastTick: number
  readonly evaluations: number
  /** Failed evaluations in a row. */
  readonly failed: number
  readonly tiers: ReadonlyMap<SloName, readonly Tier[]>
}

/** Returns the watch of a stage that begins. */
export function beginStage(stage: DeploymentStage, deployment: Deployment, settings: CanarySettings): StageWatch {
  const row = stage === 'staging' ? deployment.staging : deployment.production
  const startedAt = row?.started ?? deployment.started
  const riskLimit = row?.risk_limit ?? settings[stage].riskLimit
  return {
    stage,
    startedAt,
    riskLimit,
    health: NO_HEALTH,
    risk: NO_RISK,
    telemetryAgeMinutes: null,
    coveredMicros: 0,
    lastTick: startedAt,
    evaluations: 0,
    failed: 0,
    tiers: new Map(),
  }
}

/** Rows of the canary's own version in order of time, ready to be read tick by tick. */
export interface VersionRows {
  readonly health: readonly HealthCheck[] | null
  readonly risk: readonly RiskSnapshot[] | null
}

/** Returns the rows of one version, in order of time. */
export function rowsOfVersion(data: CanaryData, version: string): VersionRows {
  const pick = <Row extends { readonly t: number; readonly version: string }>(rows: readonly Row[] | null) =>
    rows === null ? null : rows.filter((row) => row.version === version).sort((a, b) => a.t - b.t)
  return { health: pick(data.health), risk: pick(data.risk) }
}

/** Returns the watch at a tick: what arrived since the last one is read, and the covered clock runs on unless telemetry is lost. */
export function advanceStage(
  watch: StageWatch,
  rows: VersionRows,
  levels: Levels,
  at: number,
  settings: CanarySettings,
): StageWatch {
  const health = rows.health === null ? watch.health : addHealth(watch.health, arrived(rows.health, watch, at))
  const heard = Math.max(health.lastAt ?? watch.startedAt, watch.startedAt)
  const telemetryAgeMinutes = rows.health === null ? null : (at - heard) / MINUTE
  const covered = telemetryAgeMinutes !== null && telemetryAgeMinutes <= settings.holdAfterMinutes
  return {
    ...watch,
    health,
    risk:
      settings.riskMeaning === 'capital'
        ? riskOfCapital(watch, rows, at)
        : riskOfErrorBudget(watch, levels, at, settings),
    telemetryAgeMinutes,
    coveredMicros: watch.coveredMicros + (covered ? at - watch.lastTick : 0),
    lastTick: at,
  }
}

/** Returns the covered time of the stage in hours. */
export function coveredHours({ coveredMicros }: StageWatch): number {
  return coveredMicros / HOUR
}

function riskOfCapital(watch: StageWatch, rows: VersionRows, at: number): RiskUse {
  return arrived(rows.risk ?? [], watch, at).reduce((use, row) => addRisk(use, riskShare(row), row.t), watch.risk)
}

/** The other reading: downtime since the stage began over the 30-day error budget. */
function riskOfErrorBudget(watch: StageWatch, { timeline }: Levels, at: number, { slo }: CanarySettings): RiskUse {
  if (!timeline) return watch.risk
  const down = totalsBetween(timeline, watch.startedAt, at).DOWN
  return addRisk(watch.risk, down / ((1 - slo.tables.uptime.target) * 30 * 24 * HOUR), at)
}

/** Rows of (last tick, at], and at the first tick those from the stage's start on. */
function arrived<Row extends { readonly t: number }>(
  rows: readonly Row[],
  { lastTick, startedAt }: StageWatch,
  at: number,
): readonly Row[] {
  const from = lastTick === startedAt ? lastTick - 1 : lastTick
  const upTo = (instant: number) => countAtOrBefore(rows, ({ t }) => t, instant)
  return rows.slice(upTo(from), upTo(at))
}
