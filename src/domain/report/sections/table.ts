import { element, type Child, type Markup } from '../markup.ts'

/** A column of a table: its header, and how its cells are set. `fill` takes the room that is left. */
export interface Column {
  readonly header: Child
  readonly kind?: 'text' | 'number' | 'fill'
}

/** A row: its cells, an anchor other places link to, and `sum` for a row of totals. */
export interface Row {
  readonly cells: readonly Child[]
  readonly anchor?: string
  readonly kind?: 'sum' | 'sub'
}

/** Returns a table whose header repeats on every printed page. A missing cell is a dash. Where it is wider than its page it scrolls, by the keyboard too, under the name `label`. */
export function table(label: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const styles = columns.map(({ kind }) => (kind === 'number' ? 'number' : kind === 'fill' ? 'fill' : null))
  return element(
    'div',
    { class: 'table', role: 'group', 'aria-label': label, tabindex: 0 },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columns.map(({ header }, index) => element('th', { scope: 'col', class: styles[index] ?? null }, header)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((row) => rowMarkup(row, styles)),
      ),
    ),
  )
}

function rowMarkup({ cells, anchor, kind }: Row, styles: readonly (string | null)[]): Markup {
  const attributes = { id: anchor ?? null, class: kind ?? null }
  return element(
    'tr',
    attributes,
    cells.map((cell, index) => element('td', { class: styles[index] ?? null }, cell ?? '–')),
  )
}

/** Returns `rows` up to `limit`, and a sentence that says how many more there are and where, or null when all are shown. */
export function capped<Item>(
  rows: readonly Item[],
  limit: number,
  noun: string,
  where: string,
): { shown: readonly Item[]; more: string | null } {
  const rest = rows.length - limit
  if (rest <= 0) return { shown: rows, more: null }
  return {
    shown: rows.slice(0, limit),
    more: `… and ${rest} more ${noun}${rest === 1 ? '' : 's'}; all are in ${where}.`,
  }
}

/** Returns a paragraph of small print; null stays null. */
export function smallPrint(text: Child): Child {
  return text === null ? null : element('p', { class: 'small' }, text)
}
