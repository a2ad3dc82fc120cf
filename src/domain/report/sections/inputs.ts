import type { Review } from '#shared/review.ts'
import { element, type Child } from '../markup.ts'
import { countText } from '../number-text.ts'
import { table } from './table.ts'

/** Returns every file that was read, with its rows and SHA-256. */
export function inputsSection(review: Review): Child {
  const columns = [
    { header: 'file, SHA-256', kind: 'fill' },
    { header: 'role' },
    { header: 'format' },
    { header: 'read', kind: 'number' },
    { header: 'accepted', kind: 'number' },
    { header: 'rejected', kind: 'number' },
  ] as const
  return table(
    'Input files',
    columns,
    review.inputs.map(({ path, sha256, role, format, rows }) => ({
      cells: [
        [element('span', { class: 'path' }, path), element('br', {}), element('code', {}, sha256)],
        role,
        format,
        countText(rows.read),
        countText(rows.accepted),
        countText(rows.rejected),
      ],
    })),
  )
}
