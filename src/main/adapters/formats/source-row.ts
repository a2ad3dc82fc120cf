import { cellsOf, type CellRule, type Cells } from './cells.ts'
import { ambiguous } from './foreign-format.ts'
import { timeKindOf } from './read-time.ts'

/** One record of a foreign file, read by its own column names. */
export interface SourceRow extends Cells {
  /** Whether the file has the column at all. */
  has(column: string): boolean
}

/**
 * Reads a record whose times may need an answer: a time without an offset, or a slashed date, that neither the format nor
 * the user has settled is AMBIGUOUS (`details.flag` says which flag answers it), for the whole file.
 */
export function sourceRow(
  get: (column: string) => unknown,
  has: (column: string) => boolean,
  rule: CellRule,
  path: string,
): SourceRow {
  const cells = cellsOf(get, rule)
  return {
    has,
    text: (column) => cells.text(column),
    number: (column) => cells.number(column),
    time(column) {
      if (rule.zone === null || rule.dateOrder === null) checkAnswered(cells.text(column), rule, path, column)
      return cells.time(column)
    },
  }
}

/** Throws AMBIGUOUS when a time reads two ways under a rule that leaves zone or date order open. */
export function checkAnswered(text: string | null, rule: CellRule, path: string, column: string): void {
  const kind = text === null ? null : timeKindOf(text)
  if (kind?.startsWith('slashed') === true && rule.dateOrder === null)
    throw ambiguous(
      path,
      column,
      `"${text ?? ''}" in column "${column}" reads as day/month and as month/day; give --date-order dmy or --date-order mdy.`,
      '--date-order',
      text ?? '',
    )
  if (kind?.endsWith('naive') === true && rule.zone === null)
    throw ambiguous(
      path,
      column,
      `"${text ?? ''}" in column "${column}" has no time zone; say which it is in, for example --zone Europe/Paris.`,
      '--zone',
      text ?? '',
      rule.dateOrder,
    )
}
