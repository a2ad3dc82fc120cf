import { AppError } from '#shared/errors.ts'

/** A cell of the header: its own text, its position from 0, and the name columns are found by. */
export interface HeaderCell {
  readonly text: string
  readonly name: string
  readonly index: number
}

/** Returns a header's name for comparison: trimmed, lowercase, runs of spaces as one `_`. */
export function normaliseHeader(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, '_')
}

/**
 * Returns the header's cells. Throws HEADER_INVALID when two cells have the same name after normalising, since a column
 * could not be told from the other. Cells without a name (a pandas index) may repeat.
 */
export function headerCells(cells: readonly string[], path: string, line = 1): HeaderCell[] {
  const seen = new Set<string>()
  return cells.map((text, index) => {
    const name = normaliseHeader(text)
    if (name !== '' && seen.has(name)) {
      throw new AppError(
        'HEADER_INVALID',
        `Cannot read ${path}: column "${text.trim()}" stands twice in the header at line ${line}; rename one.`,
        {
          file: path,
          line,
          column: text,
        },
      )
    }
    seen.add(name)
    return { text: text.trim(), name, index }
  })
}

/** Finds a column by its exact text, else by its normalised name. */
export function findColumn(cells: readonly HeaderCell[], wanted: string): HeaderCell | null {
  const name = normaliseHeader(wanted)
  return cells.find((cell) => cell.text === wanted.trim()) ?? cells.find((cell) => cell.name === name) ?? null
}
