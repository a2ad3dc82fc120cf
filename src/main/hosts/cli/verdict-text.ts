import { CAUSES, type Review } from '#shared/review.ts'
import { headline } from '#domain/report/headline.ts'
import { counted, money } from '#domain/report/number-text.ts'

/** Returns the verdict of a review as lines for a terminal: how much, why, what to do, where the report is. */
export function verdictText(review: Review, written: readonly string[]): string {
  if (review.status === 'NOT_COMPARABLE') return `NOT COMPARABLE: ${review.reason ?? ''}\n`
  const { attribution } = review.total
  const width = Math.max(...CAUSES.map((cause) => money(attribution[cause]).length))
  const lines = [
    headline(review),
    '',
    `Live minus backtest over ${counted(review.days.length, 'day')}, ${review.settings.currency ?? 'money'}:`,
    ...CAUSES.map((cause) => `  ${cause.padEnd(10)}${money(attribution[cause]).padStart(width)}`),
    `  residual  ${attribution.residual.toExponential(1)} (limit ${review.total.residual_limit.toExponential(1)})`,
    '',
    ...review.suggestions.map((suggestion) => suggestion.sentence),
    ...review.flags.map((flag) => `flag ${flag.code}: ${flag.count} (${flag.field})`),
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.join('\n')}\n`
}
