import type { Review, ReviewDay } from '#shared/review.ts'
import { BANDS } from '#shared/review.ts'
import { gapOf, topCauseOf } from '#domain/report/day-facts.ts'
import type { CumulativeDay } from '../../charts/cumulative-figure.ts'
import type { Column } from '../../ui/columns.ts'
import { shownDecimals } from '../../ui/money.svelte.ts'
import { findingsOf, measured, reasonOf, shareOfLimit } from './days.ts'

/** Returns the columns of the table of days. Money is in the reporting currency, bps are annualised. */
export function dayColumns(review: Review): readonly Column<ReviewDay>[] {
  const money = review.settings.currency ?? 'money'

  const size = (value: number | null) => (value === null ? null : Math.abs(value))
  return [
    { key: 'day', title: 'Day (UTC)', value: ({ day }) => day },
    {
      key: 'te',
      title: 'TE, bps',
      kind: 'level',
      value: (day) => measured(review, day),
      reason: reasonOf,
      hint: `Tracking error over the last ${review.settings.window} days, annualised`,
    },
    { key: 'limit', title: 'Limit, bps', kind: 'level', value: () => review.settings.target_bps },
    { key: 'share', title: '% of limit', kind: 'percent', value: (day) => shareOfLimit(review, day), reason: reasonOf },
    {
      key: 'band',
      title: 'Band',
      value: ({ band }) => band,
      order: ({ band }) => (band === null ? null : BANDS.indexOf(band)),
      reason: reasonOf,
    },
    {
      key: 'te-day',
      title: 'TE of the day, bps',
      kind: 'level',
      value: ({ te_day_bps }) => te_day_bps,
      reason: reasonOf,
      hint: 'The size of the day’s own difference, annualised',
    },
    { key: 'live', title: `Live, ${money}`, kind: 'money', value: ({ live_pnl }) => live_pnl, reason: reasonOf },
    {
      key: 'backtest',
      title: `Backtest, ${money}`,
      kind: 'money',
      value: ({ backtest_pnl }) => backtest_pnl,
      reason: reasonOf,
    },
    {
      key: 'gap',
      title: `Gap, ${money}`,
      kind: 'money',
      value: gapOf,
      order: (day) => size(gapOf(day)),
      reason: reasonOf,
    },
    {
      key: 'cause',
      title: 'Top cause',
      value: (day) => topCauseOf(day, shownDecimals()),
      reason: () => 'nothing differs',
    },
    {
      key: 'symbol',
      title: 'Top symbol',
      value: (day) => findingsOf(review, day.day).find(({ slice }) => 'symbol' in slice)?.slice['symbol'] ?? null,
      reason: () => 'no symbol stands out; only days beyond good are searched',
    },
    { key: 'action', title: 'Action', value: ({ action }) => action, reason: reasonOf },
  ]
}

/** The columns of the cumulative figure. */
export const cumulativeColumns: readonly Column<CumulativeDay>[] = [
  { key: 'day', title: 'Day (UTC)', value: ({ day }) => day },
  { key: 'live', title: 'Live', kind: 'money', value: ({ live }) => live },
  { key: 'backtest', title: 'Backtest', kind: 'money', value: ({ backtest }) => backtest },
  { key: 'gap', title: 'Gap', kind: 'money', value: ({ gap }) => gap },
]
