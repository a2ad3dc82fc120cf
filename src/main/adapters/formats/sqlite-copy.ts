import { chmod, copyFile, mkdtemp, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FileSample, Task } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'

const SIDECARS = ['-wal', '-journal'] as const
const COPY_ATTEMPTS = 3

/**
 * Copies a database with its -wal and -journal into a private folder and opens the copy, so that what a running bot has
 * not yet checkpointed is read and the original is never touched (opening it would replay and delete its -wal). A copy
 * during which a file changed is made again. Throws FILE_UNREADABLE when it keeps changing or is damaged.
 */
export async function openDatabaseCopy(file: FileSample, privateFolder: string, task: Task): Promise<DatabaseSync> {
  const copy = join(await mkdtemp(join(privateFolder, 'database-')), 'copy.sqlite')
  for (let attempt = 1; ; attempt++) {
    if (task.signal.aborted) throw new CancelledError('The import')
    task.report({ step: 'Copying the database', done: attempt - 1, total: COPY_ATTEMPTS })
    const before = await fingerprint(file.realPath)
    await copyAll(file.realPath, copy)
    if ((await fingerprint(file.realPath)) === before) break
    if (attempt === COPY_ATTEMPTS) {
      throw new AppError(
        'FILE_UNREADABLE',
        `Cannot read ${file.path}: the database is being written; stop the bot or copy it with "sqlite3 .backup".`,
        { file: file.path },
      )
    }
  }
  return open(file.path, copy)
}

/** Runs `read` and says a damaged database in words. */
export function explainingDamage<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof Error) || !('errcode' in cause)) throw cause
    throw damaged(path, cause.message, cause)
  }
}

function open(path: string, copy: string): DatabaseSync {
  return explainingDamage(path, () => {
    const database = new DatabaseSync(copy, { allowExtension: false })
    try {
      database.exec('PRAGMA trusted_schema = OFF')
      const [first] = database.prepare('PRAGMA quick_check(1)').all()
      const found = String(first?.['quick_check'] ?? 'no answer')
      if (found !== 'ok') throw damaged(path, found)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

function damaged(path: string, why: string, cause?: unknown): AppError {
  return new AppError(
    'FILE_UNREADABLE',
    `Cannot read ${path}: the SQLite database is damaged or cut off (${why}); copy it again together with its -wal file.`,
    { file: path, cause },
  )
}

async function copyAll(source: string, target: string): Promise<void> {
  await copyFile(source, target)
  await chmod(target, 0o600)
  for (const suffix of SIDECARS) {
    const copied = await copyFile(source + suffix, target + suffix).then(
      () => true,
      (error: unknown) => missing(error),
    )
    if (copied) await chmod(target + suffix, 0o600)
  }
}

async function fingerprint(source: string): Promise<string> {
  const of = async (path: string) =>
    await stat(path).then(
      ({ size, mtimeMs }) => `${size}@${mtimeMs}`,
      (error: unknown) => (missing(error), 'none'),
    )
  return (await Promise.all([source, ...SIDECARS.map((suffix) => source + suffix)].map(of))).join(' ')
}

/** Returns false for a file that is not there; throws any other failure. */
function missing(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
  throw error
}
