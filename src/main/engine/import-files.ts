import { parseInstrument } from '#domain/parity/instrument.ts'
import type { Reject, Role } from '#shared/canonical.ts'
import { AppError, invariant } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import { loadFile } from '#adapters/duckdb/load/load-file.ts'
import { NeedsCare } from '#adapters/duckdb/load/load-relation.ts'
import type { LoadResult } from '#adapters/duckdb/load/load-request.ts'
import { formatName, type LoadPlan } from '#adapters/duckdb/load/plan.ts'
import { shiftTimes } from '#adapters/duckdb/load/shift-times.ts'
import type { SourceNote } from '#adapters/duckdb/load/staging.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { appendAudit } from './audit-log.ts'
import type { Answers, Clock, FileAccess, OpenedSource, Task } from './ports.ts'
import { step } from './step.ts'
import { dropSuperseded, findSuperseded, type Incoming, type SupersededSource } from './superseded-sources.ts'
import { recallAnswers, rememberAnswers } from './remembered-answers.ts'

/** One file to load and what it is to the project. */
export interface ImportRequest {
  readonly path: string
  readonly role: Role
  readonly answers: Answers
  /** Which side context files (cash, equity, orders) speak for; `live` unless said. */
  readonly origin?: 'live' | 'backtest'
  /** Bar length of a bars file, microseconds; detected from the rows when absent. */
  readonly barMicros?: number
  /** Path of a mapping file. */
  readonly mapping?: string
  /** Canonical column -> header text, where the user chose another column than the one of that name. */
  readonly columns?: Readonly<Record<string, string>>
}

/** One plain file to load, with the settings a mapping gave it. `stamp` says what a bar's time is. */
export interface PlannedFile {
  readonly sample: OpenedSource
  readonly plan: LoadPlan
  readonly timeOffsetMicros: number
  readonly stamp: 'event' | 'bar-open' | 'bar-close'
  /** Bar length a mapping file gives, microseconds. */
  readonly barMicros?: number
}

/** Decides how an opened file is read, unpacking it first; throws FORMAT_UNKNOWN, COLUMN_MISSING or AMBIGUOUS with what to do. */
export type PlanFile = (
  file: OpenedSource,
  request: ImportRequest,
  privateFolder: string,
  task: Task,
) => Promise<PlannedFile[]>

/** What imports need from outside. */
export interface ImportTools {
  readonly store: Store
  readonly files: FileAccess
  readonly planFile: PlanFile
  readonly clock: Clock
}

interface Prepared extends PlannedFile {
  readonly request: ImportRequest
  readonly opened: OpenedSource
  readonly sha256: string
}

const SHOWN_REJECTS = 100
/** Refused rows recorded by one statement. */
const REJECTS_AT_ONCE = 10_000

/** How an import treats what the project holds. */
interface ImportOptions {
  /** A file whose content changed since it was loaded replaces its former rows, as for a folder that is watched. */
  readonly replaceChanged?: boolean
}

/**
 * Loads files as one transaction: all of them, or, when any has a defect, none. A row defect refuses its row only. The same
 * content with the same role again is a no-op, said in `notes`.
 */
export async function importFiles(
  tools: ImportTools,
  requests: readonly ImportRequest[],
  task: Task,
  { replaceChanged = false }: ImportOptions = {},
): Promise<ImportReport> {
  return await tools.files.withPrivateFolder(async (folder) => {
    const notes: string[] = []
    const incoming: Incoming[] = []
    const prepared: Prepared[] = []
    for (const request of requests) {
      const opened = await tools.files.open(request.path)
      const sha256 = await tools.files.hash(opened, task)
      incoming.push({ path: request.path, role: request.role, sha256 })
      prepared.push(...(await prepare(tools, request, { opened, sha256 }, folder, prepared, notes, task)))
    }
    const superseded = replaceChanged ? await findSuperseded(tools.store, incoming) : []
    notes.push(...superseded.map(({ path }) => `${path} has changed; what was loaded from it before was replaced.`))
    const paths = prepared.map((file) => file.sample.realPath)
    const loaded =
      paths.length + superseded.length === 0
        ? []
        : await tools.store.withFiles(paths, () => loadAll(tools, { prepared, superseded }, folder, task))
    return report(prepared, loaded, notes)
  })
}

interface Changes {
  readonly prepared: readonly Prepared[]
  readonly superseded: readonly SupersededSource[]
}

async function prepare(
  tools: ImportTools,
  request: ImportRequest,
  { opened, sha256 }: { readonly opened: OpenedSource; readonly sha256: string },
  folder: string,
  before: readonly Prepared[],
  notes: string[],
  task: Task,
): Promise<Prepared[]> {
  const [loaded] = await tools.store.rows(queries.sourceByHash, { sha256, role: request.role })
  const known = loaded ?? before.find((file) => file.sha256 === sha256 && file.request.role === request.role)?.opened
  if (known !== undefined) {
    notes.push(`${request.path} was loaded before as ${known.path}; nothing was added.`)
    return []
  }
  const answers = await recallAnswers(tools.store, opened, request.answers)
  const answered = { ...request, answers }
  const planned = await tools.planFile(opened, answered, folder, task)
  return planned.map((file) => ({ ...file, request: answered, opened, sha256 }))
}

/** Tries the fast strict load first; a file with rows to refuse makes the whole transaction start again with care for that file. */
async function loadAll(
  tools: ImportTools,
  { prepared, superseded }: Changes,
  folder: string,
  task: Task,
): Promise<LoadResult[]> {
  const careful = new Set<Prepared>()
  for (;;) {
    let current: Prepared | undefined
    try {
      return await tools.store.transaction(async () => {
        const results: LoadResult[] = []
        await dropSuperseded(tools.store, superseded)
        for (const file of prepared) {
          current = file
          results.push(await loadOne(tools, file, folder, careful.has(file), task))
        }
        await proposeInstruments(tools.store)
        for (const { path, role, sha256 } of superseded)
          await appendAudit(tools.store, tools.clock, 'import', { path, role, sha256, replaced: true })
        for (const [index, file] of prepared.entries()) await auditImport(tools, file, results[index])
        return results
      })
    } catch (error) {
      if (!(error instanceof NeedsCare) || current === undefined) throw error
      invariant(!careful.has(current), 'a careful load refuses rows, it never asks for more care')
      careful.add(current)
    }
  }
}

async function loadOne(
  tools: ImportTools,
  file: Prepared,
  folder: string,
  careful: boolean,
  task: Task,
): Promise<LoadResult> {
  const { request, sample, plan } = file
  const { id: sourceId } = await tools.store.row(queries.nextSourceId, {})
  const origin = request.role === 'live' || request.role === 'backtest' ? request.role : (request.origin ?? 'live')
  const barMicros = request.barMicros ?? file.barMicros
  const loading = step(task, `Loading ${sample.path}`)
  loading.report({ step: '', done: 0, total: null })
  const result = await loadFile(tools.store, {
    sample,
    plan,
    values: { sourceId, origin, barMicros: barMicros ?? 0 },
    options: { role: request.role, answers: request.answers, task: loading, privateFolder: folder },
    careful,
  })
  refuseEmpty(sample.path, result)
  if (barMicros === undefined) await setBarLength(tools.store, sample.path, sourceId, result.timeframeMicros)
  await shiftTimes(tools.store, sourceId, file)
  await record(tools, file, sourceId, result)
  await rememberAnswers(tools.store, file.opened, request.answers, request.columns)
  return result
}

function refuseEmpty(path: string, result: LoadResult): void {
  if (result.read > result.rejects.length) return
  const [first] = result.rejects
  if (first === undefined)
    throw new AppError(
      'NOTHING_ACCEPTED',
      `Cannot read ${path}: it holds no rows below its header; export it again with rows.`,
      { file: path },
    )
  const where = first.line === null ? (first.place ?? 'the first record') : `line ${first.line}`
  throw new AppError(
    'NOTHING_ACCEPTED',
    `Cannot load ${path}: none of its ${result.read} rows can be used; the first, at ${where}, says: ${first.message}`,
    {
      file: path,
      ...(first.line !== null && { line: first.line }),
      ...(first.place !== null && { record: first.place }),
      ...(first.column !== null && { column: first.column }),
    },
  )
}

/** What the reader declared of a file's bars, else their most common spacing. */
async function setBarLength(store: Store, path: string, sourceId: number, declared: number | null): Promise<void> {
  const { bars, bar_us: detected } = await store.row(queries.detectBarLength, { source_id: sourceId })
  if (bars === 0) return
  const barMicros = declared ?? detected
  if (barMicros === null)
    throw new AppError(
      'AMBIGUOUS',
      `The bar length of ${path} cannot be told from its rows; give --bar-interval, for example --bar-interval 5m.`,
      { file: path, details: { flag: '--bar-interval', example: '' } },
    )
  await store.run(queries.setBarLength, { source_id: sourceId, bar_us: barMicros })
}

async function record(tools: ImportTools, file: Prepared, sourceId: number, result: LoadResult): Promise<void> {
  await tools.store.run(queries.addSource, {
    source_id: sourceId,
    role: file.request.role,
    path: file.sample.path,
    sha256: file.sha256,
    bytes: file.opened.bytes,
    format: formatName(file.plan),
    mapping: file.request.mapping ?? null,
    answers: JSON.stringify(file.request.answers),
    time_offset_us: file.timeOffsetMicros,
    stamp: file.stamp,
    timeframe_us: result.timeframeMicros,
    rows_read: result.read,
    rows_rejected: result.rejects.length,
    notes: JSON.stringify(result.notes),
    imported_us: tools.clock.nowMicros(),
  })
  for (let first = 0; first < result.rejects.length; first += REJECTS_AT_ONCE) {
    const rows = JSON.stringify(result.rejects.slice(first, first + REJECTS_AT_ONCE))
    await tools.store.run(queries.addRejects, { source_id: sourceId, rows })
  }
}

/** Proposes an instrument for every spelling not seen before. */
async function proposeInstruments(store: Store): Promise<void> {
  for (const { symbol } of await store.rows(queries.unknownSymbols, {})) {
    const instrument = parseInstrument(symbol)
    await store.run(queries.addSymbol, {
      symbol,
      instrument: instrument.name,
      base: instrument.base,
      quote: instrument.quote,
      kind: instrument.kind,
    })
  }
}

async function auditImport(
  { store, clock }: ImportTools,
  file: Prepared,
  result: LoadResult | undefined,
): Promise<void> {
  const { role, answers } = file.request
  const { read = 0, rejects = [] } = result ?? {}
  await appendAudit(store, clock, 'import', {
    path: file.sample.path,
    role,
    answers,
    sha256: file.sha256,
    read,
    rejected: rejects.length,
  })
}

function report(prepared: readonly Prepared[], loaded: readonly LoadResult[], notes: readonly string[]): ImportReport {
  const said = prepared.flatMap((file, index) =>
    file.plan.kind === 'service' ? (loaded[index]?.notes ?? []).map((note) => noteText(file.sample.path, note)) : [],
  )
  const rejects = prepared.flatMap((file, index) =>
    (loaded[index]?.rejects ?? []).map((reject) => importReject(file.sample.path, reject)),
  )
  return {
    schema: 'parity.import/1',
    inputs: prepared.map((file, index) => {
      const { read = 0, rejects: refused = [] } = loaded[index] ?? {}
      return {
        path: file.sample.path,
        role: file.request.role,
        format: formatName(file.plan),
        sha256: file.sha256,
        rows: { read, accepted: read - refused.length, rejected: refused.length },
      }
    }),
    rejects: rejects.slice(0, SHOWN_REJECTS),
    notes: [...notes, ...said],
  }
}

function noteText(path: string, { code, field, count }: SourceNote): string {
  return `${path}: ${code} (${field}) in ${count} ${count === 1 ? 'record' : 'records'}.`
}

function importReject(file: string, reject: Reject): ImportReport['rejects'][number] {
  const { line, place, column, reason, message } = reject
  return { file, line, place, column, reason, message }
}
