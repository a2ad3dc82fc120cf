import type { CanaryLogEntry, CanaryState, Gate, Trigger } from '#shared/canary.ts'
import { AppError } from '#shared/errors.ts'
import type { ServiceOrder } from '#shared/service-rows.ts'
import { MINUTE, toIso } from '../slo/instants.ts'
import { createLevels, type Levels } from '../slo/levels.ts'
import { isExecuted, knownAt } from '../slo/order-levels.ts'
import { countAtOrBefore } from '../slo/search.ts'
import type { CanaryData } from './canary-data.ts'
import type { Deployment } from './deployment.ts'
import { splitArms, type Arms } from './paired-metrics.ts'
import { monitorArms, type SequentialMonitor } from './sequential-monitor.ts'
import type { CanarySettings } from './settings.ts'
import {
  advanceStage,
  beginStage,
  coveredHours,
  rowsOfVersion,
  type StageWatch,
  type VersionRows,
} from './stage-watch.ts'
import { decide, enteredState, type Decided, type TickFacts } from './state-machine.ts'
import { factsOfStage } from './tick-facts.ts'

/** Four years of five-minute ticks; more is a wrong date in a file. */
const MAXIMUM_TICKS = 420_000

/** A canary replayed to its end or to where its data ends. */
export interface Replay {
  readonly log: readonly CanaryLogEntry[]
  readonly last: Decided
  readonly gates: readonly Gate[]
  /** Those of the tick that decided: of the latching tick, or of the last. */
  readonly triggers: readonly Trigger[]
  readonly watch: StageWatch | null
  readonly arms: Arms
  readonly monitor: SequentialMonitor | null
  /** When the decision that stands was taken. */
  readonly decidedAt: number
  readonly trades: number
}

interface Step {
  readonly decided: Decided
  readonly watch: StageWatch | null
  readonly gates: readonly Gate[]
  readonly triggers: readonly Trigger[]
  readonly trades: number
}

const UNSTARTED: Decided = { state: 'NOT_STARTED', decision: 'WAIT', binding: 'start', reason: 'not started' }

/**
 * Replays a deployment tick by tick from its start to `through`. Pure: the same rows give the same log whatever their
 * order. Nothing that happened after a tick is used for its decision. Throws PARAMETER_INVALID when the data would take
 * more than four years of ticks.
 */
export function replayCanary(
  data: CanaryData,
  deployment: Deployment,
  settings: CanarySettings,
  through: number,
): Replay {
  const length = settings.tickMinutes * MINUTE
  const first = Math.ceil(deployment.started / length) * length
  if ((through - first) / length > MAXIMUM_TICKS)
    throw new AppError(
      'PARAMETER_INVALID',
      `The deployment started on ${toIso(deployment.started)} and the data ends on ${toIso(through)}, more than four years later. Check the dates, or give an earlier --as-of.`,
    )
  const scene = setScene(data, deployment, settings, through)
  const log: CanaryLogEntry[] = []
  let step: Step = { decided: UNSTARTED, watch: null, gates: [], triggers: [], trades: 0 }
  let decidedAt = first
  for (let at = first; at <= through; at += length) {
    const next = isLatched(step.decided.state) ? step : takeStep(step, scene, at)
    if (next.decided.state !== step.decided.state) decidedAt = at
    step = next
    log.push(logEntry(step, at))
  }
  const { decided, ...rest } = step
  return {
    ...rest,
    last: decided,
    log,
    arms: scene.arms,
    monitor: scene.monitor,
    decidedAt: isLatched(decided.state) ? decidedAt : through,
  }
}

/** Returns whether a state is never left. */
export function isLatched(state: CanaryState): boolean {
  return state === 'FULL' || state === 'ROLLED_BACK' || state === 'ABORTED'
}

interface Scene {
  readonly data: CanaryData
  readonly deployment: Deployment
  readonly settings: CanarySettings
  readonly rows: VersionRows
  readonly levels: Levels
  readonly arms: Arms
  readonly monitor: SequentialMonitor | null
  /** When each executed canary order was known, in order. */
  readonly tradeTimes: readonly number[]
}

function setScene(data: CanaryData, deployment: Deployment, settings: CanarySettings, through: number): Scene {
  const from = deployment.production?.started ?? Infinity
  const arms = splitArms(data.orders ?? [], deployment.version, deployment.controlVersion, from)
  return {
    data,
    deployment,
    settings,
    arms,
    rows: rowsOfVersion(data, deployment.version),
    levels: createLevels({ ...data, orders: data.orders === null ? null : arms.canary }, settings.slo, through),
    monitor: arms.canary.length > 0 && arms.control.length > 0 ? monitorArms(arms, settings) : null,
    tradeTimes: arms.canary.filter(isExecuted).map((order: ServiceOrder) => knownAt(order)),
  }
}

type Started = Pick<TickFacts, 'stagingStarted' | 'productionStarted'>

/** One tick. Where production begins, staging is closed first: it may pass at that very tick. */
function takeStep(step: Step, scene: Scene, at: number): Step {
  const { staging, production } = scene.deployment
  const started = {
    stagingStarted: staging !== null && staging.started <= at,
    productionStarted: production !== null && production.started <= at,
  }
  const closes = step.decided.state === 'STAGING' && started.productionStarted
  const before = closes ? judgeTick(step, scene, at, { ...started, productionStarted: false }) : step
  return isLatched(before.decided.state) ? before : judgeTick(before, scene, at, started)
}

function judgeTick(step: Step, scene: Scene, at: number, started: Started): Step {
  const { deployment, settings, data } = scene
  const entered = enteredState(step.decided.state, started)
  const watch = watchFor(entered, step, scene, at)
  const production = watch?.stage === 'production'
  const trades = production ? countAtOrBefore(scene.tradeTimes, (known) => known, at) : 0
  const judged = watch
    ? factsOfStage(
        watch,
        { levels: scene.levels, incidents: data.incidents, monitor: production ? scene.monitor : null, trades },
        at,
        settings,
      )
    : null
  const facts: TickFacts = {
    ...(judged?.facts ?? NO_STAGE),
    ...started,
    aborted: deployment.abortedAt !== null && deployment.abortedAt <= at,
    promotedByHand: deployment.promotedAt !== null && deployment.promotedAt <= at,
  }
  const triggers = [...(judged?.triggers ?? []), ...warnings(scene, step.decided.state, entered, at)]
  const decided = decide(step.decided.state, facts, settings)
  if (decided.state === 'ABORTED')
    triggers.unshift({ trigger: 'abort', action: 'abort', at: toIso(at), reason: decided.reason })
  return { watch: judged?.watch ?? null, gates: facts.gates, triggers, trades, decided }
}

const NO_STAGE = { rollback: {}, hold: null, coveredHours: 0, evaluations: 0, gates: [] } as const

/** The watch of the stage the state belongs to, read up to `at`; a fresh one when the stage has changed. */
function watchFor(
  state: CanaryState,
  { watch }: Step,
  { deployment, settings, rows, levels }: Scene,
  at: number,
): StageWatch | null {
  if (state === 'NOT_STARTED') return null
  const stage = state === 'STAGING' || state === 'STAGING_PASSED' ? 'staging' : 'production'
  const running = watch?.stage === stage ? watch : beginStage(stage, deployment, settings)
  return advanceStage(running, rows, levels, at, settings)
}

function warnings({ deployment, settings }: Scene, before: CanaryState, entered: CanaryState, at: number): Trigger[] {
  const warn = (trigger: string, reason: string): Trigger => ({ trigger, action: 'warn', at: toIso(at), reason })
  const found: Trigger[] = []
  if (entered === 'PROD_CANARY' && (before === 'NOT_STARTED' || before === 'STAGING'))
    found.push(warn('staging-not-passed', 'production began before staging had passed'))
  const stage = entered === 'STAGING' || entered === 'STAGING_PASSED' ? 'staging' : 'production'
  const traffic = deployment[stage]?.traffic ?? null
  if (traffic !== null && traffic > settings[stage].traffic + 1e-12)
    found.push(
      warn(
        'traffic',
        `${(traffic * 100).toFixed(0)} % of traffic is above the ${(settings[stage].traffic * 100).toFixed(0)} % of this stage`,
      ),
    )
  return found
}

function logEntry({ decided, watch, gates, triggers, trades }: Step, at: number): CanaryLogEntry {
  return {
    t: toIso(at),
    state: decided.state,
    decision: decided.decision,
    binding: decided.binding,
    reason: decided.reason,
    inputs: {
      covered_hours: watch ? coveredHours(watch) : 0,
      telemetry_age_min: watch?.telemetryAgeMinutes ?? null,
      trades,
      risk_used: watch?.risk.highWater ?? null,
      failed_evaluations: watch?.failed ?? 0,
      evaluations: watch?.evaluations ?? 0,
      gates: Object.fromEntries(gates.map(({ gate, verdict }) => [gate, verdict])),
      triggers: triggers.map(({ trigger }) => trigger),
    },
  }
}
