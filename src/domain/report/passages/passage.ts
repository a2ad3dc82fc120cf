import { element, type Child } from '../markup.ts'
import { smallPrint, table } from '../sections/table.ts'

/** A table of a passage. A missing cell is a dash; `fill` takes the room that is left. */
export interface PassageTable {
  readonly label: string
  readonly columns: readonly { readonly header: string; readonly kind?: 'number' | 'fill' }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** What a section says before it is HTML or Markdown, as plain text: a verdict in bold, sentences, tables, small print. */
export interface Passage {
  readonly verdict?: string
  readonly sentences: readonly string[]
  readonly tables: readonly PassageTable[]
  readonly note: string
}

/** Returns a passage as HTML; null stays null. */
export function passageMarkup(passage: Passage | null): Child {
  if (passage === null) return null
  const { verdict, sentences, tables, note } = passage
  return [
    verdict === undefined ? null : element('p', { class: 'lead' }, element('strong', {}, verdict)),
    sentences.map((sentence) => element('p', {}, sentence)),
    tables.map(({ label, columns, rows }) =>
      table(
        label,
        columns,
        rows.map((cells) => ({ cells })),
      ),
    ),
    smallPrint(note),
  ]
}
