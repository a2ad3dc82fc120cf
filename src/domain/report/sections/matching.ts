import type { Review } from '#shared/review.ts'
import { element, type Child } from '../markup.ts'
import { matchingRows } from '../matching-rows.ts'

/** Returns how live and backtest orders were paired, and what became of the orders sent. */
export function matchingSection(review: Review): Child {
  return element(
    'dl',
    { class: 'pairs' },
    matchingRows(review).map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value))),
  )
}
