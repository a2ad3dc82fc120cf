import { moneyDecimalsOf } from '#domain/report/day-facts.ts'
import { money } from '#domain/report/number-text.ts'
import type { Review } from '#shared/review.ts'

const LEAST_DECIMALS = 2

let decimals = $state(LEAST_DECIMALS)

/** Takes the decimals of the review that is shown: two, and more where its amounts are small, as in its report. */
export function writeMoneyAs(review: Review | null): void {
  decimals = review === null ? LEAST_DECIMALS : moneyDecimalsOf(review)
}

/** Returns how many decimals money has on every screen. */
export function shownDecimals(): number {
  return decimals
}

/** Returns signed money as every screen writes it; a missing value is a dash. */
export function writeMoney(value: number | null): string {
  return money(value, decimals)
}

/** Returns half of the last decimal shown: what is below is rounding, not a cause. */
export function smallestMoney(): number {
  return 0.5 * 10 ** -decimals
}
