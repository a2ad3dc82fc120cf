import { closeSync, cpSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A file of an asar archive: where it lies in it, or that it lies beside it in `app.asar.unpacked`. */
export interface ArchivedFile {
  readonly path: string
  readonly size: number
  readonly offset: number
  readonly isUnpacked: boolean
  readonly hasIntegrity: boolean
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>
  readonly size?: number
  readonly offset?: string
  readonly unpacked?: boolean
  readonly integrity?: object
}

const LENGTH_AT = 12
const HEADER_AT = 16
const ALIGNMENT = 4

/** Reads the list of an archive: a pickled JSON header, its length at byte 12, then the files' contents. */
export function listArchive(archive: string): ArchivedFile[] {
  const handle = openSync(archive, 'r')
  try {
    const lengths = readAt(handle, 0, HEADER_AT)
    const length = lengths.readUInt32LE(LENGTH_AT)
    const header = JSON.parse(readAt(handle, HEADER_AT, length).toString('utf8')) as Entry
    const start = HEADER_AT + Math.ceil(length / ALIGNMENT) * ALIGNMENT
    return filesOf(header, '', start)
  } finally {
    closeSync(handle)
  }
}

function filesOf(entry: Entry, path: string, start: number): ArchivedFile[] {
  if (entry.files !== undefined)
    return Object.entries(entry.files).flatMap(([name, child]) =>
      filesOf(child, path === '' ? name : `${path}/${name}`, start),
    )
  const { size = 0, offset = '0', unpacked = false, integrity } = entry
  return [{ path, size, offset: start + Number(offset), isUnpacked: unpacked, hasIntegrity: integrity !== undefined }]
}

/** Writes what an archive and the folder beside it hold into one folder, as Electron shows it to the program. */
export function takeApart(archive: string, folder: string): void {
  const handle = openSync(archive, 'r')
  try {
    for (const { path, size, offset, isUnpacked } of listArchive(archive)) {
      const target = join(folder, path)
      mkdirSync(dirname(target), { recursive: true })
      if (isUnpacked) cpSync(join(`${archive}.unpacked`, path), target)
      else writeFileSync(target, readAt(handle, offset, size))
    }
  } finally {
    closeSync(handle)
  }
}

function readAt(handle: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let read = 0; read < length;) {
    const count = readSync(handle, bytes, read, length - read, position + read)
    if (count === 0) throw new Error('the archive is cut')
    read += count
  }
  return bytes
}
