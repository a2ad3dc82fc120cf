/** A value of a CSV cell; null is an empty cell. */
export type CsvValue = string | number | boolean | null

/** Columns of a CSV file: each header and what a row puts under it. */
export type CsvColumns<Row> = readonly (readonly [header: string, value: (row: Row) => CsvValue])[]

/** A CSV layout: its header line and the line of a row, both ended by a line feed, for writing row by row. */
export interface CsvLayout<Row> {
  readonly header: string
  line(row: Row): string
}

/** Where a spreadsheet may see a formula begin: at the start of any line of a cell, also behind spaces and in full width. */
const FORMULA_START = /(^|[\r\n])(?=[^\S\r\n]*[\u200B-\u200D\u2060\uFEFF]*[^\S\r\n]*[=+\-@\t＝＋－＠−])/g

/** Returns text that no spreadsheet runs: what could begin a formula, and a cell that begins with a return, gets a leading apostrophe. Guarding twice changes nothing. */
export function guardFormula(text: string): string {
  return text.replace(FORMULA_START, "$1'").replace(/^(?=\r)/, "'")
}

/** Returns one cell: numbers in full precision (the shortest text that reads back as the same number), text guarded and quoted where it must be (RFC 4180). */
export function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = guardFormula(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Returns how rows print under these columns. */
export function csvLayout<Row>(columns: CsvColumns<Row>): CsvLayout<Row> {
  return {
    header: `${columns.map(([header]) => csvCell(header)).join(',')}\n`,
    line: (row) => `${columns.map(([, value]) => csvCell(value(row))).join(',')}\n`,
  }
}

/** Returns a whole file: header and rows, UTF-8 without a mark, each line ended by a line feed. */
export function csvText<Row>(layout: CsvLayout<Row>, rows: Iterable<Row>): string {
  let text = layout.header
  for (const row of rows) text += layout.line(row)
  return text
}
