import { CAUSES, type Cause, type Flag, type Review, type ReviewDay, type ReviewSettings } from '#shared/review.ts'
import { evaluateDays } from '#domain/parity/daily-series.ts'
import { tdByCauseBps, teByCauseBps } from '#domain/parity/euler.ts'
import { trackingDifferenceBps, trackingErrorBps, trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { attributeDays, type AttributedDay } from './attribute-days.ts'
import { compareSides, type Comparison } from './compare-sides.ts'
import { explainDays } from './explain-days.ts'
import type { Clock, Task } from './ports.ts'
import { reviewFlags, suggestions } from './review-notes.ts'
import type { ReviewRequest } from './review-settings.ts'

/** What a review needs from outside. */
export interface ReviewTools {
  readonly store: Store
  readonly clock: Clock
  readonly version: string
}

const RESIDUAL_SHARE = 1e-9

/**
 * Reviews the loaded files: matches, scales, sums daily P&L, attributes, and measures tracking error on the days both sides
 * cover. Returns the document with status NOT_COMPARABLE and a reason where there is no common day or instrument.
 */
export async function reviewParity(tools: ReviewTools, request: ReviewRequest, task: Task): Promise<Review> {
  const comparison = await compareSides(tools.store, request, task)
  if (comparison.reason !== null) return notComparable(tools, comparison)
  const days = await attributeDays(tools.store, comparison.settings, task)
  return await compose(tools, comparison, days, task)
}

async function compose(
  tools: ReviewTools,
  comparison: Comparison,
  attributed: readonly AttributedDay[],
  task: Task,
): Promise<Review> {
  const { settings } = comparison
  const days = reviewDays(attributed, settings)
  const last = days.at(-1)
  return {
    ...(await documentHead(tools, comparison)),
    days,
    total: totals(attributed, days, settings),
    position_breaks: await tools.store.rows(queries.positionBreaks, { scale: settings.scale }),
    explain: await explainDays(tools.store, days, settings, task),
    suggestions: suggestions(comparison),
    flags: await reviewFlags(tools.store, comparison),
    worst_day: worstDay(attributed),
    band: last?.band ?? null,
    action: last?.action ?? null,
  }
}

function reviewDays(attributed: readonly AttributedDay[], settings: ReviewSettings): ReviewDay[] {
  const evaluated = evaluateDays({
    days: attributed.map((day) => ({ day: day.day, livePnl: day.livePnl, backtestPnl: day.backtestPnl })),
    capitalByDay: attributed.map(() => settings.capital),
    settings,
  })
  return evaluated.map((day, index) => {
    const { byCause, carry, residual } = attributed[index] ?? emptyDay(day.day)
    return { ...day, te_day_realised_bps: null, attribution: { ...byCause, residual }, carry }
  })
}

function emptyDay(day: string): AttributedDay {
  const none = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>
  return { day, livePnl: 0, backtestPnl: 0, byCause: none, carry: none, residual: 0, notional: 0 }
}

function totals(
  attributed: readonly AttributedDay[],
  days: readonly ReviewDay[],
  settings: ReviewSettings,
): Review['total'] {
  const sum = (of: (day: AttributedDay) => number) => attributed.reduce((total, day) => total + of(day), 0)
  const active = days.flatMap((day) => (day.active_return === null ? [] : [day.active_return]))
  const causeReturns = causes((cause) =>
    attributed.flatMap((day) => (settings.capital === null ? [] : [day.byCause[cause] / settings.capital])),
  )
  const perYear = settings.annualisation
  return {
    live_pnl: sum((day) => day.livePnl),
    backtest_pnl: sum((day) => day.backtestPnl),
    active_pnl: sum((day) => day.livePnl - day.backtestPnl),
    te_bps: trackingErrorBps(active, perYear),
    te_rms_bps: trackingErrorRmsBps(active, perYear),
    td_bps: trackingDifferenceBps(active, perYear),
    attribution: { ...causes((cause) => sum((day) => day.byCause[cause])), residual: sum((day) => day.residual) },
    carry: causes((cause) => sum((day) => day.carry[cause])),
    alpha_unfilled: null,
    te_by_cause_bps: teByCauseBps(causeReturns, active, perYear, settings.band_measure),
    td_by_cause_bps: tdByCauseBps(causeReturns, perYear),
    residual_limit: RESIDUAL_SHARE * sum((day) => day.notional),
  }
}

function causes<T>(of: (cause: Cause) => T): Record<Cause, T> {
  return Object.fromEntries(CAUSES.map((cause) => [cause, of(cause)])) as Record<Cause, T>
}

function worstDay(days: readonly AttributedDay[]): string | null {
  const gap = (day: AttributedDay) => Math.abs(day.livePnl - day.backtestPnl)
  return (
    days.reduce<AttributedDay | null>((worst, day) => (worst === null || gap(day) > gap(worst) ? day : worst), null)
      ?.day ?? null
  )
}

async function notComparable(tools: ReviewTools, comparison: Comparison): Promise<Review> {
  const none = causes(() => 0)
  const unknown = causes(() => null)
  return {
    ...(await documentHead(tools, comparison)),
    days: [],
    total: {
      live_pnl: null,
      backtest_pnl: null,
      active_pnl: null,
      te_bps: null,
      te_rms_bps: null,
      td_bps: null,
      attribution: { ...none, residual: 0 },
      carry: none,
      alpha_unfilled: null,
      te_by_cause_bps: unknown,
      td_by_cause_bps: unknown,
      residual_limit: 0,
    },
    position_breaks: [],
    explain: [],
    suggestions: [],
    flags: [{ code: 'outside-overlap', field: 'days', count: 0 }] satisfies Flag[],
    worst_day: null,
    band: null,
    action: null,
  }
}

type Head = Pick<
  Review,
  | 'schema'
  | 'version'
  | 'generated_at'
  | 'status'
  | 'reason'
  | 'settings'
  | 'inputs'
  | 'coverage'
  | 'matching'
  | 'orders'
>

async function documentHead(tools: ReviewTools, comparison: Comparison): Promise<Head> {
  const sources = await tools.store.rows(queries.sources, {})
  return {
    schema: 'parity.review/1',
    version: tools.version,
    generated_at: new Date(tools.clock.nowMicros() / 1000).toISOString(),
    status: comparison.reason === null ? 'OK' : 'NOT_COMPARABLE',
    reason: comparison.reason,
    settings: comparison.settings,
    inputs: sources.map((source) => ({
      path: source.path,
      role: source.role,
      format: source.format,
      sha256: source.sha256,
      rows: { read: source.rows_read, accepted: source.rows_accepted, rejected: source.rows_rejected },
    })),
    coverage: comparison.coverage,
    matching: comparison.matching,
    orders: await ordersByStatus(tools.store),
  }
}

async function ordersByStatus(store: Store): Promise<Review['orders']> {
  const byOrigin: Record<string, Record<string, number>> = {}
  for (const { origin, status, orders } of await store.rows(queries.orderStatus, {}))
    (byOrigin[origin] ??= {})[status] = orders
  return byOrigin
}
