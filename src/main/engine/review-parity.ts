import { evaluateDays } from '#domain/parity/daily-series.ts'
import type { Review, ReviewDay, ReviewSettings } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { attributeDays, type AttributedDay } from './attribute-days.ts'
import { appendAudit } from './audit-log.ts'
import { compareSides, type Comparable, type Comparison } from './compare-sides.ts'
import { capitalOfDays } from './day-capital.ts'
import { explainDays } from './explain-days.ts'
import type { Clock, Task } from './ports.ts'
import { keepDirectPairs } from './keep-direct-pairs.ts'
import { directInput } from './review-fills.ts'
import { reviewFlags, suggestions } from './review-notes.ts'
import type { ReviewRequest } from './review-settings.ts'
import { step } from './step.ts'
import { emptyTotals, totalsOf, type SubLines } from './review-totals.ts'

/** What a review needs from outside. */
export interface ReviewTools {
  readonly store: Store
  readonly clock: Clock
  readonly version: string
}

/**
 * Reviews the loaded files: matches, scales, sums daily P&L, attributes, and measures tracking error on the days both sides
 * cover. Returns the document with status NOT_COMPARABLE and a reason where there is no common day or instrument. The run is
 * stored and audited.
 */
export async function reviewParity(tools: ReviewTools, request: ReviewRequest, task: Task): Promise<Review> {
  const comparison = await compareSides(tools.store, request, task)
  const review =
    comparison.reason === null ? await compareDays(tools, comparison, task) : await notComparable(tools, comparison)
  await recordRun(tools, review, request)
  return review
}

async function compareDays(tools: ReviewTools, comparison: Comparable, task: Task): Promise<Review> {
  const { store } = tools
  const { settings, fills } = comparison
  const attributing = step(task, 'Attributing the difference')
  const attributed = await attributeDays(store, settings, fills, attributing)
  await keepDirectPairs(store, directInput(fills, settings), attributing)
  const capital = await capitalOfDays(store, attributed, settings)
  const days = reviewDays(
    attributed,
    capital.byDay,
    await realisedBps(store, capital.byDay, settings, step(task, 'Measuring hourly')),
    settings,
  )
  const last = days.at(-1)
  const head = await documentHead(tools, comparison)
  return {
    ...head,
    days,
    total: totalsOf(attributed, days, capital.byDay, settings, await subLines(store, settings)),
    reconciliation: capital.reconciliation,
    position_breaks: await store.rows(queries.positionBreaks, { scale: settings.scale }),
    explain: await explainDays(store, days, capital.byDay, settings, step(task, 'Explaining the days')),
    suggestions: await suggestions(store, comparison, head.inputs),
    flags: await reviewFlags(store, comparison, fills.sums.care, capital.byDay),
    worst_day: worstDay(attributed),
    band: last?.band ?? null,
    action: last?.action ?? null,
  }
}

function reviewDays(
  attributed: readonly AttributedDay[],
  capitalByDay: readonly (number | null)[],
  realised: ReadonlyMap<string, number>,
  settings: ReviewSettings,
): ReviewDay[] {
  const days = attributed.map((day) => ({ day: day.day, livePnl: day.livePnl, backtestPnl: day.backtestPnl }))
  const evaluated = new Map(evaluateDays({ days, capitalByDay, settings }).map((day) => [day.day, day]))
  return attributed.flatMap(({ day, byCause, carry, residual }) => {
    const found = evaluated.get(day)
    if (found === undefined) return []
    const attribution = { ...byCause, residual }
    return [{ ...found, te_day_realised_bps: realised.get(day) ?? null, attribution, carry }]
  })
}

/** Returns te_day from hourly active returns, annualised bps, for days with market data and capital. */
async function realisedBps(
  store: Store,
  capitalByDay: readonly (number | null)[],
  settings: ReviewSettings,
  task: Task,
): Promise<Map<string, number>> {
  const { quotes, bars } = await store.row(queries.hasMarket, {})
  if (quotes + bars === 0 || capitalByDay.every((capital) => capital === null)) return new Map()
  const rows = await store.rows(queries.realised, { scale: settings.scale }, task)
  return new Map(
    rows.flatMap((row, index) => {
      const capital = capitalByDay[index] ?? null
      if (capital === null || row.unmarked > 0) return []
      return [[row.day, Math.sqrt(settings.annualisation) * (row.realised / capital) * 1e4] as const]
    }),
  )
}

async function subLines(store: Store, settings: ReviewSettings): Promise<SubLines> {
  const { alpha } = await store.row(queries.alphaUnfilled, {})
  const sizing = await store.row(queries.sizingParts, { scale: settings.scale })
  return { alpha_unfilled: alpha, sizing_requested: sizing.requested, sizing_fill_ratio: sizing.fill_ratio }
}

function worstDay(days: readonly AttributedDay[]): string | null {
  const gap = (day: AttributedDay) => Math.abs(day.livePnl - day.backtestPnl)
  const [first, ...rest] = days
  return first === undefined ? null : rest.reduce((worst, day) => (gap(day) > gap(worst) ? day : worst), first).day
}

async function notComparable(tools: ReviewTools, comparison: Comparison): Promise<Review> {
  return {
    ...(await documentHead(tools, comparison)),
    days: [],
    total: emptyTotals(),
    reconciliation: null,
    position_breaks: [],
    explain: [],
    suggestions: [],
    flags: [],
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
    inputs: sources.map(({ path, role, format, sha256, rows_read, rows_accepted, rows_rejected }) => ({
      path,
      role,
      format,
      sha256,
      rows: { read: rows_read, accepted: rows_accepted, rejected: rows_rejected },
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

async function recordRun(
  { store, clock, version }: ReviewTools,
  review: Review,
  request: ReviewRequest,
): Promise<void> {
  const inputs = JSON.stringify(review.inputs.map((input) => input.sha256))
  const settings = JSON.stringify(request)
  await store.transaction(async () => {
    await store.run(queries.addRun, {
      ran_us: clock.nowMicros(),
      version,
      settings,
      inputs,
      review: JSON.stringify(review),
    })
    await appendAudit(store, clock, 'review', {
      request,
      inputs: review.inputs,
      band: review.band,
      action: review.action,
    })
  })
}
