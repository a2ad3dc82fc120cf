import { writeFile } from 'node:fs/promises'
import { CANONICAL, type CanonicalColumn, type Reject, type Role, type Shape } from '#shared/canonical.ts'
import { AppError, invariant } from '#shared/errors.ts'
import type { Format } from '#engine/ports.ts'
import { quoteText } from '../sql-text.ts'
import type { Store } from '../store.ts'
import {
  brokenRows,
  classify,
  insertClassified,
  loadAccepted,
  refusals,
  refuseRepeatedIds,
  type Accepted,
  type RefusedRow,
} from './load-relation.ts'
import { delimitedRelation, keyColumn, type DelimitedSource } from './delimited-relation.ts'
import { locateRecords, type LocatedRecord } from './locate-lines.ts'
import { refuseOpenQuote } from './open-quote.ts'
import { parquetRelation, type ParquetColumn } from './parquet-relation.ts'
import type { LoadRequest, LoadResult } from './load-request.ts'
import type { LoadPlan } from './plan.ts'
import type { Relation } from './relation.ts'
import { loadService } from './service-load.ts'
import { insertBooks } from './staged-books.ts'
import { Staging, stagedRelation, type RefusedRecord } from './staging.ts'
import { findSuspects, suspectsFile } from './suspects.ts'
import { shapeOfRole } from './target.ts'

/**
 * Loads one file inside the running transaction: its good rows at once, then, when there are any to refuse, their line,
 * column and reason. Throws NeedsCare for a defect that only a careful load, which goes in file order, can name.
 */
export async function loadFile(store: Store, request: LoadRequest): Promise<LoadResult> {
  const { plan } = request
  if (plan.kind === 'format') return await loadFormat(store, request, plan.format)
  if (plan.kind === 'service') return await loadService(store, request, plan.format)
  return plan.kind === 'delimited' ? await loadDelimited(store, request, plan) : await loadParquet(store, request, plan)
}

type Plan<K extends LoadPlan['kind']> = Extract<LoadPlan, { readonly kind: K }>

async function loadDelimited(store: Store, request: LoadRequest, plan: Plan<'delimited'>): Promise<LoadResult> {
  const { sample, values, careful } = request
  const { task } = request.options
  const { shape, source } = plan
  const whole = refuseOpenQuote(sample.path, source.realPath, source)
  if (careful) {
    await whole
    const relation = delimitedRelation(shape, source, 'forgiving')
    const { read, refused } = await classify(store, relation, values, task)
    await insertClassified(store, shape, values, new Set(), task)
    const broken = await brokenRows(store, relation)
    return loadResult(read + broken.length, await locate(sample.path, source, [...broken, ...refused]))
  }
  const parallel = delimitedRelation(shape, source, 'parallel')
  const [accepted] = await Promise.all([loadAccepted(store, parallel, values, task), whole])
  const [rejects] = await Promise.all([
    nameRefused(store, request, plan, accepted),
    refuseRepeatedIds(store, shape, values, task),
  ])
  return loadResult(accepted.loaded + accepted.refused, rejects)
}

/** Names the refused rows of a parallel load: by reading again only the records that look like them, else the whole file in order. */
async function nameRefused(
  store: Store,
  { sample, options: { task, privateFolder } }: LoadRequest,
  { shape, source }: Plan<'delimited'>,
  { refused, keys }: Accepted,
): Promise<Reject[]> {
  if (refused === 0) return []
  const column = keyColumn(source)
  const suspects = keys === null || column === null ? null : await findSuspects(source, column, keys)
  if (suspects !== null) {
    const realPath = suspectsFile(privateFolder)
    await writeFile(realPath, suspects.file)
    const rows = await refusals(store, delimitedRelation(shape, { ...source, realPath }, 'ordered'), task)
    if (rows.length === refused) return rows.map((row) => located(row, suspects.records[(row.record ?? 0) - 1]))
  }
  const rows = await refusals(store, delimitedRelation(shape, source, 'ordered'), task)
  invariant(rows.length === refused, 'a file read in order refuses the same rows')
  return await locate(sample.path, source, rows)
}

async function loadParquet(store: Store, request: LoadRequest, plan: Plan<'parquet'>): Promise<LoadResult> {
  const { values, careful } = request
  const { task } = request.options
  const relation = await describeParquet(store, request, plan)
  if (careful) {
    const { read, refused } = await classify(store, relation, values, task)
    await insertClassified(store, relation.shape, values, new Set(), task)
    return loadResult(read, refused.map(parquetReject))
  }
  const { loaded, refused } = await loadAccepted(store, relation, values, task)
  await refuseRepeatedIds(store, relation.shape, values, task)
  const rows = refused === 0 ? [] : await refusals(store, relation, task)
  return loadResult(loaded + refused, rows.map(parquetReject))
}

function loadResult(read: number, rejects: readonly Reject[]): LoadResult {
  return { read, rejects, notes: [], timeframeMicros: null }
}

/** Finds the physical line of each refused row. Throws FILE_UNREADABLE, with its line, for a row that no table can be read around. */
async function locate(shown: string, source: DelimitedSource, refused: readonly RefusedRow[]): Promise<Reject[]> {
  if (refused.length === 0) return []
  const records = new Set(refused.flatMap((row) => (row.record === null ? [] : [row.record])))
  const broken = refused.flatMap((row) => (row.broken === null ? [] : [row.broken]))
  const { byRecord, byOffset } = await locateRecords(source.realPath, source, records, broken)
  const rejects = refused.map((row) => {
    const { record, broken: at, defect } = row
    const reject = located(row, at === null ? byRecord.get(record ?? 0) : byOffset.get(at.offset))
    const { line } = reject
    if (defect !== undefined)
      throw new AppError('FILE_UNREADABLE', `Cannot read ${shown}: line ${line} ${defect}.`, { file: shown, line })
    return reject
  })
  return rejects.sort((a, b) => a.line - b.line)
}

function located(
  { column, reason, message }: RefusedRow,
  found: LocatedRecord | undefined,
): Reject & { readonly line: number } {
  invariant(found !== undefined, 'every refused row is found in its file')
  return { line: found.line, place: null, column, raw: found.raw, reason, message }
}

function parquetReject(row: RefusedRow): Reject {
  return {
    line: null,
    place: `row ${row.record ?? 0}`,
    column: row.column,
    raw: row.raw,
    reason: row.reason,
    message: row.message,
  }
}

async function describeParquet(
  store: Store,
  request: LoadRequest,
  plan: { realPath: string; zone: string | null },
): Promise<Relation> {
  const rows = (await store
    .runText(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet(${quoteText(plan.realPath)}))`,
    )
    .catch((cause: unknown) => {
      throw new AppError(
        'FILE_TRUNCATED',
        `Cannot read ${request.sample.path}: it is not a whole Parquet file (its footer cannot be read); copy or export it again.`,
        { file: request.sample.path, cause },
      )
    })) as { name: string; type: string }[]
  return parquetRelation(parquetShape(request.sample.path, request.options.role, rows), plan.realPath, rows, plan.zone)
}

/** Returns the shape whose required columns a Parquet file has; market files are told apart by their columns. */
function parquetShape(path: string, role: Role, described: readonly ParquetColumn[]): Shape {
  const names = new Set(described.map((column) => column.name.trim().toLowerCase()))
  const shapes: readonly Shape[] = role === 'market' ? ['quotes', 'bars'] : [shapeOfRole(role) ?? 'fills']
  const fitting = shapes.find((shape) => missingColumns(shape, names).length === 0)
  if (fitting !== undefined) return fitting
  const missing = missingColumns(shapes[0] ?? 'fills', names)
  throw new AppError(
    'COLUMN_MISSING',
    `Cannot read ${path}: column "${missing[0] ?? ''}" is missing. Name it in a mapping file and give --mapping.`,
    { file: path, ...(missing[0] !== undefined && { column: missing[0] }) },
  )
}

/** Returns the required canonical columns that a set of header names lacks. */
export function missingColumns(shape: Shape, names: ReadonlySet<string>): string[] {
  return (CANONICAL[shape] as readonly CanonicalColumn[])
    .filter((column) => column.required && !names.has(column.name))
    .map((column) => column.name)
}

async function loadFormat(store: Store, request: LoadRequest, format: Format): Promise<LoadResult> {
  const { sample, options, values } = request
  const staging = await Staging.create(store)
  await format.read(sample, options, staging)
  const { shapes, hasBooks } = staging.finish()
  const refused = [...staging.refused]
  for (const shape of shapes) {
    const found = await classify(store, stagedRelation(shape, format.headerOf), values, options.task)
    refused.push(...found.refused.map((row) => ({ ...row, key: row.record ?? 0, ...staging.locate(row.record ?? 0) })))
  }
  const keys = new Set(refused.map((row) => row.key))
  for (const shape of shapes) await insertClassified(store, shape, values, keys, options.task)
  if (hasBooks) await insertBooks(store, values.sourceId, keys)
  return {
    read: staging.read,
    rejects: firstPerRecord(refused),
    notes: staging.notes,
    timeframeMicros: staging.timeframe.micros,
  }
}

/** One bad row refuses its whole source record: half a round trip would leave a phantom position. */
function firstPerRecord(refused: readonly RefusedRecord[]): Reject[] {
  const first = new Map<number, Reject>()
  for (const { key, line, place, column, raw, reason, message } of refused)
    if (!first.has(key)) first.set(key, { line, place, column, raw, reason, message })
  return [...first.values()]
}
