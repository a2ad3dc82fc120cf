import { REJECT_REASONS, type RejectReason, type Shape } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { Task } from '#engine/ports.ts'
import type { Store } from '../store.ts'
import { classifiedSelect, refusableSelect } from './classify.ts'
import { REJECT_TABLES } from './delimited-relation.ts'
import type { BrokenRecord } from './record-walker.ts'
import { rejectMessage } from './reject-message.ts'
import type { Relation } from './relation.ts'
import { insertInto, type InsertValues } from './target.ts'

/** A row the careful load refused: its record number, or where a structurally broken one is. `defect` says why the whole file is refused for it. */
export interface RefusedRow {
  readonly record: number | null
  readonly broken: BrokenRecord | null
  readonly defect?: string
  readonly column: string | null
  readonly raw: string | null
  readonly reason: RejectReason
  readonly message: string
}

/** Signals that a load met a defect that only a load in file order can name; the transaction it ran in is to be rolled back. */
export class NeedsCare extends Error {
  constructor(cause: unknown) {
    super('a load met a defect that only a load in file order can name', { cause })
    this.name = 'NeedsCare'
  }
}

/** What a parallel load did; `keys` has what the refused rows hold in the cell of the relation's key, null where they are too many to look for. */
export interface Accepted {
  readonly loaded: number
  readonly refused: number
  readonly keys: readonly string[] | null
}

/** A sequence made before each load; what it counts is not read. */
const REFUSED_COUNT = 'refused_count'

/**
 * Loads every row that no rule refuses in one parallel statement; {@link refusals} then names the others. Throws
 * {@link NeedsCare} for a structurally broken row.
 */
export async function loadAccepted(
  store: Store,
  relation: Relation,
  values: InsertValues,
  task: Task,
): Promise<Accepted> {
  store.takeCollected()
  await store.runText(`CREATE OR REPLACE TEMP SEQUENCE ${REFUSED_COUNT}`)
  const { sql, parameters } = acceptedInsert(relation, values)
  const [inserted] = await store.runText(sql, parameters, task).catch((error: unknown) => {
    throw isDataError(error) ? new NeedsCare(error) : error
  })
  const { count, texts } = store.takeCollected()
  return { loaded: Number(inserted?.['Count'] ?? 0), refused: count, keys: texts }
}

/** Returns the INSERT of the rows that no rule refuses, which hands the key of each other to `collect`. */
export function acceptedInsert(relation: Relation, values: InsertValues): ReturnType<typeof insertInto> {
  const rows = `(${classifiedSelect(relation, [`${relation.key} AS key`])})`
  // CASE, unlike OR, reaches collect in refused rows only, and it is never true. A sequence has effects, so DuckDB leaves the
  // condition where it stands; pushed down to the file, it would read every time twice.
  const accepted = `WHERE CASE WHEN refused IS NULL THEN true ELSE nextval('${REFUSED_COUNT}') > 0 AND collect(key) END`
  return insertInto(relation.shape, rows, accepted, values)
}

/** Throws {@link NeedsCare} where a side's loaded fills repeat an id: which of two stays depends on their order. */
export async function refuseRepeatedIds(
  store: Store,
  shape: Shape,
  { origin }: InsertValues,
  task: Task,
): Promise<void> {
  if (shape === 'fills' && (await hasDuplicateIds(store, origin, task))) throw new NeedsCare(null)
}

/** Returns the rows of a relation that a rule refuses, by their record in file order. */
export async function refusals(store: Store, relation: Relation, task: Task): Promise<RefusedRow[]> {
  return await refusedRows(store, relation, `(${refusableSelect(relation)})`, task)
}

/**
 * Classifies every row of a relation in file order into the temporary table `classified_<shape>` and returns how many were
 * read and each refused one. {@link insertClassified} then loads the rest.
 */
export async function classify(
  store: Store,
  relation: Relation,
  values: InsertValues,
  task: Task,
): Promise<{ read: number; refused: RefusedRow[] }> {
  const table = classifiedTable(relation.shape)
  await store.runText(`CREATE OR REPLACE TEMP TABLE ${table} AS ${refusableSelect(relation)}`, {}, task)
  if (relation.shape === 'fills') await refuseDuplicateIds(store, table, values.origin)
  const [{ n } = { n: 0 }] = (await store.runText(`SELECT count(*)::DOUBLE AS n FROM ${table}`)) as { n: number }[]
  return { read: n, refused: await refusedRows(store, relation, table) }
}

/** Loads the classified rows that no rule refused and whose record is not in `except`, then drops the temporary table. */
export async function insertClassified(
  store: Store,
  shape: Shape,
  values: InsertValues,
  except: ReadonlySet<number>,
  task: Task,
): Promise<void> {
  const table = classifiedTable(shape)
  const excluded = except.size === 0 ? '' : ` AND record NOT IN (${[...except].join(', ')})`
  const { sql, parameters } = insertInto(shape, table, `WHERE refused IS NULL${excluded}`, values)
  await store.runText(sql, parameters, task)
  await store.runText(`DROP TABLE ${table}`)
}

function classifiedTable(shape: Shape): string {
  return `classified_${shape}`
}

interface BrokenRow {
  readonly offset: number
  readonly error: string
  readonly name: string | null
  readonly text: string
}

/** Errors of a line that leave no table to read around it. */
const DEFECTS: Readonly<Record<string, string>> = {
  'INVALID ENCODING': 'is not UTF-8 text; save the file as UTF-8 and import it again',
  'LINE SIZE OVER MAXIMUM': 'is longer than 2,000,000 bytes; the file is not a table of rows',
}

/** Returns the structurally broken rows of a careful delimited read: ragged, a quote out of place, or a cell that is not of its column's type. */
export async function brokenRows(store: Store, relation: Relation): Promise<RefusedRow[]> {
  // DuckDB counts bytes from 1, and an error of the whole line has no column.
  const rows = (await store.runText(
    `SELECT line_byte_position::DOUBLE - 1 AS offset, arg_min(error_type, coalesce(column_idx, 0))::VARCHAR AS error,
       arg_min(column_name, coalesce(column_idx, 0)) AS name, arg_min(error_message, coalesce(column_idx, 0)) AS text
     FROM ${REJECT_TABLES.errors} GROUP BY line_byte_position ORDER BY 1`,
  )) as unknown as BrokenRow[]
  await store.runText(`DROP TABLE ${REJECT_TABLES.errors}`)
  await store.runText(`DROP TABLE ${REJECT_TABLES.scans}`)
  return rows.map((row) => brokenRow(row, relation))
}

function brokenRow({ offset, error, name, text }: BrokenRow, relation: Relation): RefusedRow {
  const badQuotes = error.includes('QUOTE')
  const column = error === 'CAST' ? canonicalName(relation, name) : null
  const header = headerOf(relation, column ?? '')
  const reason: RejectReason = column === null ? 'ragged-row' : column.startsWith('t') ? 'bad-time' : 'bad-number'
  const raw = /Could not convert string "(.*?)" to '/s.exec(text)?.[1] ?? null
  const message = badQuotes
    ? 'The row has a quote inside a cell; quote the whole cell and double the quotes in it.'
    : rejectMessage(relation.shape, reason, { column: column ?? '', header }, raw)
  const defect = DEFECTS[error]
  return {
    record: null,
    broken: { offset, badQuotes },
    column: column === null ? null : header,
    raw,
    reason,
    message,
    ...(defect !== undefined && { defect }),
  }
}

function headerOf(relation: Relation, column: string): string {
  return relation.cells.get(column)?.header ?? column
}

function canonicalName(relation: Relation, name: string | null): string | null {
  for (const [canonical, cell] of relation.cells) if (cell.raw === name) return canonical
  return null
}

async function refusedRows(store: Store, relation: Relation, rowsOf: string, task?: Task): Promise<RefusedRow[]> {
  const rows = (await store.runText(
    `SELECT record::DOUBLE AS record, refused, raw FROM ${rowsOf} WHERE refused IS NOT NULL ORDER BY record`,
    {},
    task,
  )) as { record: number; refused: string; raw: string | null }[]
  return rows.map((row) => refusedRow(relation, row))
}

function refusedRow(relation: Relation, row: { record: number; refused: string; raw: string | null }): RefusedRow {
  const [code = '', column = ''] = row.refused.split(':')
  const reason = REJECT_REASONS.find((known) => known === code) ?? 'bad-number'
  return {
    record: row.record,
    broken: null,
    column: headerOf(relation, column),
    raw: row.raw,
    reason,
    message: rejectMessage(relation.shape, reason, { column, header: headerOf(relation, column) }, row.raw),
  }
}

const DUPLICATE_KEY = "hash(fill_id, symbol, coalesce(account, ''))"

/** Ids alone are compared first: most files repeat none, and the texts beside them take a third of the time. */
async function hasDuplicateIds(store: Store, origin: string, task: Task): Promise<boolean> {
  for (const key of ['hash(fill_id)', DUPLICATE_KEY]) {
    const sql = `SELECT count(fill_id) <> count(DISTINCT ${key}) AS duplicate FROM fill WHERE origin = $origin::origin AND fill_id IS NOT NULL`
    const [row] = (await store.runText(sql, { origin }, task)) as { duplicate: boolean }[]
    if (row?.duplicate !== true) return false
  }
  return true
}

async function refuseDuplicateIds(store: Store, table: string, origin: string): Promise<void> {
  await store.runText(
    `UPDATE ${table} AS c SET refused = 'duplicate-id:fill_id', raw = fill_id
     WHERE refused IS NULL AND fill_id IS NOT NULL AND (
       ${DUPLICATE_KEY} IN (SELECT ${DUPLICATE_KEY} FROM fill WHERE origin = $origin::origin AND fill_id IS NOT NULL)
       OR record IN (SELECT record FROM ${table} WHERE refused IS NULL AND fill_id IS NOT NULL
         QUALIFY row_number() OVER (PARTITION BY fill_id, symbol, account ORDER BY record) > 1))`,
    { origin },
  )
}

const DATA_ERROR = /^(Conversion|Invalid Input|Constraint|Out of Range) Error/

function isDataError(error: unknown): boolean {
  return error instanceof Error && !(error instanceof AppError) && DATA_ERROR.test(error.message)
}
