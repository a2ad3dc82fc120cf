import type { Review, ReviewDay } from '#shared/review.ts'
import { bps, money, percent, plain } from './number-text.ts'

/** Returns one sentence that says how far live is from the backtest, with its band where capital is known. */
export function headline(review: Review): string {
  const last = review.days.at(-1)
  if (review.status === 'NOT_COMPARABLE' || last === undefined) return `Not comparable: ${review.reason ?? 'no common day'}`
  const matched = `${percent(review.matching.matched_share_count)} of live orders matched`
  const gap = `live is ${money(review.total.active_pnl)} ${review.settings.currency ?? ''} against the backtest over ${review.days.length} days`
  if (last.band === null) return `${capitalised(gap)}; ${matched}. Give the capital to see tracking error in bps.`
  return `${measure(review, last)}, ${last.band}; ${gap}; ${matched}.`
}

function measure(review: Review, last: ReviewDay): string {
  const driver = review.settings.band_measure
  const interval = last.te_interval_bps
  const range = interval === null ? '' : ` (95 %: ${plain(interval[0], 1)} to ${plain(interval[1], 1)})`
  return `Tracking error ${driver === 'te_rms_bps' ? 'rms ' : ''}${bps(last[driver]).replace('+', '')} bps${range} against a target of ${plain(review.settings.target_bps, 1)} bps`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
