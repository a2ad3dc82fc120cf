import { CellError } from './cells.ts'

/** Reads a number of a dump's cell, the plain kind. Throws CellError; an empty cell is null. */
export function numberCell(cells: readonly string[], index: number, name: string): number | null {
  const text = cells[index]?.trim() ?? ''
  if (text === '') return null
  const number = Number(text)
  if (!Number.isFinite(number))
    throw new CellError('bad-number', `"${text}" in column ${index + 1} (${name}) is not a number.`, name, text)
  return number
}

/** Throws CellError unless a line has as many cells as its kind. */
export function checkCells(cells: readonly string[], count: number): void {
  if (cells.length === count) return
  throw new CellError(
    'ragged-row',
    `The row has ${cells.length} cells, not ${count}.`,
    '',
    cells.join(',').slice(0, 200),
  )
}
