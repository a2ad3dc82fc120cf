import { join } from 'node:path'
import type { ParsedParams, SniffedFile } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import type { Role } from '#shared/canonical.ts'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { importFiles, type ImportRequest } from '../import-files.ts'
import type { Answers, FileAccess, Task } from '../ports.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { distinctNames, filesByName, type GrantedFile } from '../session-files.ts'

type ImportMethods = 'import.offered' | 'import.sniff' | 'import.run' | 'import.sample' | 'import.rejects'

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
    'import.sniff': async ({ files }, task) => {
      const granted = withoutLogs(files.map(({ token }) => session.files.find(token)))
      const sniffed: SniffedFile[] = []
      for (const [name, file] of distinctNames(granted)) sniffed.push(await sniffOne(session, name, file, task))
      return { files: pairSides(sniffed) }
    },
    'import.run': ({ files }, task) => session.exclusive(task, () => importGranted(session, files, task)),
    'import.sample': (_params, task) => session.exclusive(task, () => importSample(session, task)),
    'import.rejects': ({ after, limit }, task) =>
      session.exclusive(task, async () => {
        const rows = await store.rows(queries.rejectPage, { after, limit }, task)
        return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
      }),
  }
}

/** A database's own log (-wal, -shm) is read with the database and is no file of its own. */
function withoutLogs(files: readonly GrantedFile[]): GrantedFile[] {
  const names = new Set(files.map((file) => file.name))
  return files.filter(({ name }) => !/-(wal|shm)$/.test(name) || !names.has(name.slice(0, -'-wal'.length)))
}

async function sniffOne(
  session: Session,
  name: string,
  { token, bytes, path }: GrantedFile,
  task: Task,
): Promise<SniffedFile> {
  const files = filesByName(session.tools.files, new Map([[name, { token, name, bytes, path, offeredAs: null }]]))
  try {
    return { token, name, bytes, ...(await session.tools.sniff(await files.open(name), name, task)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { token, name, bytes, ...UNREAD, problem: problemOf(error) }
  }
}

const UNREAD = {
  format: null,
  reason: 'The file cannot be read.',
  role: null,
  shape: null,
  columns: [],
  unused: [],
  preview: [],
  preview_header: [],
  questions: [],
} satisfies Partial<SniffedFile>

/** Returns an error as the import screen shows it beside a file. */
function problemOf({ code, message, hint, place }: AppError): NonNullable<SniffedFile['problem']> {
  return { code, message, line: place.line ?? null, column: place.column ?? null, fix: hint ?? null }
}

/** Two files of fills of which one says its side: the other is the other side. */
function pairSides(files: readonly SniffedFile[]): SniffedFile[] {
  const fills = files.filter((file) => file.shape === 'fills' && file.problem === null)
  const open = fills.filter((file) => file.role === null)
  const said = fills.filter((file) => file.role !== null)
  if (open.length !== 1 || said.length !== 1) return [...files]
  const role = said[0]?.role === 'live' ? 'backtest' : 'live'
  return files.map((file) => (file === open[0] ? { ...file, role } : file))
}

type ImportFile = ParsedParams<'import.run'>['files'][number]

async function importGranted(session: Session, files: readonly ImportFile[], task: Task): Promise<ImportReport> {
  const named = distinctNames(files.map(({ token }) => session.files.find(token)))
  const names = [...named.keys()]
  const requests = files.map((file, index) => requestOf(file, names[index] ?? ''))
  return await load(session, requests, filesByName(session.tools.files, named), task)
}

function requestOf({ role, answers, barMicros, columns }: ImportFile, path: string): ImportRequest {
  const given = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined)) as Answers
  return {
    path,
    role,
    answers: given,
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
