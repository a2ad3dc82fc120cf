import type { RowSink } from '#engine/ports.ts'
import type { RejectReason } from '#shared/canonical.ts'
import { isEmptyCell, parseNumber, type DecimalMark } from './read-number.ts'
import { parseTimeMicros, type TimeRule } from './read-time.ts'

/** A cell that cannot be read as what its column is: the record it stands in is rejected. */
export class CellError extends Error {
  readonly reason: RejectReason
  readonly column: string
  readonly raw: string

  constructor(reason: RejectReason, message: string, column: string, raw: string) {
    super(message)
    this.name = 'CellError'
    this.reason = reason
    this.column = column
    this.raw = raw
  }
}

/** One source record, read by column. Null where the column is absent or the cell empty; throws {@link CellError}. */
export interface Cells {
  text(column: string): string | null
  number(column: string): number | null
  /** UTC microseconds. */
  time(column: string): number | null
}

/** How the cells are written. */
export interface CellRule extends TimeRule {
  readonly decimal: DecimalMark
}

/** Freqtrade and most JSON: a decimal point; times without an offset are UTC; no slashed dates. */
export const UTC_POINT: CellRule = { decimal: '.', zone: 'UTC', dateOrder: null }

/** Reads cells through `get`, which returns what stands in a column: text, a number, a boolean, or nothing. */
export function cellsOf(get: (column: string) => unknown, rule: CellRule): Cells {
  const raw = (column: string): string | null => {
    const value = get(column)
    if (value === null || value === undefined) return null
    const text = typeof value === 'string' ? value.trim() : JSON.stringify(value)
    return isEmptyCell(text) ? null : text
  }
  return {
    text: raw,
    number(column) {
      const value = get(column)
      if (typeof value === 'number' && Number.isFinite(value)) return value
      const text = raw(column)
      if (text === null) return null
      const number = parseNumber(text, rule.decimal)
      if (number === null)
        throw new CellError('bad-number', `"${text}" in column "${column}" is not a number.`, column, text)
      return number
    },
    time(column) {
      const text = raw(column)
      if (text === null) return null
      const micros = parseTimeMicros(text, rule)
      if (micros === null)
        throw new CellError('bad-time', `"${text}" in column "${column}" is not a time.`, column, text)
      return micros
    },
  }
}

/** Reads one record, and rejects it when a cell cannot be read. Returns whether it was read. */
export function readRecord(sink: RowSink, record: number, read: () => void): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (!(error instanceof CellError)) throw error
    sink.reject(record, error.reason, error.message, { column: error.column, raw: error.raw })
    return false
  }
}
