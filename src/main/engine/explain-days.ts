import { explainDifference } from '#domain/parity/explain.ts'
import { isAtLeast, bandOf } from '#domain/parity/band.ts'
import type { AmountScale } from '#domain/parity/explain-wording.ts'
import type { SliceRow } from '#domain/parity/slices.ts'
import { moneyDecimalsOf } from '#domain/report/day-facts.ts'
import { byCause } from '#shared/by-cause.ts'
import type { Cause, Finding, ReviewDay, ReviewSettings } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { cutSlices } from './cut-slices.ts'
import type { Task } from './ports.ts'

/** Days explained where there is no capital to judge them by: the worst this many. */
const WORST_DAYS = 10
const PER_DAY = 3
const PER_RANGE = 6

/**
 * Explains the whole range (in bps that add up its days' active returns) and then, worst first, each day that is warning or worse by itself (without capital: the ten with
 * the largest gap), over the slices the attribution left behind.
 */
export async function explainDays(
  store: Store,
  days: readonly ReviewDay[],
  capitalByDay: readonly (number | null)[],
  settings: ReviewSettings,
  task: Task,
): Promise<Finding[]> {
  const [first] = days
  if (first === undefined) return []
  await cutSlices(store, task)
  const capitalOf = new Map(days.map((day, index) => [day.day, capitalByDay[index] ?? null]))
  const decimals = moneyDecimalsOf({ days: [...days] })
  const scaleOf = ({ day }: ReviewDay) => ({
    capital: capitalOf.get(day) ?? null,
    currency: settings.currency,
    decimals,
    annualisation: settings.annualisation,
  })
  const range = { ...scaleOf(first), capital: capitalOfRange(days) ?? capitalOf.get(first.day) ?? null }
  const findings = await explainRange(store, days, range, PER_RANGE)
  // A range of one day is that day, and was just explained.
  for (const day of days.length === 1 ? [] : daysToExplain(days, settings))
    findings.push(...(await explainRange(store, [day], scaleOf(day), PER_DAY)))
  return findings
}

/** The capital that turns a range's gap into the sum of its daily active returns, as the report says it; null where that is not defined. */
function capitalOfRange(days: readonly ReviewDay[]): number | null {
  const judged = days.filter((day) => day.active_return !== null)
  const gap = judged.reduce((total, day) => total + (day.live_pnl ?? 0) - (day.backtest_pnl ?? 0), 0)
  const returned = judged.reduce((total, day) => total + (day.active_return ?? 0), 0)
  return gap / returned > 0 ? gap / returned : null
}

async function explainRange(
  store: Store,
  days: readonly ReviewDay[],
  scale: AmountScale,
  limit: number,
): Promise<Finding[]> {
  const from = days[0]?.day ?? ''
  const to = days.at(-1)?.day ?? ''
  const funding = days.reduce((total, day) => total + day.attribution.funding, 0)
  const rows = [...(await sliceRows(store, from, to)), sliceRow({}, { funding })]
  return explainDifference({ from, to, rows, limit, ...scale })
}

async function sliceRows(store: Store, from: string, to: string): Promise<SliceRow[]> {
  const fresh = await store.rows(queries.slices, { from, to })
  const carried = await store.rows(queries.sliceCarry, { from, to })
  return [
    ...fresh.map((row) => {
      const { symbol, hour, side, order_type, liquidity, version } = row
      return {
        ...sliceRow({ symbol, hour, side, order_type, liquidity, version }, row),
        notional: row.notional,
        liveSpreadBps: row.live_spread_bps,
        backtestSpreadBps: row.backtest_spread_bps,
      }
    }),
    ...carried.map((row) => ({
      ...sliceRow({ symbol: row.symbol }, {}),
      carry: byCause((cause) => (cause === 'funding' || cause === 'slippage' ? 0 : row[cause])),
    })),
  ]
}

function sliceRow(dimensions: SliceRow['dimensions'], money: Partial<Record<Cause, number>>): SliceRow {
  return { dimensions, notional: 0, new: byCause((cause) => money[cause] ?? 0), carry: byCause(() => 0) }
}

function daysToExplain(days: readonly ReviewDay[], settings: ReviewSettings): ReviewDay[] {
  const gap = (day: ReviewDay) => Math.abs((day.live_pnl ?? 0) - (day.backtest_pnl ?? 0))
  const worst = [...days].sort((a, b) => gap(b) - gap(a))
  if (days.every((day) => day.te_day_bps === null)) return worst.slice(0, WORST_DAYS)
  return worst.filter(
    (day) => day.te_day_bps !== null && isAtLeast(bandOf(day.te_day_bps, settings.band_edges_bps), 'warning'),
  )
}
