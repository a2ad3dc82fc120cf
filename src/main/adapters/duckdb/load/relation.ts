import type { Shape } from '#shared/canonical.ts'

/** One canonical column as SQL over a source: `header` is the column's name there, `value` has the canonical type, `raw` is the cell as the source has it, `unreadable` is true where the cell holds something that is not of the type. */
export interface Cell {
  readonly header: string
  readonly value: string
  readonly raw: string
  readonly unreadable: string | null
}

/**
 * Where rows come from, as SQL: a table function over a file or a staged table. `record` numbers rows from 1 in file order
 * (valid only for a careful read). Canonical columns the source lacks are absent from `cells`. `key` is the text of the cell
 * that a refused row of a parallel read is found again by; NULL where it is not looked for so.
 */
export interface Relation {
  readonly shape: Shape
  readonly from: string
  readonly record: string
  readonly key: string
  readonly cells: ReadonlyMap<string, Cell>
}
