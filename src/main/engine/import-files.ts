import { invariant } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import { loadFile } from '#adapters/duckdb/load/load-file.ts'
import { NeedsCare } from '#adapters/duckdb/load/load-relation.ts'
import type { LoadResult } from '#adapters/duckdb/load/load-request.ts'
import { suspectsFile } from '#adapters/duckdb/load/suspects.ts'
import { shiftTimes } from '#adapters/duckdb/load/shift-times.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { appendAudit } from './audit-log.ts'
import { placeEquity } from './equity-accounts.ts'
import { importReport } from './import-report.ts'
import type { ImportRequest, PreparedFile } from './import-request.ts'
import type { Clock, Task } from './ports.ts'
import { prepareFile, type HashedFile, type PreparingTools } from './prepare-import.ts'
import { auditImport, proposeInstruments, recordSource, refuseEmpty, setBarLength } from './record-import.ts'
import { rememberAnswers } from './remembered-answers.ts'
import { step } from './step.ts'
import { dropSuperseded, findSuperseded, type Incoming, type SupersededSource } from './superseded-sources.ts'

/** What imports need from outside. */
export interface ImportTools extends PreparingTools {
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
        const preparing = { folder, task, hashing: hashing.signal, before: prepared, notes }
        const { fresh, content } = await prepareFile(tools, request, preparing)
        incoming.push(...content)
        prepared.push(...fresh)
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

async function hashed({ request: { role }, opened: { path }, sha256 }: HashedFile): Promise<Incoming> {
  return { path, role, sha256: await sha256 }
}

interface Changes {
  readonly prepared: readonly PreparedFile[]
  readonly superseded: readonly SupersededSource[]
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
