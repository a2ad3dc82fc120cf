import type { Review } from '#shared/review.ts'
import { formulaRows } from '../formula-rows.ts'
import { element, type Child } from '../markup.ts'

/** Returns the formulas behind the numbers, as a footnote. */
export function formulasSection(review: Review): Child {
  return element(
    'dl',
    { class: 'formulas' },
    formulaRows(review).map(([term, text]) => element('div', {}, element('dt', {}, term), element('dd', {}, text))),
  )
}
