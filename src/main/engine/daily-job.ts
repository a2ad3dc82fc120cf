import { daySimulation } from '#domain/daily/day-simulation.ts'
import { actionDocumentSchema, type ActionDocument } from '#shared/action.ts'
import type { CanaryDocument } from '#shared/canary.ts'
import type { DailyReport } from '#shared/daily.ts'
import type { DailyConfig } from '#shared/daily-config.ts'
import { invariant } from '#shared/errors.ts'
import type { Review } from '#shared/review.ts'
import type { SloDocument } from '#shared/slo.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { canaryReadiness } from './canary-readiness.ts'
import { deliverAlerts } from './daily-job-alerts.ts'
import { reportFolder, writeOutputs } from './daily-job-outputs.ts'
import { writeReportTables } from './daily-job-pairs.ts'
import { collectFiles, reviewRequestOf } from './daily-job-request.ts'
import { chosenScenario, simulateOnce, type SimulatedReview } from './daily-job-simulate.ts'
import type { DailyTools, ReviewRun } from './daily-job-tools.ts'
import { judgeDays } from './daily-job-verdicts.ts'
import { importFiles } from './import-files.ts'
import type { Task } from './ports.ts'
import { reviewParity } from './review-parity.ts'
import type { ReviewRequest } from './review-settings.ts'
import { keepBurnThresholds, sloHistory } from './slo-history.ts'

const DAY_US = 86_400_000_000

/** One run of the daily job. */
export interface DailyRequest {
  readonly config: DailyConfig
  /** The folder the config's paths are relative to. */
  readonly base: string
  /** Last day to judge; the last one that is over by the clock (UTC) when absent. */
  readonly until?: string
}

/**
 * Runs the daily job over the open project: collects files, reviews, judges each day not judged yet, simulates what the
 * backtest should have assumed, writes the reports and what other systems read, then delivers alerts. Idempotent by project, day, input hashes and settings: a run that was killed
 * at any point is completed by the next one, and a run with nothing new changes nothing. Deliveries never fail it.
 */
export async function runDailyJob(tools: DailyTools, request: DailyRequest, task: Task): Promise<DailyReport> {
  const { config, base } = request
  const until = request.until ?? dayOf(tools.clock.nowMicros() - DAY_US)
  const scenario = await chosenScenario(tools, config, base)
  const collected = await collectFiles(tools, config, base)
  const imported = await importFiles(tools, collected.requests, task, { replaceChanged: true })
  const asked = reviewRequestOf(config, until)
  const run = await reviewOnce(tools, asked, task)
  const notes = [...collected.notes, ...notesOf(run.review, until)]
  const head = { until, imported, reused: run.reused, notes }
  const last = run.review.days.at(-1)?.day
  if (run.review.status !== 'OK' || last === undefined) {
    const deliveries = await deliverAlerts(tools, config)
    const nothing = { simulate: simulateLine(null), judged: [], action: null, written: [] }
    return report(tools, run.review, { ...head, ...nothing, deliveries })
  }
  const folder = reportFolder(config, base, last)
  const pathOf = (day: string) => `${reportFolder(config, base, day)}/review.html`
  await keepBurnThresholds(tools.store, config.slo.burn)
  const services = await serviceDocuments(tools, config, run.review, task)
  const judged = await judgeDays(tools, run, config, pathOf)
  const action = await standingAction(tools)
  const tables = await writeReportTables(tools, run, asked, folder, task)
  const simulated = scenario === null ? null : await simulateOnce(tools, scenario, run, asked, config.seed, task)
  const written = await writeOutputs(tools, config, folder, base, {
    review: { ...run.review, ...(simulated !== null && { simulation: daySimulation(simulated.simulation) }) },
    simulation: simulated?.simulation.document ?? null,
    action,
    ...services,
  })
  const deliveries = await deliverAlerts(tools, config)
  const done = { simulate: simulateLine(simulated), judged, action, written: [...tables, ...written] }
  return report(tools, run.review, { ...head, ...done, deliveries })
}

type Rest = Omit<DailyReport, 'schema' | 'version' | 'status' | 'reason'>

function report({ version }: DailyTools, { status, reason }: Review, rest: Rest): DailyReport {
  return { schema: 'parity.daily/1', version, status, reason, ...rest }
}

/** Returns the action of the last judged day, as it was stored. */
async function standingAction({ store }: DailyTools): Promise<ActionDocument> {
  const { document } = await store.row(queries.lastAction, {})
  return actionDocumentSchema.parse(JSON.parse(document))
}

function simulateLine(simulated: SimulatedReview | null): DailyReport['simulate'] {
  if (simulated === null) return { status: 'off', scenario: null, sentence: null, reused: false }
  const { scenario, document, reason } = simulated.simulation
  const sentence = reason ?? document?.scenarios.at(-1)?.against_live?.sentence ?? null
  return { status: document === null ? 'skipped' : 'done', scenario, sentence, reused: simulated.reused }
}

/** Returns the last stored review where it is still right (same settings and version, nothing changed since), else a new one. */
async function reviewOnce(tools: DailyTools, request: ReviewRequest, task: Task): Promise<ReviewRun> {
  const before = await latestRun(tools)
  const { reviewed, changed } = await tools.store.row(queries.reviewAge, {})
  if (
    before !== null &&
    reviewed > changed &&
    before.settings === JSON.stringify(request) &&
    before.review.version === tools.version
  )
    return { ...before, reused: true }
  await reviewParity(tools, request, task)
  const made = await latestRun(tools)
  invariant(made !== null, 'a review that ran is stored')
  return { ...made, reused: false }
}

async function latestRun({ store }: DailyTools): Promise<{ runId: number; settings: string; review: Review } | null> {
  const [run] = await store.rows(queries.latestRun, {})
  return run === undefined
    ? null
    : { runId: run.run_id, settings: run.settings, review: JSON.parse(run.review) as Review }
}

/** Service levels and canary, where the config names files they are judged on. */
async function serviceDocuments(
  tools: DailyTools,
  config: DailyConfig,
  review: Review,
  task: Task,
): Promise<{ slo: SloDocument | null; canary: CanaryDocument | null }> {
  const has = (roles: readonly (keyof DailyConfig)[]) => roles.some((role) => (config[role] as string[]).length > 0)
  const slo = has(['uptime', 'incidents', 'orders']) ? await sloHistory(tools, { review }, task) : null
  const stages = has(['deployment']) ? await tools.store.rows(queries.deploymentStages, {}) : []
  const canary = stages.length > 0 ? await canaryReadiness(tools, { review }, task) : null
  return { slo, canary }
}

function notesOf(review: Review, until: string): string[] {
  const last = review.days.at(-1)?.day
  if (last === undefined || last >= until) return []
  return [`The last day both sides cover is ${last}; nothing can be said of the days from then to ${until}.`]
}

function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10)
}
