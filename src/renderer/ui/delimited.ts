import { csvCell, guardFormula } from '#domain/report/csv-text.ts'

export type Cell = string | number | null

/** Returns rows as CSV: numbers in full precision, missing empty, text guarded against spreadsheets that run it. */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('')
}

/** Returns rows as tab-separated text for the clipboard; tabs and line breaks inside cells become spaces. */
export function tsvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) =>
    typeof value === 'string' ? guardFormula(value.replace(/[\t\r\n]+/g, ' ')) : String(value ?? '')
  return [header, ...rows].map((cells) => cells.map(cell).join('\t')).join('\n')
}
