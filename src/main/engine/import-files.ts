import { invariant } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import { loadFile } from '#adapters/duckdb/load/load-file.ts'
import { NeedsCare } from '#adapters/duckdb/load/load-relation.ts'
import type { LoadResult } from '#adapters/duckdb/load/load-request.ts'
import { suspectsFile } from '#adapters/duckdb/load/suspects.ts'
import { shiftTimes } from '#adapters/duckdb/load/shift-times.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { appendAudit } from './audit-log.ts'
import { placeEquity } from './equity-accounts.ts'
import { importReport } from './import-report.ts'
import type { ImportRequest, PlanFile, PreparedFile } from './import-request.ts'
import type { Clock, FileAccess, OpenedSource, Task } from './ports.ts'
import { auditImport, proposeInstruments, recordSource, refuseEmpty, setBarLength } from './record-import.ts'
import { recallAnswers, rememberAnswers } from './remembered-answers.ts'
import { step } from './step.ts'
import { dropSuperseded, findSuperseded, type Incoming, type SupersededSource } from './superseded-sources.ts'

/** What imports need from outside. */
export interface ImportTools {
  readonly store: Store
  readonly files: FileAccess
  readonly planFile: PlanFile
  readonly clock: Clock
}

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
    const incoming: HashedFile[] = []
    const prepared: PreparedFile[] = []
    const hashing = new AbortController()
    try {
      for (const request of requests) {
        const opened = await tools.files.open(request.path)
        const sha256 = startHash(tools.files, opened, AbortSignal.any([task.signal, hashing.signal]))
        incoming.push({ request, opened, sha256 })
        prepared.push(...(await prepare(tools, { request, opened, sha256 }, folder, prepared, notes, task)))
      }
      const superseded = replaceChanged
        ? await findSuperseded(tools.store, await Promise.all(incoming.map(hashed)))
        : []
      notes.push(...superseded.map(({ path }) => `${path} has changed; what was loaded from it before was replaced.`))
      const paths = [...prepared.map((file) => file.sample.realPath), suspectsFile(folder)]
      const loaded =
        prepared.length + superseded.length === 0
          ? []
          : await tools.store.withFiles(paths, () => loadAll(tools, { prepared, superseded }, folder, task))
      return await importReport(prepared, loaded, notes)
    } finally {
      hashing.abort()
    }
  })
}

/** A file that is asked for and being hashed. */
type HashedFile = Pick<PreparedFile, 'request' | 'opened' | 'sha256'>

/** Hashes a file beside whatever else is done with it. A failure is heard by whoever awaits the hash. */
function startHash(files: FileAccess, opened: OpenedSource, signal: AbortSignal): Promise<string> {
  const sha256 = files.hash(opened, { signal, report: () => undefined })
  sha256.catch(() => undefined)
  return sha256
}

async function hashed({ request: { path, role }, sha256 }: HashedFile): Promise<Incoming> {
  return { path, role, sha256: await sha256 }
}

interface Changes {
  readonly prepared: readonly PreparedFile[]
  readonly superseded: readonly SupersededSource[]
}

async function prepare(
  tools: ImportTools,
  file: HashedFile,
  folder: string,
  before: readonly PreparedFile[],
  notes: string[],
  task: Task,
): Promise<PreparedFile[]> {
  const { request, opened } = file
  const known = await findLoaded(tools.store, file, before)
  if (known !== null) {
    notes.push(`${request.path} was loaded before as ${known}; nothing was added.`)
    return []
  }
  const answers = await recallAnswers(tools.store, opened, request.answers)
  const answered = { ...request, answers }
  const planned = await tools.planFile(opened, answered, folder, task)
  return planned.map((plan) => ({ ...plan, ...file, request: answered }))
}

/** Returns the path under which a file's content was loaded before for the same role, or null. Only a file of the same size waits for its hash. */
async function findLoaded(
  store: Store,
  { request: { role }, opened: { bytes }, sha256 }: HashedFile,
  before: readonly PreparedFile[],
): Promise<string | null> {
  const stored = await store.rows(queries.sourcesBySize, { bytes, role })
  const beside = before.filter((file) => file.opened.bytes === bytes && file.request.role === role)
  for (const { path, sha256: known } of stored) if (known === (await sha256)) return path
  for (const file of beside) if ((await file.sha256) === (await sha256)) return file.opened.path
  return null
}

/** Loads every file at once first; one with a defect that only file order can name makes the whole transaction start again with care for it. */
async function loadAll(
  tools: ImportTools,
  { prepared, superseded }: Changes,
  folder: string,
  task: Task,
): Promise<LoadResult[]> {
  const careful = new Set<PreparedFile>()
  for (;;) {
    let current: PreparedFile | undefined
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
  file: PreparedFile,
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
  if (request.role === 'equity')
    await placeEquity(tools.store, { sourceId, path: sample.path, answers: request.answers })
  await recordSource(tools, file, sourceId, result)
  await rememberAnswers(tools.store, file.opened, request.answers, request.columns)
  return result
}
