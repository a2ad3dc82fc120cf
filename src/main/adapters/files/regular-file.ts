import { constants } from 'node:fs'
import { open, realpath, stat, type FileHandle } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { AppError } from '#shared/errors.ts'

// Windows has no such flags, and no FIFOs among its files.
const OPEN_FLAGS = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK | constants.O_NOFOLLOW)

/** An open regular file. The caller closes `handle`. */
export interface RegularFile {
  readonly handle: FileHandle
  readonly realPath: string
  readonly bytes: number
}

/**
 * Opens a file a person named: resolves links, refuses whatever is not a regular file before and after opening (a FIFO
 * would block, a device would act), and refuses an empty one. Throws AppError with one sentence for each case.
 */
export async function openRegularFile(path: string): Promise<RegularFile> {
  const realPath = await realpath(path).catch((cause: unknown) => refuse(path, cause))
  refuseIrregular(path, await stat(realPath).catch((cause: unknown) => refuse(path, cause)))
  const handle = await open(realPath, OPEN_FLAGS).catch((cause: unknown) => refuse(path, cause))
  try {
    const stats = await handle.stat()
    refuseIrregular(path, stats)
    return { handle, realPath, bytes: stats.size }
  } catch (error) {
    await handle.close()
    throw error
  }
}

function refuseIrregular(path: string, stats: Stats): void {
  const kind = irregularKind(stats)
  if (kind !== null) {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: it is ${kind}; choose a regular file.`, { file: path })
  }
  if (stats.size === 0) {
    throw new AppError('FILE_EMPTY', `Cannot read ${path}: the file is empty; export it again.`, { file: path })
  }
}

function irregularKind(stats: Stats): string | null {
  if (stats.isFile()) return null
  if (stats.isDirectory()) return 'a directory'
  if (stats.isFIFO()) return 'a named pipe'
  if (stats.isSocket()) return 'a socket'
  return 'a device'
}

const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied; give this user the right to read it',
  EPERM: 'permission was denied; give this user the right to read it',
  ELOOP: 'its symbolic links lead in a circle; name the file itself',
  ENAMETOOLONG: 'the path is longer than the file system allows',
  EMFILE: 'too many files are open; close some and try again',
}
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE'])

/** Throws the AppError that says why `path` could not be read, from a Node file-system error. */
export function refuse(path: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  if (MISSING.has(code)) {
    throw new AppError('FILE_MISSING', `Cannot read ${path}: there is no such file; check the path.`, {
      file: path,
      cause,
    })
  }
  const sentence = SENTENCES[code] ?? `the system reports ${code}; check the disk`
  throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${sentence}.`, { file: path, cause })
}
