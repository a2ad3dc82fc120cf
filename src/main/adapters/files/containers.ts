import { createWriteStream } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as yauzl from 'yauzl'
import type { OpenedSource, Task } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { decompressInto, explainDecompression, guard } from './compression.ts'
import { UNPACK_LIMITS, type UnpackLimits } from './limits.ts'

/** A plain file taken out of a container: its name inside, and where it now is in the private folder. */
export interface UnpackedFile {
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/** A member of a zip as its directory lists it. */
export interface ArchiveMember {
  readonly name: string
  /** Its size unpacked, as the zip claims. */
  readonly bytes: number
}

/** Which zip members to take. */
export type MemberFilter = (name: string) => boolean

/**
 * Unpacks a gz, zst or zip file into a new folder inside `folder` as plain files with names of our own (a member's path is never used as
 * one). Directories, hidden files and `__MACOSX/` are left out. Throws FILE_TRUNCATED, FILE_UNREADABLE (damaged, encrypted, unsafe
 * member name), FILE_TOO_LARGE (bomb, too many members), FILE_EMPTY (no members), DISK_FULL, CancelledError.
 */
export async function unpack(
  file: OpenedSource,
  folder: string,
  task: Task,
  options: { readonly wanted?: MemberFilter; readonly limits?: UnpackLimits } = {},
): Promise<UnpackedFile[]> {
  const limits = options.limits ?? UNPACK_LIMITS
  if (file.container === null) return [{ name: basename(file.path), path: file.realPath, bytes: file.bytes }]
  const own = await mkdtemp(join(folder, 'unpacked-'))
  if (file.container === 'zip') return await unpackZip(file, own, task, options.wanted ?? (() => true), limits)
  const name = basename(file.path).replace(/\.(gz|zst|zstd)$/i, '')
  const path = join(own, privateName(0, name))
  let bytes = 0
  const write = async (plain: AsyncIterable<Buffer>) => {
    await pipeline(
      plain,
      count((n) => (bytes += n)),
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    )
  }
  await decompressInto(file, file.container, write, task, limits)
  return [{ name, path, bytes }]
}

/** Lists the files in a zip, without directories, hidden files and what macOS adds. Throws as {@link unpack} does. */
export async function listMembers(file: OpenedSource, limits: UnpackLimits = UNPACK_LIMITS): Promise<ArchiveMember[]> {
  const zip = await openZip(file)
  try {
    if (zip.entryCount > limits.members) throw tooManyMembers(file.path, limits.members)
    const members: ArchiveMember[] = []
    for await (const { fileName: name, uncompressedSize: bytes } of zip.eachEntry())
      if (isImportable(name)) members.push({ name, bytes })
    return members
  } catch (error) {
    if (error instanceof AppError) throw error
    damaged(file.path, error)
  } finally {
    zip.close()
  }
}

/** Reads at most `bytes` from the beginning of a member of a zip. */
export async function readMemberHead(file: OpenedSource, name: string, bytes: number): Promise<Uint8Array> {
  const zip = await openZip(file)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue
      if (entry.isEncrypted()) throw encrypted(file.path, name)
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        chunks.push(chunk as Buffer)
        length += (chunk as Buffer).length
        if (length >= bytes) break
      }
      break
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    damaged(file.path, error)
  } finally {
    zip.close()
  }
  return Buffer.concat(chunks).subarray(0, bytes)
}

async function openZip(file: OpenedSource): Promise<yauzl.ZipFile> {
  return await yauzl
    .openPromise(file.realPath, { autoClose: false, lazyEntries: true, strictFileNames: true })
    .catch((cause: unknown) => damaged(file.path, cause))
}

/** Directories, `__MACOSX/` and hidden files (.DS_Store) hold nothing to import. */
function isImportable(name: string): boolean {
  return !name.endsWith('/') && !name.startsWith('__MACOSX/') && !/(^|\/)(\.[^/]*|Thumbs\.db)$/.test(name)
}

async function unpackZip(
  file: OpenedSource,
  folder: string,
  task: Task,
  wanted: MemberFilter,
  limits: UnpackLimits,
): Promise<UnpackedFile[]> {
  const unpacked: UnpackedFile[] = []
  const zip = await openZip(file)
  try {
    if (zip.entryCount > limits.members) throw tooManyMembers(file.path, limits.members)
    let total = 0
    for await (const entry of zip.eachEntry()) {
      if (!isImportable(entry.fileName) || !wanted(entry.fileName)) continue
      task.report({ step: `Unpacking ${entry.fileName}`, done: unpacked.length, total: zip.entryCount })
      const path = join(folder, privateName(unpacked.length, entry.fileName))
      const bytes = await writeMember(zip, entry, path, file.path, task, limits, total)
      total += bytes
      unpacked.push({ name: entry.fileName, path, bytes })
    }
  } catch (error) {
    const explained = explainDecompression(file.path, error, task.signal)
    if (explained instanceof AppError || explained instanceof CancelledError) throw explained
    damaged(file.path, error)
  } finally {
    zip.close()
  }
  if (unpacked.length === 0)
    throw new AppError('FILE_EMPTY', `Cannot read ${file.path}: the zip holds no file to import.`, { file: file.path })
  return unpacked
}

async function writeMember(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  path: string,
  shown: string,
  task: Task,
  limits: UnpackLimits,
  before: number,
): Promise<number> {
  if (entry.isEncrypted()) throw encrypted(shown, entry.fileName)
  let bytes = 0
  const plain = await zip.openReadStreamPromise(entry)
  await pipeline(
    plain,
    guard(shown, { packed: entry.compressedSize }, limits, before),
    count((n) => (bytes += n)),
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    { signal: task.signal },
  )
  return bytes
}

function count(add: (bytes: number) => void) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      add(chunk.length)
      yield chunk
    }
  }
}

/** A file name of our own: the member's number and the harmless characters of its last part. */
function privateName(index: number, name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return `${index}-${last.replace(/[^A-Za-z0-9._-]/g, '_').slice(-80)}`
}

function encrypted(path: string, member: string): AppError {
  return new AppError('FILE_UNREADABLE', `Cannot read ${path}: member ${member} is encrypted; unpack it yourself.`, {
    file: path,
  })
}

function tooManyMembers(path: string, limit: number): AppError {
  return new AppError(
    'FILE_TOO_LARGE',
    `Cannot read ${path}: the zip holds more than ${limit} members; unpack it and choose the files.`,
    { file: path },
  )
}

function damaged(path: string, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause)
  const truncated = /end of central directory|truncat|unexpected end/i.test(why)
  const found = truncated ? 'the zip is incomplete' : `the zip cannot be unpacked safely (${why})`
  throw new AppError(
    truncated ? 'FILE_TRUNCATED' : 'FILE_UNREADABLE',
    `Cannot read ${path}: ${found}; copy or download it again.`,
    { file: path, cause },
  )
}
