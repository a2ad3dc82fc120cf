import { byCause } from '#shared/by-cause.ts'
import type { Review, ReviewDay, ReviewSettings } from '#shared/review.ts'
import { tdByCauseBps, teByCauseBps } from '#domain/parity/euler.ts'
import { trackingDifferenceBps, trackingErrorBps, trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'
import type { AttributedDay } from './attribute-days.ts'

/** Parts of causes that only some inputs can tell apart; null where they cannot. */
export type SubLines = Pick<Review['total'], 'alpha_unfilled' | 'sizing_requested' | 'sizing_fill_ratio'>

/** The residual is float dust while it is within this share of traded plus carried notional. */
const RESIDUAL_SHARE = 1e-9

/** Returns the totals over all evaluated days: money, measures and their parts by cause. Days without capital stand in no measure. */
export function totalsOf(
  attributed: readonly AttributedDay[],
  days: readonly ReviewDay[],
  capital: readonly (number | null)[],
  settings: ReviewSettings,
  subLines: SubLines,
): Review['total'] {
  const sum = (of: (day: AttributedDay) => number) => attributed.reduce((total, day) => total + of(day), 0)
  const active = days.flatMap((day) => (day.active_return === null ? [] : [day.active_return]))
  const returns = byCause((cause) =>
    attributed.flatMap((day, index) =>
      days[index]?.active_return == null ? [] : [day.byCause[cause] / (capital[index] ?? 1)],
    ),
  )
  const perYear = settings.annualisation
  return {
    live_pnl: sum((day) => day.livePnl),
    backtest_pnl: sum((day) => day.backtestPnl),
    active_pnl: sum((day) => day.livePnl - day.backtestPnl),
    te_bps: trackingErrorBps(active, perYear),
    te_rms_bps: trackingErrorRmsBps(active, perYear),
    td_bps: trackingDifferenceBps(active, perYear),
    attribution: { ...byCause((cause) => sum((day) => day.byCause[cause])), residual: sum((day) => day.residual) },
    carry: byCause((cause) => sum((day) => day.carry[cause])),
    ...subLines,
    te_by_cause_bps: teByCauseBps(returns, active, perYear, settings.band_measure),
    td_by_cause_bps: tdByCauseBps(returns, perYear),
    residual_limit: RESIDUAL_SHARE * sum((day) => day.notional),
  }
}

/** Returns the totals of a review in which nothing could be compared. */
export function emptyTotals(): Review['total'] {
  return {
    live_pnl: null,
    backtest_pnl: null,
    active_pnl: null,
    te_bps: null,
    te_rms_bps: null,
    td_bps: null,
    attribution: { ...byCause(() => 0), residual: 0 },
    carry: byCause(() => 0),
    alpha_unfilled: null,
    sizing_requested: null,
    sizing_fill_ratio: null,
    te_by_cause_bps: byCause(() => null),
    td_by_cause_bps: byCause(() => null),
    residual_limit: 0,
  }
}
