import { CANONICAL, type CanonicalColumn, type Shape } from '#shared/canonical.ts'
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
  return `SELECT *, ${refusal(relation)} AS refused FROM (SELECT ${[...extra, ...columns, ...unreadableFlags(relation)].join(', ')} FROM ${relation.from})`
}

/**
 * Returns the SELECT of {@link classifiedSelect} with two columns more: the row's `record`, and `raw`, the text of the cell
 * that `refused` names (NULL in good rows, whose cells are not turned into text).
 */
export function refusableSelect(relation: Relation): string {
  const cells = [...relation.cells]
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

function refusal(relation: Relation): string {
  const columns = CANONICAL[relation.shape].filter((column) => relation.cells.has(column.name) || column.required)
  const rules = [
    ...columns.flatMap((column) =>
      relation.cells.get(column.name)?.unreadable == null
        ? []
        : [
            when(
              quoteName(`unreadable:${column.name}`),
              column.kind === 'time' ? 'bad-time' : 'bad-number',
              column.name,
            ),
          ],
    ),
    ...columns
      .filter((column) => column.required)
      .map((column) => when(`${quoteName(column.name)} IS NULL`, 'missing-value', column.name)),
    ...columns
      .filter((column) => column.kind === 'number')
      .map((column) => when(`NOT isfinite(${quoteName(column.name)})`, 'bad-number', column.name)),
    ...columns
      .filter((column) => column.kind === 'time')
      .map((column) =>
        when(`NOT (${quoteName(column.name)} BETWEEN ${EARLIEST} AND ${LATEST})`, 'bad-time', column.name),
      ),
    ...columns
      .filter((column) => column.kind === 'side')
      .map((column) => when(`${sideNumber(quoteName(column.name))} IS NULL`, 'unknown-side', column.name)),
    ...shapeRules(relation.shape),
  ]
  return `CASE ${rules.join(' ')} END`
}

function when(condition: string, reason: string, column: string): string {
  return `WHEN ${condition} THEN ${quoteText(`${reason}:${column}`)}`
}

function shapeRules(shape: Shape): string[] {
  const inverse = when(
    `contains(symbol, ':') AND contains(symbol, '/') AND split_part(symbol, '/', 1) = split_part(split_part(symbol, ':', 2), '-', 1)`,
    'inverse-unsupported',
    'symbol',
  )
  if (shape === 'fills')
    return [when('qty < 0', 'negative-quantity', 'qty'), when('qty = 0', 'not-an-order', 'qty'), inverse]
  if (shape === 'orders')
    return [
      when('qty < 0', 'negative-quantity', 'qty'),
      when(`lower(status) NOT IN (${ORDER_STATUS.map(quoteText).join(', ')})`, 'not-an-order', 'status'),
      inverse,
    ]
  if (shape === 'quotes') return [when('bid <= 0', 'bad-number', 'bid'), when('ask <= 0', 'bad-number', 'ask')]
  if (shape === 'positions') return [when("lower(origin) NOT IN ('live', 'backtest')", 'missing-value', 'origin')]
  return []
}

/** Returns SQL for +1 buy, -1 sell, NULL otherwise. */
export function sideNumber(sql: string): string {
  return `CASE lower(${sql}) WHEN 'buy' THEN 1 WHEN 'sell' THEN -1 WHEN 'b' THEN 1 WHEN 's' THEN -1 END`
}
