import { basename } from 'node:path'
import type { OfferedFile, PickedFile } from '#shared/contract.ts'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { FileAccess } from './ports.ts'

/** A file a host lets the page use: the page knows the token and the name, only the engine the path. */
export interface GrantedFile extends PickedFile {
  readonly path: string
  /** Named on the command line the host was started with, and as what. */
  readonly offeredAs: Role | 'unknown' | null
  /** A member of an archive that was taken apart: its name is `archive.zip/member`. */
  readonly isMember?: boolean
}

/** The files a host has granted, by token. */
export class FileTokens {
  readonly #files = new Map<string, GrantedFile>()

  grant(file: GrantedFile): void {
    this.#files.set(file.token, file)
  }

  /** Returns the file of a token; throws FILE_MISSING for one that was never granted or belongs to an earlier start. */
  find(token: string): GrantedFile {
    const file = this.#files.get(token)
    if (file !== undefined) return file
    throw new AppError(
      'FILE_MISSING',
      'The file is no longer at hand, since the program was started anew; choose or drop it again.',
    )
  }

  /** Returns the files named on the command line, in their order. */
  offered(): OfferedFile[] {
    return [...this.#files.values()].flatMap(({ token, name, bytes, offeredAs }) =>
      offeredAs === null ? [] : [{ token, name, bytes, role: offeredAs === 'unknown' ? null : offeredAs }],
    )
  }
}

/** Returns a name for each file that no other of them has: the second `a.csv` becomes `a (2).csv`. */
export function distinctNames(files: readonly GrantedFile[]): Map<string, GrantedFile> {
  const named = new Map<string, GrantedFile>()
  for (const file of files) {
    const plain = file.isMember === true ? file.name : basename(file.name)
    const dot = plain.lastIndexOf('.')
    const stem = dot > 0 ? plain.slice(0, dot) : plain
    let name = plain
    for (let count = 2; named.has(name); count += 1) name = `${stem} (${count})${plain.slice(stem.length)}`
    named.set(name, file)
  }
  return named
}

/** Returns the file system as seen by names of granted files: paths stay in here, in errors too. */
export function filesByName(files: FileAccess, named: ReadonlyMap<string, GrantedFile>): FileAccess {
  return {
    ...files,
    open: async (name) => {
      const path = named.get(name)?.path
      if (path === undefined)
        throw new AppError('FILE_MISSING', `Cannot read ${name}: it was not chosen; choose or drop it again.`, {
          file: name,
        })
      try {
        return { ...(await files.open(path)), path: name }
      } catch (error) {
        throw error instanceof AppError ? renamed(error, path, name) : error
      }
    },
  }
}

function renamed(error: AppError, path: string, name: string): AppError {
  return new AppError(error.code, error.message.replaceAll(path, name), {
    ...error.place,
    file: name,
    ...(error.hint !== undefined && { hint: error.hint }),
    details: error.details,
    cause: error.cause,
  })
}
