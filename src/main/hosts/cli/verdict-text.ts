import { CAUSES, type Review } from '#shared/review.ts'
import { moneyOf } from '#domain/report/day-facts.ts'
import { flagMeaning } from '#domain/report/flag-meanings.ts'
import { headline } from '#domain/report/headline.ts'
import { counted, countText, withTrueMinus } from '#domain/report/number-text.ts'
import { ACTION_WORDS, CAUSE_MEANINGS } from '#domain/report/words.ts'

/** Returns the verdict of a review as lines for a terminal: how much, why, what to do, what to read with care, where the report is. */
export function verdictText(review: Review, written: readonly string[]): string {
  if (review.status === 'NOT_COMPARABLE') return `NOT COMPARABLE: ${review.reason ?? ''}\n`
  const lines = [
    headline(review),
    ...(review.action === null ? [] : [`Action by tracking error: ${ACTION_WORDS[review.action]}.`]),
    '',
    `Live minus backtest over ${counted(review.days.length, 'day')}, ${review.settings.currency ?? 'in the quote currency'}:`,
    ...causeLines(review),
    residualLine(review),
    '',
    ...review.suggestions.map(({ code, sentence }) => `${sentence}${code === 'scale' ? ' (--scale auto)' : ''}`),
    ...review.flags.map(
      ({ code, field, count }) => `flag ${code} (${field}, ${countText(count)}): ${flagMeaning(code)}`,
    ),
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.join('\n')}\n`
}

/** Every cause with its amount; what it asks stands behind those that moved anything. */
function causeLines(review: Review): string[] {
  const say = moneyOf(review)
  const amounts = CAUSES.map((cause) => ({ cause, text: say(review.total.attribution[cause]) }))
  const width = Math.max(...amounts.map(({ text }) => text.length))
  return amounts.map(({ cause, text }) => {
    const moved = /[1-9]/.test(text)
    return `  ${cause.padEnd(10)}${text.padStart(width)}${moved ? `  ${CAUSE_MEANINGS[cause]}` : ''}`
  })
}

function residualLine({ total }: Review): string {
  const { residual } = total.attribution
  const amount = residual === 0 ? '0' : withTrueMinus(residual.toExponential(1))
  return `  residual  ${amount} (limit ${total.residual_limit.toExponential(1)})`
}
