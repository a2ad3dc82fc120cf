import { BANDS, CAUSES, type Band, type Cause, type Review, type ReviewDay } from '#shared/review.ts'
import { money, moneyDecimals } from './number-text.ts'

/** Returns live minus backtest P&L of a day, money; null where a side has none. */
export function gapOf(day: Pick<ReviewDay, 'live_pnl' | 'backtest_pnl'>): number | null {
  return day.live_pnl === null || day.backtest_pnl === null ? null : day.live_pnl - day.backtest_pnl
}

/** Returns a day's active return in bps of capital, not annualised; null without capital. */
export function gapBpsOf(day: Pick<ReviewDay, 'active_return'>): number | null {
  return day.active_return === null ? null : day.active_return * 1e4
}

/** Returns whether any day has a return, that is, whether capital was known and bps make sense. */
export function hasReturns(review: Review): boolean {
  return review.days.some((day) => day.active_return !== null)
}

/** Returns the sum of the days' active returns in bps of capital; null where no day has one. */
export function wholeGapBps(review: Review): number | null {
  return hasReturns(review) ? review.days.reduce((sum, day) => sum + (gapBpsOf(day) ?? 0), 0) : null
}

/**
 * Returns the capital a day was measured against, read back as P&L / return because an equity file overrides the declared
 * capital day by day. A day on which neither side earned anything does not tell: the declared capital, else null.
 */
export function capitalOf(review: Review, day: ReviewDay): number | null {
  if (day.live_return) return (day.live_pnl ?? 0) / day.live_return
  if (day.backtest_return) return (day.backtest_pnl ?? 0) / day.backtest_return
  return review.settings.capital
}

/** Returns the least and the largest capital that days were measured against; null where no day has any. */
export function capitalRange(review: Review): readonly [least: number, largest: number] | null {
  const capitals = review.days.map((day) => capitalOf(review, day)).filter((capital) => capital !== null)
  if (capitals.length === 0) return null
  return [
    capitals.reduce((least, one) => Math.min(least, one)),
    capitals.reduce((largest, one) => Math.max(largest, one)),
  ]
}

/** Returns the cause with the largest part in the direction of the day's gap, or null where the gap is nothing at the printed precision. */
export function topCauseOf(
  day: Pick<ReviewDay, 'live_pnl' | 'backtest_pnl' | 'attribution'>,
  decimals: number,
): Cause | null {
  const gap = gapOf(day)
  if (gap === null || Math.abs(gap) < 0.5 * 10 ** -decimals) return null
  const towards = (cause: Cause) => day.attribution[cause] * Math.sign(gap)
  const top = CAUSES.reduce((best, cause) => (towards(cause) > towards(best) ? cause : best))
  return towards(top) > 0 ? top : null
}

/** Returns a part as a share of the whole, or null where the whole is under a tenth of the parts' absolute sum and a share would mislead. */
export function shareOf(part: number, whole: number | null, absoluteSum: number): number | null {
  return whole === null || whole === 0 || Math.abs(whole) < 0.1 * absoluteSum ? null : part / whole
}

/** Returns the days with the largest gaps, largest first; days without any gap stay out. */
export function worstDays(review: Review, limit: number): ReviewDay[] {
  const size = (day: ReviewDay) => Math.abs(gapOf(day) ?? 0)
  const least = 0.5 * 10 ** -moneyDecimalsOf(review)
  return review.days
    .filter((day) => size(day) >= least)
    .toSorted((a, b) => size(b) - size(a) || a.day.localeCompare(b.day, 'en'))
    .slice(0, limit)
}

/** Returns how many evaluated days ended in each band. */
export function daysByBand(days: readonly ReviewDay[]): Record<Band, number> {
  const counts = Object.fromEntries(BANDS.map((band) => [band, 0])) as Record<Band, number>
  for (const { band } of days) if (band !== null) counts[band] += 1
  return counts
}

/** Returns how many decimals money has throughout a report of this review. */
export function moneyDecimalsOf({ days }: Pick<Review, 'days'>): number {
  const amounts = days.flatMap((day) => [day.live_pnl ?? 0, day.backtest_pnl ?? 0, gapOf(day) ?? 0])
  return moneyDecimals(amounts.reduce((largest, amount) => Math.max(largest, Math.abs(amount)), 0))
}

/** Returns how money prints throughout a report of this review: signed, with the same decimals everywhere. */
export function moneyOf(review: Review): (value: number | null) => string {
  const decimals = moneyDecimalsOf(review)
  return (value) => money(value, decimals)
}

/** Returns the causes worth a row: the five of execution always, `price` and `funding` where they moved anything. */
export function shownCauses(review: Review): Cause[] {
  const { attribution, carry } = review.total
  const moved = (cause: Cause) =>
    attribution[cause] !== 0 || carry[cause] !== 0 || review.days.some((day) => day.attribution[cause] !== 0)
  return CAUSES.filter((cause) => (cause !== 'price' && cause !== 'funding') || moved(cause))
}
