import { CANONICAL, type CanonicalColumn, type Shape } from '#shared/canonical.ts'
import { quoteText } from '../sql-text.ts'
import { textToUtc } from './civil-time.ts'
import type { Cell, Relation } from './relation.ts'

/** How a delimited file is written; columns by position, matched to canonical names by the header. */
export interface DelimitedSource {
  readonly realPath: string
  readonly delimiter: string
  readonly quote: string
  readonly decimal: '.' | ','
  readonly columnCount: number
  /** Canonical column -> position from 0, the header's own text and, for times, how they are written. */
  readonly columns: ReadonlyMap<
    string,
    { readonly index: number; readonly header: string; readonly time: TimeWriting | null }
  >
  /** IANA zone of times written without an offset; null refuses them row by row. */
  readonly zone: string | null
}

/** How a time column is written: ISO text, or a count since 1970. */
export type TimeWriting = 'iso' | 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns'

/** Longest line read, bytes; a longer one is a file defect. */
const MAX_LINE_BYTES = 2_000_000

/** Names of the temporary tables a careful read leaves its structural errors in. */
export const REJECT_TABLES = { errors: 'csv_reject', scans: 'csv_reject_scan' } as const

/**
 * How a delimited file is read: on all threads and in no order, or in file order on one thread; both stop at the first row
 * that is structurally broken. A forgiving read goes in file order and collects those in {@link REJECT_TABLES}.
 */
export type Reading = 'parallel' | 'ordered' | 'forgiving'

const READING: Readonly<Record<Reading, readonly string[]>> = {
  parallel: [],
  ordered: ['parallel = false'],
  forgiving: [
    'parallel = false',
    'store_rejects = true',
    `rejects_table = '${REJECT_TABLES.errors}'`,
    `rejects_scan = '${REJECT_TABLES.scans}'`,
  ],
}

/**
 * Returns the relation of a canonical delimited file. Numbers are read typed, times as text (DuckDB's typed reads lose an
 * offset or turn a bad time into NULL without a word).
 */
export function delimitedRelation(shape: Shape, source: DelimitedSource, reading: Reading): Relation {
  const cells = new Map<string, Cell>()
  const types = Array.from({ length: source.columnCount }, () => 'VARCHAR')
  for (const column of CANONICAL[shape] as readonly CanonicalColumn[]) {
    const found = source.columns.get(column.name)
    if (found === undefined) continue
    const name = `c${found.index}`
    if (column.kind === 'number') types[found.index] = 'DOUBLE'
    if (column.kind === 'time' && found.time !== null && found.time !== 'iso')
      types[found.index] = found.time === 'epoch-s' ? 'DOUBLE' : 'BIGINT'
    cells.set(column.name, {
      header: found.header,
      ...(column.kind === 'time' ? timeCell(name, found.time ?? 'iso', source.zone) : plainCell(name)),
    })
  }
  const key = keyColumn(source)
  return {
    shape,
    from: readCsv(source, types, reading),
    record: 'row_number() OVER ()',
    key: key === null ? 'NULL' : `c${key}::VARCHAR`,
    cells,
  }
}

/** Columns that differ from row to row, those first that a row cannot lack. */
const KEYS = ['t_fill', 't', 'order_id', 'fill_id']

/**
 * Returns the position of the column by which a row is found again in its file: one that differs from row to row and that
 * DuckDB gives back as it is written (a number with a fraction may be written in many ways). Null where there is none.
 */
export function keyColumn({ columns }: Pick<DelimitedSource, 'columns'>): number | null {
  for (const name of KEYS) {
    const found = columns.get(name)
    if (found !== undefined && found.time !== 'epoch-s') return found.index
  }
  return null
}

type CellText = Omit<Cell, 'header'>

function plainCell(name: string): CellText {
  return { value: name, raw: name, unreadable: null }
}

function timeCell(name: string, writing: TimeWriting, zone: string | null): CellText {
  if (writing !== 'iso') return { value: epochTime(name, writing), raw: name, unreadable: null }
  const value = textToUtc(name, zone)
  return { value, raw: name, unreadable: `(${name} IS NOT NULL AND (${value}) IS NULL)` }
}

function epochTime(name: string, writing: Exclude<TimeWriting, 'iso'>): string {
  if (writing === 'epoch-s') return `make_timestamp((round(${name} * 1e6))::BIGINT)`
  if (writing === 'epoch-ms') return `make_timestamp(${name} * 1000)`
  return writing === 'epoch-us' ? `make_timestamp(${name})` : `make_timestamp(${name} // 1000)`
}

function readCsv(source: DelimitedSource, types: readonly string[], reading: Reading): string {
  const columns = types.map((type, index) => `'c${index}': '${type}'`).join(', ')
  const options = [
    'auto_detect = false',
    'header = true',
    `delim = ${quoteText(source.delimiter)}`,
    `quote = ${quoteText(source.quote)}`,
    `escape = ${quoteText(source.quote)}`,
    `decimal_separator = ${quoteText(source.decimal)}`,
    "nullstr = ''",
    `max_line_size = ${MAX_LINE_BYTES}`,
    `columns = {${columns}}`,
    ...READING[reading],
  ]
  return `read_csv(${quoteText(source.realPath)}, ${options.join(', ')})`
}
