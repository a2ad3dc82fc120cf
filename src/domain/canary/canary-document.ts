import { canaryDocumentSchema, type CanaryDocument } from '#shared/canary.ts'
import { HOUR, toIso } from '../slo/instants.ts'
import { dataThrough } from '../slo/levels.ts'
import type { CanaryData } from './canary-data.ts'
import { pickDeployment, type Deployment } from './deployment.ts'
import { evidenceAt } from './evidence.ts'
import { isLatched, replayCanary, type Replay } from './replay.ts'
import { riskShare } from './risk-budget.ts'
import type { CanarySettings } from './settings.ts'
import { coveredHours } from './stage-watch.ts'
import { decisionParts, latestPart, type DecisionPart } from './time-to-decision.ts'

/** What canary.json is built from. `asOf` null = up to where the data speaks; `deploymentId` null = the one started last. */
export interface CanaryRequest {
  readonly data: CanaryData
  readonly settings: CanarySettings
  readonly asOf: number | null
  readonly deploymentId: string | null
  readonly version: string
}

const MAXIMUM_RISK_POINTS = 2000

/** Returns canary.json: the deployment replayed to `asOf`, with its gates, triggers, evidence, time to decision and whole log. Throws NOTHING_ACCEPTED without a deployment. */
export function buildCanaryDocument({
  data,
  settings,
  asOf: asked,
  deploymentId,
  version,
}: CanaryRequest): CanaryDocument {
  const deployment = pickDeployment(data.deployments, deploymentId)
  const asOf = asked ?? throughOf(data, deployment, settings)
  const replay = replayCanary(data, deployment, settings, asOf)
  const { last, gates, triggers, log, watch } = replay
  const timing = timingOf(replay, data, settings)
  const stage = watch?.stage ?? 'staging'
  return canaryDocumentSchema.parse({
    schema: 'parity.canary/1',
    version,
    as_of: toIso(asOf),
    deployment: {
      id: deployment.id,
      version: deployment.version,
      control_version: deployment.controlVersion,
      staging_started: deployment.staging ? toIso(deployment.staging.started) : null,
      production_started: deployment.production ? toIso(deployment.production.started) : null,
      traffic: deployment[stage]?.traffic ?? null,
      covered_hours: watch ? coveredHours(watch) : 0,
      minimum_hours: settings[stage].minimumHours,
      maximum_hours: settings.maximumHours,
    },
    state: last.state,
    decision: last.decision,
    binding: last.binding,
    summary: summaryOf(replay, timing.parts),
    gates: [...gates],
    triggers: [...triggers],
    evidence:
      replay.monitor && stage === 'production'
        ? evidenceAt(replay.arms, replay.monitor, replay.decidedAt, settings)
        : [],
    risk: riskSeries(data, deployment, watch?.startedAt ?? deployment.started, asOf),
    time_to_decision: timing.entry,
    log: [...log],
    flags: futureFlags(data, asOf),
  } satisfies CanaryDocument)
}

function throughOf(data: CanaryData, deployment: Deployment, settings: CanarySettings): number {
  const latest = (rows: readonly { readonly t: number }[] | null) =>
    (rows ?? []).reduce((a, { t }) => Math.max(a, t), -Infinity)
  const ended = [deployment.staging, deployment.production].map((stage) => stage?.ended ?? stage?.started ?? -Infinity)
  return Math.max(
    latest(data.health),
    latest(data.risk),
    dataThrough(data, settings.slo) ?? -Infinity,
    deployment.started,
    ...ended,
  )
}

function futureFlags(data: CanaryData, asOf: number): CanaryDocument['flags'] {
  const after = (field: string, instants: readonly number[]) => {
    const count = instants.filter((instant) => instant > asOf).length
    return count === 0 ? [] : [{ code: 'future-row', field, count }]
  }
  return [
    ...after(
      'health',
      (data.health ?? []).map(({ t }) => t),
    ),
    ...after(
      'risk',
      (data.risk ?? []).map(({ t }) => t),
    ),
    ...after(
      'orders',
      (data.orders ?? []).map(({ t_sent }) => t_sent),
    ),
    ...after(
      'incidents',
      (data.incidents ?? []).map(({ raised }) => raised),
    ),
    ...after('uptime', [
      ...(data.uptime?.checks ?? []).map(({ t }) => t),
      ...(data.uptime?.intervals ?? []).map(({ start }) => start),
    ]),
  ]
}

function riskSeries(data: CanaryData, { version }: Deployment, from: number, asOf: number): CanaryDocument['risk'] {
  const rows = (data.risk ?? [])
    .filter((row) => row.version === version && row.t >= from && row.t <= asOf)
    .sort((a, b) => a.t - b.t)
  let highWater = 0
  const series = rows.map((row) => {
    const used = riskShare(row)
    highWater = Math.max(highWater, used)
    return { t: toIso(row.t), used, high_water: highWater }
  })
  const step = Math.ceil(series.length / MAXIMUM_RISK_POINTS)
  return step <= 1 ? series : series.filter((_, i) => i % step === 0 || i === series.length - 1)
}

/** The wait until a decision; none once decided, and none before production. */
function timingOf(replay: Replay, data: CanaryData, settings: CanarySettings) {
  const { watch, last, monitor, decidedAt, trades } = replay
  const none = { p10: null, p50: null, p90: null, binding: 'none', parts: [] }
  if (watch?.stage !== 'production' || isLatched(last.state)) return { parts: [], entry: none }
  const parts = decisionParts(
    {
      at: decidedAt,
      coveredHours: coveredHours(watch),
      trades,
      views: monitor?.viewsAt(decidedAt) ?? [],
      incidents: data.incidents,
    },
    settings,
  )
  const { quantiles, binding } = latestPart(parts)
  const instant = (hours: number | undefined) => (hours === undefined ? null : toIso(decidedAt + hours * HOUR))
  return {
    parts,
    entry: {
      p10: instant(quantiles?.p10),
      p50: instant(quantiles?.p50),
      p90: instant(quantiles?.p90),
      binding,
      parts: parts.map(({ part, wait, reason }) => ({
        part,
        hours_p10: wait?.p10 ?? null,
        hours_p50: wait?.p50 ?? null,
        hours_p90: wait?.p90 ?? null,
        reason,
      })),
    },
  }
}

/** One line a person would write, e.g. "HOLD: 38 more trades; earliest promotion Thu 14:00 UTC". */
function summaryOf({ last, decidedAt }: Replay, parts: readonly DecisionPart[]): string {
  const said = `${last.decision}: ${last.reason}`
  if (last.decision !== 'HOLD' || parts.length === 0) return said
  const needed = parts.filter(({ part }) => part === 'minimum-time' || part === 'trades' || part === 'incidents')
  const { quantiles } = latestPart(needed)
  return quantiles === null ? said : `${said}; earliest promotion ${dayAndTime(decidedAt + quantiles.p50 * HOUR)}`
}

function dayAndTime(micros: number): string {
  const date = new Date(micros / 1000)
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? ''
  return `${day} ${date.toISOString().slice(11, 16)} UTC`
}
