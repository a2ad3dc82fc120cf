/** One column of a file: its header and how a row prints in it. Cells hold no comma, quote or line break. */
export type Columns<Row> = readonly (readonly [name: string, print: (row: Row) => string])[]

/** Returns CSV text: header, one line per row, every line ended by a line feed. */
export function printCsv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const header = columns.map(([name]) => name).join(',')
  const lines = rows.map((row) => columns.map(([, print]) => print(row)).join(','))
  return `${[header, ...lines].join('\n')}\n`
}
