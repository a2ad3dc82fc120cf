import type { Review } from '#shared/review.ts'
import { element, type Child } from '../markup.ts'
import { settingRows } from '../words.ts'
import { smallPrint } from './table.ts'

/** Returns every setting the review ran with, by its words and its name in review.json, and what made the report. */
export function settingsSection(review: Review): Child {
  const rows = settingRows(review).map(({ label, value, name }) =>
    element(
      'div',
      {},
      element('dt', {}, label, element('br', {}), element('code', {}, name)),
      element('dd', {}, value),
    ),
  )
  return [
    element('dl', { class: 'pairs' }, rows),
    smallPrint(
      `Made by parity ${review.version} at ${review.generated_at}; schema ${review.schema}. The same files, settings and seed give the same numbers.`,
    ),
  ]
}
