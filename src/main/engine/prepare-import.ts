import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { ImportRequest, PlanFile, PlannedFile, PreparedFile } from './import-request.ts'
import type { FileAccess, OpenedSource, Task } from './ports.ts'
import { recallAnswers } from './remembered-answers.ts'

/** What preparing needs from outside. */
export interface PreparingTools {
  readonly store: Store
  readonly files: FileAccess
  readonly planFile: PlanFile
}

/** What the files of one import share while they are prepared. */
export interface Preparing {
  readonly folder: string
  readonly task: Task
  /** Ends the hashing when the import ends. */
  readonly hashing: AbortSignal
  /** Files prepared before this one. */
  readonly before: readonly PreparedFile[]
  readonly notes: string[]
}

/** A file that is asked for and being hashed. */
export type HashedFile = Pick<PreparedFile, 'request' | 'opened' | 'sha256'>

/** What one request comes to. */
export interface Prepared {
  /** What is to be loaded. */
  readonly fresh: readonly PreparedFile[]
  /** The file itself and, where it is an archive, its members, loaded before or not. */
  readonly content: readonly HashedFile[]
}

/** Opens a file, decides how it is read and leaves out what was loaded before, which the notes then say. */
export async function prepareFile(
  tools: PreparingTools,
  request: ImportRequest,
  preparing: Preparing,
): Promise<Prepared> {
  const { folder, task, before } = preparing
  const opened = await tools.files.open(request.path)
  const file = { request, opened, sha256: startHash(tools.files, opened, preparing) }
  if (await isLoaded(tools.store, file, before, preparing)) return { fresh: [], content: [file] }
  const answers = await recallAnswers(tools.store, opened, request.answers)
  const planned = await tools.planFile(opened, { ...request, answers }, folder, task)
  const all = planned.map((plan) => ({
    ...plan,
    ...(ownContent(tools.files, plan, opened, preparing) ?? file),
    request: { ...request, answers },
  }))
  const members = all.filter((one) => one.opened !== opened)
  const fresh = all.filter((one) => one.opened === opened)
  for (const member of members)
    if (!(await isLoaded(tools.store, member, [...before, ...fresh], preparing))) fresh.push(member)
  return { fresh, content: [file, ...members] }
}

/** Hashes a file beside whatever else is done with it. A failure is heard by whoever awaits the hash. */
function startHash(files: FileAccess, opened: OpenedSource, { task, hashing }: Preparing): Promise<string> {
  const sha256 = files.hash(opened, { signal: AbortSignal.any([task.signal, hashing]), report: () => undefined })
  sha256.catch(() => undefined)
  return sha256
}

/** A member of a zip counts by its own content: it may be loaded by itself too, as the screen does. Null for any other file. */
function ownContent(files: FileAccess, { sample }: PlannedFile, opened: OpenedSource, preparing: Preparing) {
  if (opened.container !== 'zip' || sample.realPath === opened.realPath) return null
  return { opened: sample, sha256: startHash(files, sample, preparing) }
}

/** Says, also in the notes, whether a file's content was loaded before for the same role. */
async function isLoaded(
  store: Store,
  file: HashedFile,
  before: readonly PreparedFile[],
  { notes }: Preparing,
): Promise<boolean> {
  const known = await findLoaded(store, file, before)
  if (known !== null) notes.push(`${file.opened.path} was loaded before as ${known}; nothing was added.`)
  return known !== null
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
