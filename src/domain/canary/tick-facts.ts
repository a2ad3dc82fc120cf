import type { Gate, Trigger } from '#shared/canary.ts'
import type { Incident } from '#shared/service-rows.ts'
import type { Tier } from '#shared/slo.ts'
import { DAY, HOUR, toIso } from '../slo/instants.ts'
import type { Levels } from '../slo/levels.ts'
import type { Measure, Window } from '../slo/measure.ts'
import type { SloName } from '../slo/settings.ts'
import { holdTier } from '../slo/tiers.ts'
import { incidentsGate, sloGate, tradesGate } from './gates.ts'
import { criticalReason, healthGate } from './health.ts'
import { exceededReason, isExceeded, isNearLimit, riskGate } from './risk-budget.ts'
import type { SequentialMonitor } from './sequential-monitor.ts'
import type { CanarySettings } from './settings.ts'
import { coveredHours, type StageWatch } from './stage-watch.ts'
import { ROLLBACK_RULES, type RollbackRule, type TickFacts } from './state-machine.ts'

/** What the facts of a production tick are taken from, beside the stage's watch. */
export interface TickSources {
  readonly levels: Levels
  readonly incidents: readonly Incident[] | null
  readonly monitor: SequentialMonitor | null
  readonly trades: number
}

/** The stage's part of a tick's facts, and the watch with this evaluation counted. */
export interface StageFacts {
  readonly watch: StageWatch
  readonly facts: Pick<TickFacts, 'rollback' | 'hold' | 'coveredHours' | 'evaluations' | 'gates'>
  readonly triggers: readonly Trigger[]
}

/** Returns the facts of one tick of a stage. In staging only health, risk and incidents are judged. */
export function factsOfStage(
  watch: StageWatch,
  sources: TickSources,
  at: number,
  settings: CanarySettings,
): StageFacts {
  const hold = holdReason(watch, settings)
  const slos = watch.stage === 'production' ? measureSlos(watch, sources.levels, at, settings) : []
  const gates = gatesOf(watch, slos, sources, at, settings)
  const counted = countEvaluation({ ...watch, tiers: rememberTiers(watch, slos, settings) }, gates, hold)
  const rollback = rollbackRules(counted, slos, sources.monitor, at, settings)
  return {
    watch: counted,
    facts: { rollback, hold, coveredHours: coveredHours(counted), evaluations: counted.evaluations, gates },
    triggers: triggersOf(counted, rollback, hold, at, settings),
  }
}

interface MeasuredSlo {
  readonly name: SloName
  readonly measure: Measure | null
  readonly raw: Tier
}

function measureSlos(watch: StageWatch, { levels }: Levels, at: number, settings: CanarySettings): MeasuredSlo[] {
  return settings.requiredSlos.map((name) => {
    const level = levels.find((candidate) => candidate.name === name)
    const measure = level?.measure(windowOf(name, watch, at, settings)) ?? null
    return { name, measure, raw: measure?.tier ?? 'INSUFFICIENT_DATA' }
  })
}

/** Orders count from the stage's start, system levels over at least a day, tracking error over a week. */
function windowOf(name: SloName, { startedAt }: StageWatch, at: number, settings: CanarySettings): Window {
  if (name === 'tracking_error') return { from: at - settings.trackingErrorWindowDays * DAY, to: at, asOf: at }
  if (name === 'execution_success' || name === 'order_latency') return { from: startedAt, to: at, asOf: at }
  return { from: Math.min(startedAt, at - settings.sloWindowHours * HOUR), to: at, asOf: at }
}

function rememberTiers(
  { tiers }: StageWatch,
  slos: readonly MeasuredSlo[],
  { slo }: CanarySettings,
): Map<SloName, readonly Tier[]> {
  return new Map(slos.map(({ name, raw }) => [name, [...(tiers.get(name) ?? []), raw].slice(-2 * slo.improveAfter)]))
}

function gatesOf(
  watch: StageWatch,
  slos: readonly MeasuredSlo[],
  sources: TickSources,
  at: number,
  settings: CanarySettings,
): Gate[] {
  const { improveAfter, tables } = settings.slo
  const sloGates = slos.map(({ name, measure, raw }) =>
    sloGate(name, measure, holdTier([...(watch.tiers.get(name) ?? []), raw], improveAfter), tables[name]),
  )
  return [
    ...sloGates,
    riskGate(watch.risk, watch.riskLimit, at, settings),
    ...(watch.stage === 'production' ? [tradesGate(sources.trades, settings.minimumTrades)] : []),
    incidentsGate(sources.incidents, at),
    healthGate(watch.health, at, settings.holdAfterMinutes),
  ]
}

/** An evaluation failed when a service level is violated or a health check is not ok; while data is missing none takes place. */
function countEvaluation(watch: StageWatch, gates: readonly Gate[], hold: string | null): StageWatch {
  if (hold !== null) return watch
  const failed = gates.some(({ gate, verdict }) => verdict === 'fail' && (gate.startsWith('slo:') || gate === 'health'))
  return { ...watch, evaluations: watch.evaluations + 1, failed: failed ? watch.failed + 1 : 0 }
}

function holdReason({ telemetryAgeMinutes }: StageWatch, { holdAfterMinutes }: CanarySettings): string | null {
  if (telemetryAgeMinutes === null) return 'no health file, so nothing shows that the canary is running'
  return telemetryAgeMinutes > holdAfterMinutes ? `telemetry lost for ${telemetryAgeMinutes.toFixed(0)} min` : null
}

function rollbackRules(
  watch: StageWatch,
  slos: readonly MeasuredSlo[],
  monitor: SequentialMonitor | null,
  at: number,
  settings: CanarySettings,
): Partial<Record<RollbackRule, string>> {
  const { risk, riskLimit, telemetryAgeMinutes, stage, failed } = watch
  const lost =
    stage === 'production' && telemetryAgeMinutes !== null && telemetryAgeMinutes > settings.criticalAfterMinutes
  const critical = slos.find(({ raw }) => raw === 'CRITICAL')
  const reasons: Record<RollbackRule, string | null> = {
    'health-critical': lost ? `telemetry lost for ${telemetryAgeMinutes.toFixed(0)} min` : criticalReason(watch.health),
    'risk-budget': isExceeded(risk, riskLimit) ? exceededReason(risk.highWater ?? 0, riskLimit) : null,
    'slo-critical': critical ? `${critical.name} is CRITICAL: ${critical.measure?.formula ?? ''}` : null,
    'failed-evaluations':
      stage === 'production' && failed >= settings.failedEvaluations ? `${failed} evaluations in a row failed` : null,
    regression: monitor?.regressionAt(at)?.reason ?? null,
  }
  return Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason !== null))
}

function triggersOf(
  watch: StageWatch,
  rollback: TickFacts['rollback'],
  hold: string | null,
  at: number,
  settings: CanarySettings,
): Trigger[] {
  const triggers: Trigger[] = ROLLBACK_RULES.flatMap((trigger) => {
    const reason = rollback[trigger]
    return reason === undefined ? [] : [{ trigger, action: 'rollback' as const, at: toIso(at), reason }]
  })
  if (hold !== null) triggers.push({ trigger: 'telemetry', action: 'hold', at: toIso(at), reason: hold })
  if (rollback['risk-budget'] === undefined && isNearLimit(watch.risk, watch.riskLimit, settings.riskWarnShare))
    triggers.push({
      trigger: 'risk-warning',
      action: 'warn',
      at: toIso(at),
      reason: `risk use has reached ${(settings.riskWarnShare * 100).toFixed(0)} % of its limit`,
    })
  return triggers
}
