import type { Review, ReviewSettings } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { AttributedDay } from './attribute-days.ts'

/** The capital both sides are measured against on each day, and how far live P&L is from the account's own value. */
export interface DayCapital {
  /** In the order of the days; null = not known or not above zero. */
  readonly byDay: readonly (number | null)[]
  readonly reconciliation: Review['reconciliation']
}

/**
 * Returns capital per evaluated day: where equity is loaded the accounts' last values at or before the day's start added up, else the
 * declared capital, else null. The reconciliation compares live P&L with the accounts' change of value net of flows, over the
 * days whose value is known at both ends of every account; bps are of the first of those values.
 */
export async function capitalOfDays(
  store: Store,
  days: readonly AttributedDay[],
  settings: ReviewSettings,
): Promise<DayCapital> {
  const rows = await store.rows(queries.capital, {})
  const values = new Map(rows.map((row) => [row.day, row]))
  const hasEquity = rows.some((row) => row.nav !== null || row.end_nav !== null)
  if (!hasEquity) return { byDay: days.map(() => settings.capital), reconciliation: null }
  const byDay = days.map(({ day }) => {
    const nav = values.get(day)?.nav ?? null
    return nav !== null && nav > 0 ? nav : null
  })
  return { byDay, reconciliation: reconcile(days, values) }
}

interface DayValue {
  readonly nav: number | null
  readonly end_nav: number | null
  readonly moved: boolean | null
  readonly flow: number
}

function reconcile(days: readonly AttributedDay[], values: ReadonlyMap<string, DayValue>): Review['reconciliation'] {
  const known = days.flatMap((day) => {
    const value = values.get(day.day)
    if (value === undefined || value.nav === null || value.end_nav === null || value.moved !== true) return []
    return [{ nav: value.nav, change: value.end_nav - value.nav - value.flow, livePnl: day.livePnl }]
  })
  const [first] = known
  if (first === undefined) return null
  const navChange = known.reduce((total, day) => total + day.change, 0)
  const livePnl = known.reduce((total, day) => total + day.livePnl, 0)
  const difference = livePnl - navChange
  return {
    nav_change: navChange,
    live_pnl: livePnl,
    difference,
    difference_bps: (difference / first.nav) * 1e4,
    days: known.length,
  }
}
