import { join } from 'node:path'
import type { ParsedParams } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import type { Role } from '#shared/canonical.ts'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { dropSource } from '#adapters/duckdb/load/drop-source.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { appendAudit } from '../audit-log.ts'
import { importFiles } from '../import-files.ts'
import type { ImportRequest } from '../import-request.ts'
import type { Answers, FileAccess, Task } from '../ports.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { distinctNames, filesByName, type GrantedFile } from '../session-files.ts'
import { lookAt } from '../look-at-files.ts'

type ImportMethods =
  'import.offered' | 'import.sniff' | 'import.run' | 'import.sample' | 'import.remove' | 'import.rejects'

/** Files of the sample project that are loaded, and as what. */
const SAMPLE_ROLES: Readonly<Record<string, Role>> = {
  'live.csv': 'live',
  'backtest.csv': 'backtest',
  'quotes.csv': 'market',
  'orders.csv': 'orders',
  'cash.csv': 'cash',
  'equity.csv': 'equity',
  'uptime.csv': 'uptime',
  'incidents.csv': 'incidents',
  'deployment.csv': 'deployment',
  'risk.csv': 'risk',
  'health.csv': 'health',
}

/** Looking at files, loading them, and what was refused. */
export function importMethods(session: Session): Methods<ImportMethods> {
  const { store } = session.tools
  return {
    'import.offered': () => Promise.resolve({ files: session.files.offered() }),
    'import.sniff': ({ files }, task) => lookAt(session, files, task),
    'import.run': ({ files }, task) => session.exclusive(task, () => importGranted(session, files, task)),
    'import.sample': (_params, task) => session.exclusive(task, () => importSample(session, task)),
    'import.remove': ({ source_id: id }, task) => session.exclusive(task, () => removeSource(session, id)),
    'import.rejects': ({ after, limit }, task) =>
      session.exclusive(task, async () => {
        const rows = await store.rows(queries.rejectPage, { after, limit }, task)
        return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
      }),
  }
}

type ImportFile = ParsedParams<'import.run'>['files'][number]

async function importGranted(session: Session, files: readonly ImportFile[], task: Task): Promise<ImportReport> {
  const named = distinctNames(files.map(({ token }) => session.files.find(token)))
  const names = [...named.keys()]
  const requests = files.map((file, index) => requestOf(file, names[index] ?? ''))
  try {
    return await load(session, requests, filesByName(session.tools.files, named), task)
  } catch (error) {
    const at = error instanceof AppError ? names.findIndex((name) => isOf(name, error.place.file)) : -1
    const file = files[at]
    throw error instanceof AppError && file !== undefined ? withQuestion(session, error, file) : error
  }
}

/** A member of an archive is named `archive.zip/member`. */
function isOf(name: string, file: string | undefined): boolean {
  return file === name || file?.startsWith(`${name}/`) === true
}

/** Adds to an error that waits for an answer the question to ask and the token of the file it is about. */
function withQuestion({ tools }: Session, error: AppError, file: ImportFile): AppError {
  const question = tools.questionOf(error, givenAnswers(file))
  if (question === null) return error
  const { code, message, place, hint, details, cause } = error
  return new AppError(code, message, {
    ...place,
    ...(hint !== undefined && { hint }),
    details: { ...details, token: file.token, question },
    cause,
  })
}

function givenAnswers({ answers }: Pick<ImportFile, 'answers'>): Answers {
  const given = Object.entries(answers).filter(([name, answer]) => answer !== undefined && name !== 'barMicros')
  return Object.fromEntries(given)
}

function requestOf(file: ImportFile, path: string): ImportRequest {
  const { role, columns } = file
  const barMicros = file.answers.barMicros ?? file.barMicros
  return {
    path,
    role,
    answers: givenAnswers(file),
    ...(barMicros !== undefined && { barMicros }),
    ...(columns !== undefined && { columns }),
  }
}

async function load(
  session: Session,
  requests: readonly ImportRequest[],
  files: FileAccess,
  task: Task,
): Promise<ImportReport> {
  // Opening the picked files reopens the database, which drops every temporary table.
  session.forgetTables()
  return await importFiles({ ...session.tools, files }, requests, task)
}

async function importSample(session: Session, task: Task): Promise<ImportReport> {
  const { files, writeText } = session.tools
  return await files.withPrivateFolder(async (folder) => {
    const granted = new Map<string, GrantedFile>()
    for (const { name, text } of generateSample(SAMPLE_SEED)) {
      if (SAMPLE_ROLES[name] === undefined) continue
      const path = join(folder, name)
      await writeText(path, text)
      granted.set(name, { token: name, name, bytes: text.length, path, offeredAs: null })
    }
    const requests = Object.entries(SAMPLE_ROLES).map(([path, role]) => ({ path, role, answers: {} }))
    return await load(session, requests, filesByName(files, granted), task)
  })
}

/** Removes a loaded file; the latest review stays and is stale. Throws FILE_MISSING for one that is not there. */
async function removeSource(session: Session, sourceId: number): Promise<{ path: string }> {
  const { store, clock } = session.tools
  session.forgetTables()
  return await store.transaction(async () => {
    const source = (await store.rows(queries.sources, {})).find(({ source_id: id }) => id === sourceId)
    if (source === undefined)
      throw new AppError('FILE_MISSING', 'The file is not in the project any more; nothing was removed.')
    const { path, role, sha256 } = source
    await dropSource(store, sourceId)
    await appendAudit(store, clock, 'import', { path, role, sha256, removed: true })
    return { path }
  })
}
