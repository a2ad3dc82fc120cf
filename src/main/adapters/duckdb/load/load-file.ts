import { CANONICAL, type CanonicalColumn, type Reject, type Role, type Shape } from '#shared/canonical.ts'
import { AppError, invariant } from '#shared/errors.ts'
import type { Format } from '#engine/ports.ts'
import { quoteText } from '../sql-text.ts'
import type { Store } from '../store.ts'
import { brokenRows, classify, insertClassified, loadAccepted, refusals, type RefusedRow } from './load-relation.ts'
import { delimitedRelation, type DelimitedSource } from './delimited-relation.ts'
import { locateRecords } from './locate-lines.ts'
import { refuseOpenQuote } from './open-quote.ts'
import { parquetRelation, type ParquetColumn } from './parquet-relation.ts'
import type { LoadRequest, LoadResult } from './load-request.ts'
import type { LoadPlan } from './plan.ts'
import type { Relation } from './relation.ts'
import { loadService } from './service-load.ts'
import { Staging, stagedRelation, type RefusedRecord } from './staging.ts'
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

async function loadDelimited(
  store: Store,
  { sample, values, options: { task }, careful }: LoadRequest,
  { shape, source }: Plan<'delimited'>,
): Promise<LoadResult> {
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
  const [{ loaded, refused }] = await Promise.all([loadAccepted(store, parallel, values, task), whole])
  if (refused === 0) return loadResult(loaded, [])
  const rows = await refusals(store, delimitedRelation(shape, source, 'ordered'), task)
  invariant(rows.length === refused, 'a file read in order refuses the same rows')
  return loadResult(loaded + refused, await locate(sample.path, source, rows))
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
  const rejects = refused.map(({ record, broken: at, column, reason, message, defect }) => {
    const found = at === null ? byRecord.get(record ?? 0) : byOffset.get(at.offset)
    invariant(found !== undefined, 'every refused row is found in its file')
    const { line } = found
    if (defect !== undefined)
      throw new AppError('FILE_UNREADABLE', `Cannot read ${shown}: line ${line} ${defect}.`, { file: shown, line })
    return { line, place: null, column, raw: found.raw, reason, message }
  })
  return rejects.sort((a, b) => a.line - b.line)
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
  const shapes = staging.finish()
  const refused = [...staging.refused]
  for (const shape of shapes) {
    const found = await classify(store, stagedRelation(shape, format.headerOf), values, options.task)
    refused.push(...found.refused.map((row) => ({ ...row, key: row.record ?? 0, ...staging.locate(row.record ?? 0) })))
  }
  const keys = new Set(refused.map((row) => row.key))
  for (const shape of shapes) await insertClassified(store, shape, values, keys, options.task)
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
