import { parse } from 'csv-parse/sync'
import { headerCells, type HeaderCell } from './header-cells.ts'
import { decimalMarkOf, isEmptyCell, parseNumber, type DecimalMark } from './read-number.ts'
import { dateOrderOf, timeKindOf, type TimeKind } from './read-time.ts'

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** What a file cannot say of itself and a person must: never guessed. `example` is a cell that reads both ways. */
export interface Ambiguity {
  readonly kind: 'zone' | 'date-order' | 'decimal'
  readonly column: string
  readonly example: string
}

/** What the sampled cells of one column are. `time` is set when every cell is a time of one kind. */
export interface ColumnSniff {
  readonly header: HeaderCell
  readonly content: 'empty' | 'number' | 'time' | 'text'
  readonly time: TimeKind | null
}

/** What the head of a delimited file says. `decimal` and `dateOrder` are what its cells prove, null when nothing. */
export interface DelimitedSniff {
  readonly delimiter: Delimiter
  readonly quote: '"' | "'"
  readonly header: readonly HeaderCell[]
  /** False when the first row looks like data: a number or a time stands in it. */
  readonly hasHeader: boolean
  readonly headerOnly: boolean
  readonly columns: readonly ColumnSniff[]
  readonly decimal: DecimalMark | null
  readonly dateOrder: 'dmy' | 'mdy' | null
  readonly ambiguities: readonly Ambiguity[]
  readonly sampledRows: number
}

const SAMPLE_ROWS = 1000

/**
 * Says how a delimited file is written, from the text of its head (cut anywhere). The delimiter is the one that gives
 * most rows as many cells as the header; on a tie the one that gives more. Pure. Throws HEADER_INVALID for a header in
 * which a name stands twice.
 */
export function sniffDelimited(text: string, path = 'the file', complete = false): DelimitedSniff {
  const body = wholeLines(text.replace(/^\uFEFF/, ''), complete)
  const quote = body.startsWith("'") ? "'" : '"'
  const { delimiter, rows } = bestDelimiter(body, quote)
  const [first = [], ...data] = rows
  const hasHeader = !first.some((cell) => looksLikeData(cell))
  const header = hasHeader
    ? headerCells(first, path)
    : first.map((_, index) => ({ text: `#${index + 1}`, name: `#${index + 1}`, index }))
  const sample = (hasHeader ? data : rows).filter((row) => row.length === first.length)
  const columns = header.map((cell) =>
    sniffColumn(
      cell,
      sample.map((row) => row[cell.index] ?? ''),
    ),
  )
  const decimal = sniffDecimal(columns, sample, delimiter)
  const dates = sniffDateOrder(columns, sample)
  return {
    delimiter,
    quote,
    header,
    hasHeader,
    headerOnly: hasHeader && data.length === 0,
    columns,
    decimal: decimal.proved,
    dateOrder: dates.proved,
    ambiguities: [...decimal.ambiguities, ...dates.ambiguities, ...naiveTimes(columns, sample)],
    sampledRows: sample.length,
  }
}

/** Drops the last line of a cut head, unless it is the only one. */
function wholeLines(text: string, complete: boolean): string {
  const end = text.lastIndexOf('\n')
  return complete || end <= 0 ? text : text.slice(0, end + 1)
}

function bestDelimiter(text: string, quote: string): { delimiter: Delimiter; rows: string[][] } {
  const tried = DELIMITERS.map((delimiter) => {
    const rows = parseHead(text, delimiter, quote)
    const cells = rows[0]?.length ?? 1
    const agreeing = cells > 1 ? rows.filter((row) => row.length === cells).length / rows.length : 0
    return { delimiter, rows, agreeing, cells }
  })
  return tried.reduce((best, next) => {
    if (next.agreeing !== best.agreeing) return next.agreeing > best.agreeing ? next : best
    return next.cells > best.cells ? next : best
  })
}

/** Parses the first rows; a quote left open by the cut loses the last record only. */
function parseHead(text: string, delimiter: string, quote: string): string[][] {
  const rows: string[][] = []
  try {
    parse(text, {
      delimiter,
      quote,
      escape: quote,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      to: SAMPLE_ROWS + 1,
      on_record: (record: string[]) => {
        rows.push(record)
        return null
      },
    })
  } catch {
    return rows
  }
  return rows
}

function looksLikeData(cell: string): boolean {
  const text = cell.trim()
  return (
    text !== '' && (timeKindOf(text) !== null || parseNumber(text, '.') !== null || parseNumber(text, ',') !== null)
  )
}

function sniffColumn(header: HeaderCell, cells: readonly string[]): ColumnSniff {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => !isEmptyCell(cell))
  const first = filled[0]
  if (first === undefined) return { header, content: 'empty', time: null }
  const kind = timeKindOf(first)
  if (kind !== null && filled.every((cell) => timeKindOf(cell) === kind)) return { header, content: 'time', time: kind }
  const numeric = filled.every((cell) => parseNumber(cell, '.') !== null || parseNumber(cell, ',') !== null)
  return { header, content: numeric ? 'number' : 'text', time: null }
}

interface Finding<T> {
  readonly proved: T | null
  readonly ambiguities: readonly Ambiguity[]
}

/**
 * 0.5 and 1,234.5 prove a point, 0,5 and 1.234,5 a comma. `1,234` alone reads both ways; so does `1.234` where `;`
 * delimits (elsewhere an unquoted decimal comma could not stand). Proof of both marks is itself an ambiguity.
 */
function sniffDecimal(
  columns: readonly ColumnSniff[],
  rows: readonly string[][],
  delimiter: Delimiter,
): Finding<DecimalMark> {
  const found = new Map<string, Ambiguity>()
  for (const { header } of columns.filter((column) => column.content === 'number')) {
    for (const row of rows) {
      const cell = row[header.index] ?? ''
      const mark = decimalMarkOf(cell)
      if (mark !== null && !found.has(mark)) found.set(mark, { kind: 'decimal', column: header.text, example: cell })
    }
  }
  const dot = found.get('.')
  const comma = found.get(',')
  if (dot !== undefined && comma !== undefined) return { proved: null, ambiguities: [comma] }
  if (dot !== undefined || comma !== undefined) return { proved: dot === undefined ? ',' : '.', ambiguities: [] }
  const eitherComma = found.get('either-comma')
  const eitherDot = found.get('either-dot')
  if (eitherComma !== undefined) return { proved: null, ambiguities: [eitherComma] }
  if (eitherDot === undefined) return { proved: null, ambiguities: [] }
  return delimiter === ';' ? { proved: null, ambiguities: [eitherDot] } : { proved: '.', ambiguities: [] }
}

function sniffDateOrder(columns: readonly ColumnSniff[], rows: readonly string[][]): Finding<'dmy' | 'mdy'> {
  const slashed = columns.filter((column) => column.time?.startsWith('slashed'))
  const found = new Map<'dmy' | 'mdy' | 'either', Ambiguity>()
  for (const { header } of slashed) {
    for (const row of rows) {
      const cell = (row[header.index] ?? '').trim()
      const order = dateOrderOf(cell) ?? 'either'
      if (!isEmptyCell(cell) && !found.has(order))
        found.set(order, { kind: 'date-order', column: header.text, example: cell })
    }
  }
  const dmy = found.get('dmy')
  const mdy = found.get('mdy')
  if (dmy !== undefined && mdy !== undefined) return { proved: null, ambiguities: [dmy] }
  if (dmy !== undefined) return { proved: 'dmy', ambiguities: [] }
  if (mdy !== undefined) return { proved: 'mdy', ambiguities: [] }
  const either = found.get('either')
  return { proved: null, ambiguities: either === undefined ? [] : [either] }
}

function naiveTimes(columns: readonly ColumnSniff[], rows: readonly string[][]): Ambiguity[] {
  return columns
    .filter((column) => column.time === 'iso-naive' || column.time === 'slashed-naive')
    .map(({ header }) => {
      const example = rows.map((row) => row[header.index] ?? '').find((cell) => !isEmptyCell(cell)) ?? ''
      return { kind: 'zone', column: header.text, example }
    })
}
