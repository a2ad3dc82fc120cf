import { CANONICAL, type CanonicalColumn, type RejectReason, type Shape } from '#shared/canonical.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import type { Relation } from './relation.ts'

const EARLIEST = "TIMESTAMP '1990-01-01'"
const LATEST = "TIMESTAMP '2100-01-01'"
const SQL_TYPE = { text: 'VARCHAR', number: 'DOUBLE', time: 'TIMESTAMP', side: 'VARCHAR', boolean: 'BOOLEAN' } as const
const ORDER_STATUS = ['filled', 'partial', 'cancelled', 'expired', 'rejected']

/**
 * Returns a SELECT over a relation with every canonical column of its shape in its canonical type (absent ones NULL), plus
 * `refused`: NULL, or `reason:column` of the first rule the row breaks. Rules, in order: unreadable cells, missing required
 * values, numbers that are not finite, times outside 1990-2100, unknown side, negative quantity, shape rules.
 */
export function classifiedSelect(relation: Relation, extra: readonly string[] = []): string {
  const columns = CANONICAL[relation.shape].map(
    (column) => `${typedCell(relation, column)} AS ${quoteName(column.name)}`,
  )
  return `SELECT *, CASE ${rulesOf(relation).map(whenBroken).join(' ')} END AS refused FROM (SELECT ${[...extra, ...columns, ...unreadableFlags(relation)].join(', ')} FROM ${relation.from})`
}

/**
 * Returns the SELECT of {@link classifiedSelect} with two columns more: the row's `record`, and `raw`, the text of the cell
 * that `refused` names (NULL in good rows, whose cells are not turned into text).
 */
export function refusableSelect(relation: Relation): string {
  const refusable = new Set(rulesOf(relation).map(({ column }) => column))
  const cells = [...relation.cells].filter(([name]) => refusable.has(name))
  const classified = classifiedSelect(relation, [
    `${relation.record} AS record`,
    ...cells.map(([name, cell]) => `${cell.raw} AS ${quoteName(`raw:${name}`)}`),
  ])
  const left = cells.flatMap(([name, cell]) => [
    `raw:${name}`,
    ...(cell.unreadable === null ? [] : [`unreadable:${name}`]),
  ])
  const raw = cells.map(([name]) => `WHEN ${quoteText(name)} THEN ${quoteName(`raw:${name}`)}::VARCHAR`)
  return `SELECT * EXCLUDE (${left.map(quoteName).join(', ')}), CASE split_part(refused, ':', 2) ${raw.join(' ')} END AS raw FROM (${classified})`
}

function typedCell(relation: Relation, column: CanonicalColumn): string {
  return relation.cells.get(column.name)?.value ?? `NULL::${SQL_TYPE[column.kind]}`
}

function unreadableFlags(relation: Relation): string[] {
  return [...relation.cells].flatMap(([name, cell]) =>
    cell.unreadable === null ? [] : [`${cell.unreadable} AS ${quoteName(`unreadable:${name}`)}`],
  )
}

/** A reason to refuse a row: the condition, as SQL over the typed columns, and the column it blames. */
interface Rule {
  readonly condition: string
  readonly reason: RejectReason
  readonly column: string
}

function whenBroken({ condition, reason, column }: Rule): string {
  return `WHEN ${condition} THEN ${quoteText(`${reason}:${column}`)}`
}

function rulesOf(relation: Relation): Rule[] {
  const columns = CANONICAL[relation.shape].filter((column) => relation.cells.has(column.name) || column.required)
  const ofKind = (kind: CanonicalColumn['kind']) => columns.filter((column) => column.kind === kind)
  const rules = (
    found: readonly CanonicalColumn[],
    reason: RejectReason | ((column: CanonicalColumn) => RejectReason),
    condition: (name: string) => string,
  ): Rule[] =>
    found.map((column) => ({
      condition: condition(column.name),
      reason: typeof reason === 'string' ? reason : reason(column),
      column: column.name,
    }))
  return [
    ...rules(
      columns.filter(({ name }) => relation.cells.get(name)?.unreadable != null),
      ({ kind }) => (kind === 'time' ? 'bad-time' : 'bad-number'),
      (name) => quoteName(`unreadable:${name}`),
    ),
    ...rules(
      columns.filter(({ required }) => required),
      'missing-value',
      (name) => `${quoteName(name)} IS NULL`,
    ),
    ...rules(ofKind('number'), 'bad-number', (name) => `NOT isfinite(${quoteName(name)})`),
    ...rules(ofKind('time'), 'bad-time', (name) => `NOT (${quoteName(name)} BETWEEN ${EARLIEST} AND ${LATEST})`),
    ...rules(ofKind('side'), 'unknown-side', (name) => `${sideNumber(quoteName(name))} IS NULL`),
    ...shapeRules(relation.shape),
  ]
}

function shapeRules(shape: Shape): Rule[] {
  const rule = (reason: RejectReason, column: string, condition: string): Rule => ({ condition, reason, column })
  const inverse = rule(
    'inverse-unsupported',
    'symbol',
    `contains(symbol, ':') AND contains(symbol, '/') AND split_part(symbol, '/', 1) = split_part(split_part(symbol, ':', 2), '-', 1)`,
  )
  const negative = rule('negative-quantity', 'qty', 'qty < 0')
  const known = ORDER_STATUS.map(quoteText).join(', ')
  if (shape === 'fills') return [negative, rule('not-an-order', 'qty', 'qty = 0'), inverse]
  if (shape === 'orders') return [negative, rule('not-an-order', 'status', `lower(status) NOT IN (${known})`), inverse]
  if (shape === 'quotes') return [rule('bad-number', 'bid', 'bid <= 0'), rule('bad-number', 'ask', 'ask <= 0')]
  if (shape === 'positions') return [rule('missing-value', 'origin', "lower(origin) NOT IN ('live', 'backtest')")]
  return []
}

/** Returns SQL for +1 buy, -1 sell, NULL otherwise. */
export function sideNumber(sql: string): string {
  return `CASE lower(${sql}) WHEN 'buy' THEN 1 WHEN 'sell' THEN -1 WHEN 'b' THEN 1 WHEN 's' THEN -1 END`
}
