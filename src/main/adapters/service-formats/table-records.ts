import { CsvError, parse } from 'csv-parse/sync'
import { AppError } from '#shared/errors.ts'
import { headerCells, normaliseHeader } from '../formats/header-cells.ts'
import { isObject, type JsonObject, type JsonValue } from '../formats/json-records.ts'
import { parseTimeMicros, timeKindOf } from '../formats/read-time.ts'
import { isEmptyCell, parseNumber } from '../formats/read-number.ts'
import { RejectedRecord, type ServiceReadOptions } from './service-read.ts'

/** One record of a table, read by column name. Null where the column is absent or empty; throws {@link RejectedRecord} where the cell cannot be read. */
export interface TableRecord {
  readonly place: number | string
  text(column: string): string | null
  number(column: string): number | null
  time(column: string): number | null
  needText(column: string): string
  needNumber(column: string): number
  needTime(column: string): number
}

const DELIMITERS = [',', ';', '\t'] as const

/** Returns the normalised column names of a delimited text's first line, or of the first object of JSON or JSON lines; empty when it is neither. */
export function columnsOf(head: string): string[] {
  const text = head.replace(/^\uFEFF/, '').trimStart()
  if (text.startsWith('{') || text.startsWith('[')) return firstKeys(text)
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  return line.split(delimiterOf(line)).map((cell) => normaliseHeader(cell.replace(/^"|"$/g, '')))
}

/** Returns the records of a CSV, JSON-lines or JSON-array text. Throws FILE_EMPTY, FILE_TRUNCATED, FILE_UNREADABLE, HEADER_INVALID. */
export function tableRecords(text: string, options: ServiceReadOptions): TableRecord[] {
  const clean = text.replace(/^\uFEFF/, '')
  if (clean.trim() === '')
    throw new AppError('FILE_EMPTY', `Cannot read ${options.path}: the file is empty.`, { file: options.path })
  const first = clean.trimStart()[0]
  if (first === '[') return arrayRecords(parseJson(clean, options.path), options)
  return first === '{' ? lineRecords(clean, options) : csvRecords(clean, options)
}

/** Returns a JSON text as a value. Throws FILE_UNREADABLE. */
export function parseJson(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as JsonValue
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: the text is not JSON or ends early; export it again.`, {
      file: path,
      cause,
    })
  }
}

/** Returns one record read through `get`. */
export function recordOf(
  place: number | string,
  get: (column: string) => unknown,
  options: ServiceReadOptions,
): TableRecord {
  const text = (column: string) => {
    const value = get(column)
    if (value === null || value === undefined) return null
    const cell = typeof value === 'string' ? value.trim() : JSON.stringify(value)
    return isEmptyCell(cell) ? null : cell
  }
  const number = (column: string) => {
    const cell = text(column)
    const value = cell === null ? null : parseNumber(cell, '.')
    if (cell !== null && value === null)
      throw new RejectedRecord('bad-number', `"${cell}" in column "${column}" is not a number.`, column, cell)
    return value
  }
  const time = (column: string) => {
    const cell = text(column)
    return cell === null ? null : instantOf(cell, column, options)
  }
  const need =
    <Value>(read: (column: string) => Value | null) =>
    (column: string): Value => {
      const value = read(column)
      if (value === null) throw new RejectedRecord('missing-value', `Column "${column}" is empty.`, column)
      return value
    }
  return { place, text, number, time, needText: need(text), needNumber: need(number), needTime: need(time) }
}

/** Returns the microseconds of a time cell. Throws AMBIGUOUS where it has no zone, or no order of day and month, and none was given. */
export function instantOf(cell: string, column: string, { path, zone, dateOrder }: ServiceReadOptions): number {
  const kind = timeKindOf(cell)
  if (kind?.endsWith('naive') === true && zone === null)
    throw new AppError(
      'AMBIGUOUS',
      `Cannot read ${path}: times in column "${column}" have no zone (for example "${cell}"); give it with --zone, such as --zone UTC.`,
      { file: path, column, details: { flag: '--zone', example: cell } },
    )
  if (kind?.startsWith('slashed') === true && dateOrder === null)
    throw new AppError(
      'AMBIGUOUS',
      `Cannot read ${path}: "${cell}" in column "${column}" can be read as two dates; say which with --date-order dmy or --date-order mdy.`,
      { file: path, column, details: { flag: '--date-order', example: cell } },
    )
  const micros = parseTimeMicros(cell, { zone, dateOrder })
  if (micros === null)
    throw new RejectedRecord('bad-time', `"${cell}" in column "${column}" is not a time.`, column, cell)
  return micros
}

/** Throws COLUMN_MISSING unless a table has all these columns. */
export function requireColumns(columns: readonly string[], wanted: readonly string[], path: string): void {
  const missing = wanted.find((column) => !columns.includes(column))
  if (missing !== undefined)
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${path}: column "${missing}" is missing; it has ${columns.join(', ')}.`,
      { file: path, column: missing },
    )
}

function csvRecords(text: string, options: ServiceReadOptions): TableRecord[] {
  const rows = readCsv(text, options.path)
  const header = headerCells(rows[0]?.cells ?? [], options.path)
  const positions = new Map(header.map(({ name, index }) => [name, index]))
  return rows.slice(1).map(({ line, cells }) => {
    const record = recordOf(line, (column) => cells[positions.get(column) ?? -1], options)
    return cells.length === header.length ? record : raggedRecord(line, cells.length, header.length)
  })
}

/** A row of another length: every read rejects it, since any of its cells may stand in the wrong column. */
function raggedRecord(place: number, found: number, wanted: number): TableRecord {
  const refuse = (): never => {
    throw new RejectedRecord('ragged-row', `The row has ${found} cells, the header ${wanted}.`)
  }
  return { place, text: refuse, number: refuse, time: refuse, needText: refuse, needNumber: refuse, needTime: refuse }
}

function readCsv(text: string, path: string): { line: number; cells: string[] }[] {
  try {
    const parsed = parse(text, {
      delimiter: delimiterOf(text.split(/\r?\n/, 1)[0] ?? ''),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (cause) {
    const code =
      cause instanceof CsvError && cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'FILE_TRUNCATED' : 'FILE_UNREADABLE'
    throw new AppError(
      code,
      `Cannot read ${path}: ${code === 'FILE_TRUNCATED' ? 'a quote is not closed by the end of the file' : 'it is not a table of delimited rows'}; export it again.`,
      { file: path, cause },
    )
  }
}

function lineRecords(text: string, options: ServiceReadOptions): TableRecord[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const value = tryJson(line)
    return [isObject(value) ? objectRecord(i + 1, value, options) : notAnObject(i + 1)]
  })
}

function arrayRecords(value: JsonValue, options: ServiceReadOptions): TableRecord[] {
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : []
  return items.map((item, i) =>
    isObject(item) ? objectRecord(`record ${i + 1}`, item, options) : notAnObject(`record ${i + 1}`),
  )
}

function objectRecord(place: number | string, value: JsonObject, options: ServiceReadOptions): TableRecord {
  const byName = new Map(Object.entries(value).map(([key, cell]) => [normaliseHeader(key), cell]))
  return recordOf(place, (column) => byName.get(column), options)
}

function notAnObject(place: number | string): TableRecord {
  const refuse = (): never => {
    throw new RejectedRecord('ragged-row', 'The record is not a JSON object.')
  }
  return { place, text: refuse, number: refuse, time: refuse, needText: refuse, needNumber: refuse, needTime: refuse }
}

/** The keys of the first object in a JSON text, whose end may be cut off. */
function firstKeys(text: string): string[] {
  const start = text.indexOf('{')
  let depth = 0
  let quoted = false
  for (let i = start; i >= 0 && i < text.length; i++) {
    const character = text[i]
    if (character === '\\' && quoted) i++
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '{') depth++
    else if (!quoted && character === '}' && --depth === 0) {
      const value = tryJson(text.slice(start, i + 1))
      return isObject(value) ? Object.keys(value).map(normaliseHeader) : []
    }
  }
  return []
}

function tryJson(text: string): JsonValue | null {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return null
  }
}

function delimiterOf(line: string): string {
  return DELIMITERS.reduce<string>(
    (best, delimiter) => (line.split(delimiter).length > line.split(best).length ? delimiter : best),
    ',',
  )
}
