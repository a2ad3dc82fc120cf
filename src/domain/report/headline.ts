import type { Review, ReviewDay } from '#shared/review.ts'
import { gapBpsOf, gapOf, hasReturns, moneyDecimalsOf, moneyOf, topCauseOf, worstDays } from './day-facts.ts'
import { bps, capitalised, counted, dayText, percent, plain } from './number-text.ts'
import { MEASURE_WORDS } from './words.ts'

/**
 * Returns the verdict in a few sentences: the band and the measure with its interval, the last day in bps of capital and
 * annualised, the worst day, the money and how much was matched. Without capital: money only. Not comparable: why.
 */
export function headline(review: Review): string {
  const last = review.days.at(-1)
  if (review.status === 'NOT_COMPARABLE' || last === undefined) {
    return `Not comparable: ${review.reason ?? 'no day is covered by both sides'}`
  }
  return [measureSentence(review, last), lastDaySentence(last), worstDaySentence(review), moneySentence(review)]
    .filter((sentence) => sentence !== null)
    .join(' ')
}

/** `−3.3 bps of capital (63.0 annualised)`, or money where no capital is known. */
function dayAmount(review: Review, day: ReviewDay): string {
  const gapBps = gapBpsOf(day)
  if (gapBps === null) return moneyText(review, gapOf(day))
  return `${bps(gapBps)} bps of capital (${plain(day.te_day_bps, 1)} annualised)`
}

/** Returns `95 %: 13.2 to 24.9`, with the bootstrap interval beside it where there is one; null where there is no interval. */
export function intervalText(day: ReviewDay): string | null {
  const { te_interval_bps: normal, te_interval_bootstrap_bps: bootstrap } = day
  if (normal === null) return null
  const range = ([low, high]: readonly [number, number]) => `${plain(low, 1)} to ${plain(high, 1)}`
  return `95 %: ${range(normal)}${bootstrap === null ? '' : `, by bootstrap ${range(bootstrap)}`}`
}

/** Returns the days behind a day's rolling measures: the window, or the days there were so far. */
export function windowDays(review: Review, day: ReviewDay): number {
  return day.flags.find((flag) => flag.code === 'short-window')?.count ?? review.settings.window
}

function measureSentence(review: Review, last: ReviewDay): string | null {
  const { band_measure: measure, target_bps: target } = review.settings
  if (last.band === null) {
    return hasReturns(review)
      ? 'There is no tracking error yet: it needs two days with a return.'
      : 'No capital was given, so there is money only: give it to see tracking error in bps.'
  }
  const interval = intervalText(last)
  const over = `over the last ${counted(windowDays(review, last), 'day')}`
  return `${capitalised(last.band)}: ${MEASURE_WORDS[measure]} ${plain(last[measure], 1)} bps a year ${over}${interval === null ? '' : ` (${interval})`}, against a target of ${plain(target, 1)}.`
}

function lastDaySentence(last: ReviewDay): string | null {
  if (last.active_return === null) return null
  return `Last day, ${dayText(last.day)}: ${bps(gapBpsOf(last))} bps of capital that day (${plain(last.te_day_bps, 1)} bps annualised).`
}

function worstDaySentence(review: Review): string | null {
  const [worst] = worstDays(review, 1)
  if (worst === undefined || review.days.length < 2) return null
  const cause = topCauseOf(worst, moneyDecimalsOf(review))
  return `Worst day, ${dayText(worst.day)}: ${dayAmount(review, worst)}${cause === null ? '' : `, mostly ${cause}`}.`
}

function moneySentence(review: Review): string {
  const { matching, total, days } = review
  const matched =
    matching.matched_share_count === null ? '' : `; ${percent(matching.matched_share_count)} of live orders matched`
  return `Live is ${moneyText(review, total.active_pnl)} against the backtest over ${counted(days.length, 'day')}${matched}.`
}

/** Returns signed money with its currency. */
export function moneyText(review: Review, value: number | null): string {
  const { currency } = review.settings
  return `${moneyOf(review)(value)}${currency === null ? '' : ` ${currency}`}`
}
