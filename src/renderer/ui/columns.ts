import type { Cell } from './delimited.ts'
import { WRITE, type NumberKind } from './text.ts'

/** One column of a table: its value in full precision, and how it is written, sorted and explained when missing. */
export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly value: (row: Row) => Cell
  /** Format of a number column; a column without is text. */
  readonly kind?: NumberKind
  /** Text on screen where it is not the value in its kind's format. */
  readonly text?: (row: Row) => string
  /** Why the value is missing. */
  readonly reason?: (row: Row) => string
  /** What the column sorts by where it is not the value, e.g. the size of a gap. */
  readonly order?: (row: Row) => Cell
  /** A name of any length: cut where it would push the numbers out of sight, whole on hover. */
  readonly cut?: true
  /** What the column means, shown on hover of its title. */
  readonly hint?: string
}

/** A column's order when a table opens. */
export interface Order {
  readonly key: string
  readonly descending: boolean
}

/** Returns the text of a cell, or null where the value is missing. */
export function cellText<Row>(column: Column<Row>, row: Row): string | null {
  const value = column.value(row)
  if (value === null) return null
  if (column.text !== undefined) return column.text(row)
  return typeof value === 'number' && column.kind !== undefined ? WRITE[column.kind](value) : String(value)
}

/** Returns header and rows as they are exported: every column, full precision. */
export function exported<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): { header: string[]; rows: Cell[][] } {
  return {
    header: columns.map(({ title }) => title),
    rows: rows.map((row) => columns.map((column) => column.value(row))),
  }
}
