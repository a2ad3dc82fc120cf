import type { Review } from '#shared/review.ts'
import { flagMeaning } from '../flag-meanings.ts'
import { element, type Child } from '../markup.ts'
import { countText } from '../number-text.ts'
import { table } from './table.ts'

/** Returns what to read with care, in words; null where there is nothing. */
export function careSection(review: Review): Child {
  if (review.flags.length === 0) return null
  const columns = [
    { header: 'flag' },
    { header: 'count', kind: 'number' },
    { header: 'what it means', kind: 'fill' },
  ] as const
  return table(
    'What to read with care',
    columns,
    review.flags.map(({ code, field, count }) => ({
      cells: [
        element('span', {}, code, element('br', {}), element('small', {}, field)),
        count === 0 ? '' : countText(count),
        flagMeaning(code),
      ],
    })),
  )
}
