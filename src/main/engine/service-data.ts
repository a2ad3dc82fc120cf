import type { CanaryData } from '#domain/canary/canary-data.ts'
import { AppError } from '#shared/errors.ts'
import type { Flag, Review } from '#shared/review.ts'
import type {
  DeploymentStageRow,
  HealthCheck,
  Incident,
  ServiceOrder,
  TrackingErrorDay,
  UptimeCheck,
  UptimeInterval,
} from '#shared/service-rows.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Clock, Task } from './ports.ts'

/** What service levels and canaries need from outside. */
export interface ServiceTools {
  readonly store: Store
  readonly clock: Clock
  readonly version: string
}

/** The project's service-level rows, and what was left out of them. */
export interface LoadedServiceData {
  readonly data: CanaryData
  readonly flags: readonly Flag[]
}

/**
 * Returns everything the project holds that service levels and canaries are judged on; null where no file of a kind was
 * loaded. Orders are live orders joined with what their fills cost. Orders without a sending time, or still open, are left
 * out and flagged. Tracking error comes from `review`, or else from the last stored review.
 */
export async function readServiceData(store: Store, review: Review | null, task: Task): Promise<LoadedServiceData> {
  const roles = new Set((await store.rows(queries.loadedRoles, {})).map(({ role }) => role))
  const has = async <Rows>(role: string, read: () => Promise<Rows>): Promise<Rows | null> =>
    roles.has(role) ? await read() : null
  const orders = await readOrders(store, task)
  const data: CanaryData = {
    uptime: await has('uptime', () => readUptime(store, task)),
    incidents: await has('incidents', async () => (await store.rows(queries.incidents, {}, task)) as Incident[]),
    orders: orders.orders,
    trackingError: trackingErrorOf(review ?? (await lastReview(store))),
    deployments: (await store.rows(queries.deploymentStages, {}, task)) as DeploymentStageRow[],
    health: await has('health', () => readHealth(store, task)),
    risk: await has('risk', () => store.rows(queries.riskSnapshots, {}, task)),
  }
  return { data, flags: orders.flags }
}

/** Returns the days of a review by the measure that drives its band, or null without a comparable review. */
function trackingErrorOf(review: Review | null): TrackingErrorDay[] | null {
  if (review === null || review.days.length === 0) return null
  const { band_measure: measure } = review.settings
  return review.days.map((day) => ({ day: day.day, te_bps: day[measure] }))
}

/** Returns the last stored review, or null before the first. */
async function lastReview(store: Store): Promise<Review | null> {
  const [run] = await store.rows(queries.latestRun, {})
  return run === undefined ? null : (JSON.parse(run.review) as Review)
}

async function readUptime(store: Store, task: Task): Promise<NonNullable<CanaryData['uptime']>> {
  return {
    checks: (await store.rows(queries.uptimeChecks, {}, task)) as UptimeCheck[],
    intervals: (await store.rows(queries.uptimeIntervals, {}, task)) as UptimeInterval[],
  }
}

async function readHealth(store: Store, task: Task): Promise<HealthCheck[]> {
  const rows = await store.rows(queries.healthChecks, {}, task)
  return rows.map(({ name, ...row }) => ({ ...row, check: name })) as HealthCheck[]
}

async function readOrders(store: Store, task: Task): Promise<{ orders: ServiceOrder[] | null; flags: Flag[] }> {
  const rows = await store.rows(queries.serviceOrders, {}, task)
  const sent = rows.filter((row): row is typeof row & { t_sent: number } => row.t_sent !== null)
  const orders = sent.filter((row) => row.status !== null) as unknown as ServiceOrder[]
  const flags = [
    { code: 'no-sent-time', field: 'orders', count: rows.length - sent.length },
    { code: 'open-order', field: 'orders', count: sent.length - orders.length },
  ].filter(({ count }) => count > 0)
  return { orders: rows.length === 0 ? null : orders, flags }
}

/** Returns the document, or null with the sentence that says what the project lacks for it. */
export async function orReason<Document>(
  build: () => Promise<Document>,
): Promise<{ document: Document | null; reason: string | null }> {
  try {
    return { document: await build(), reason: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOTHING_ACCEPTED') throw error
    return { document: null, reason: error.message }
  }
}
