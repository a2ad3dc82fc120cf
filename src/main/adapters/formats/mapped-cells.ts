import { AppError } from '#shared/errors.ts'
import { CellError, cellsOf, type CellRule, type Cells } from './cells.ts'
import type { Mapping } from './mapping.ts'
import { timeKindOf } from './read-time.ts'

/** Returns what stands in a source column of one record; undefined when the record has no such column. */
export type SourceLookup = (column: string | number) => unknown

/**
 * Reads a record by canonical column: mapped cells, value translations, constants. A record that `keep` leaves out is a
 * `not-an-order`. A time without a zone, or a slashed date without an order, that nobody has answered for is AMBIGUOUS:
 * the whole file waits for the answer.
 */
export function mappedCells(mapping: Mapping, rule: CellRule, path: string, lookup: SourceLookup): Cells {
  for (const [column, kept] of mapping.keep) {
    const value = textOf(lookup(column))
    if (!kept.has(value))
      throw new CellError('not-an-order', `Rows whose "${column}" is "${value}" are not imported.`, column, value)
  }
  const cells = cellsOf((column) => valueOf(mapping, column, lookup), rule)
  const sourceName = (column: string) => String(mapping.columns.get(column) ?? column)
  const translated = <T>(column: string, read: () => T): T => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof CellError)) throw error
      throw new CellError(
        error.reason,
        error.message.replace(`"${column}"`, `"${sourceName(column)}"`),
        sourceName(column),
        error.raw,
      )
    }
  }
  return {
    text: (column) => cells.text(column),
    number: (column) => translated(column, () => cells.number(column)),
    time(column) {
      const text = cells.text(column)
      if (text !== null) checkAnswered(text, rule, path, sourceName(column))
      return translated(column, () => cells.time(column))
    },
  }
}

function valueOf(mapping: Mapping, column: string, lookup: SourceLookup): unknown {
  const source = mapping.columns.get(column)
  if (source === undefined) return mapping.constants.get(column)
  const value = typeof source === 'object' ? joined(source.map((part) => textOf(lookup(part)))) : lookup(source)
  const table = mapping.values.get(column)
  if (table === undefined) return value
  const text = textOf(value)
  return table.get(text) ?? [...table].find(([from]) => from.toLowerCase() === text.toLowerCase())?.[1] ?? value
}

/** A date without its time of day, or the reverse, is no time: empty parts make the whole empty only when all are. */
function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value.trim() : JSON.stringify(value)
}

function checkAnswered(text: string, rule: CellRule, path: string, column: string): void {
  const kind = timeKindOf(text)
  if (kind?.startsWith('slashed') === true && rule.dateOrder === null) {
    throw new AppError(
      'AMBIGUOUS',
      `Cannot read ${path}: "${text}" in column "${column}" reads as day/month and month/day; say which with --date-order.`,
      {
        file: path,
        column,
        hint: '--date-order dmy or --date-order mdy, or date_order in the mapping file.',
        details: { flag: '--date-order', example: text },
      },
    )
  }
  if (kind?.endsWith('naive') === true && rule.zone === null) {
    throw new AppError(
      'AMBIGUOUS',
      `Cannot read ${path}: "${text}" in column "${column}" has no time zone; say which with --zone.`,
      {
        file: path,
        column,
        hint: '--zone UTC or --zone America/New_York, or zone in the mapping file.',
        details: { flag: '--zone', example: text, dateOrder: rule.dateOrder },
      },
    )
  }
}
