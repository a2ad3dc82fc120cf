import type { Review } from '#shared/review.ts'
import { countText, money, percent, plain } from './number-text.ts'
import { methodWords } from './words.ts'

/** Returns what was matched and how, and what became of the orders sent, as rows of label and value. */
export function matchingRows(review: Review): [label: string, value: string][] {
  const { matching } = review
  return [
    ['matched pairs', countText(matching.matched)],
    ['live only', countText(matching.live_only)],
    ['backtest only', countText(matching.backtest_only)],
    ['matched share of live orders', percent(matching.matched_share_count)],
    ['matched share of live notional', percent(matching.matched_share_notional)],
    ['median time, live − backtest', matching.median_dt_ms === null ? '–' : `${money(matching.median_dt_ms, 0)} ms`],
    ['median quantity, live / backtest', plain(matching.median_quantity_ratio, 3)],
    ...Object.entries(matching.by_method).map(([method, pairs]): [string, string] => [
      methodWords(method),
      countText(pairs),
    ]),
    ...Object.entries(review.orders).flatMap(([origin, byStatus]) =>
      Object.entries(byStatus).map(([status, orders]): [string, string] => [
        `${origin} orders ${status}`,
        countText(orders),
      ]),
    ),
  ]
}
