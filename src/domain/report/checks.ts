import type { Review } from '#shared/review.ts'
import { moneyOf } from './day-facts.ts'
import { counted, plain } from './number-text.ts'

/** Returns whether the causes add up: the residual against what rounding may leave. It never hides a failure, and prints no rounding dust. */
export function residualSentence(review: Review): string {
  const { attribution, residual_limit: limit } = review.total
  const allowed = String(Number(limit.toPrecision(2)))
  if (Math.abs(attribution.residual) <= limit)
    return `The causes add up to live − backtest, each summed by itself from fills and cash: the residual is within the ${allowed} that rounding may leave (a billionth of the notional traded and held).`
  return `The causes do not add up: the residual of ${moneyOf(review)(attribution.residual)} exceeds the ${allowed} that rounding may leave. Do not rely on the attribution.`
}

/** Returns how live P&L compares with the account's own value, or null where no equity file was given. */
export function reconciliationSentence(review: Review): string | null {
  const { reconciliation } = review
  if (reconciliation === null) return null
  const { nav_change: nav, live_pnl: live, difference_bps: apart, days } = reconciliation
  const say = moneyOf(review)
  return `Reconciled to NAV within ${plain(Math.abs(apart), 1)} bps: over ${counted(days, 'day')} the account’s value changed by ${say(nav)} net of flows, live P&L is ${say(live)}.`
}
