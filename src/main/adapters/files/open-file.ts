import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { FileHandle } from 'node:fs/promises'
import type { OpenedSource, Task } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { isParquet, readParquetHead } from '../duckdb/parquet-file.ts'
import { compressionOf, explainDecompression, type Compression } from './compression.ts'
import { listMembers, readMemberHead } from './containers.ts'
import { decodeHead } from './decode-text.ts'
import { SAMPLE_BYTES } from './limits.ts'
import { readChunks } from './read-chunks.ts'
import { openRegularFile, refuse } from './regular-file.ts'

/**
 * Checks a path a person gave and returns its sample. Throws AppError: FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE (a
 * directory, pipe, socket, device, link circle, no permission, another encoding), FILE_TRUNCATED (packed or Parquet, and
 * cut).
 */
export async function openFile(path: string): Promise<OpenedSource> {
  const { handle, realPath, bytes } = await openRegularFile(path)
  try {
    const raw = await readHead(handle, SAMPLE_BYTES)
    const compression = compressionOf(raw)
    const head = compression === null ? raw : await unpackHead(path, realPath, compression)
    const container =
      compression ?? (raw[0] === 0x50 && raw[1] === 0x4b && (raw[2] === 3 || raw[2] === 5) ? 'zip' : null)
    const opened = { path, realPath, bytes, head, text: decodeHead(path, head), container } as const
    if (isParquet(raw)) return { ...opened, parquet: await readParquetHead(opened) }
    const inside = container === 'zip' ? await textInside(opened) : null
    return inside === null ? opened : { ...opened, inside }
  } finally {
    await handle.close()
  }
}

/** Returns how the one file in a zip begins; null for several, for what is not text, and for a zip that unpacking will refuse. */
async function textInside(zip: OpenedSource): Promise<string | null> {
  try {
    const [member, second] = await listMembers(zip)
    if (member === undefined || second !== undefined) return null
    return decodeHead(zip.path, await readMemberHead(zip, member.name, SAMPLE_BYTES))
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Returns the SHA-256 of a file as 64 hexadecimal digits, reading it once. Throws CancelledError, FILE_UNREADABLE. */
export async function hashFile(file: { path: string; realPath: string; bytes: number }, task: Task): Promise<string> {
  const hash = createHash('sha256')
  const step = `Reading ${basename(file.path)}`
  let done = 0
  try {
    for await (const chunk of readChunks(file.realPath)) {
      if (task.signal.aborted) throw new CancelledError('Reading the file')
      hash.update(chunk)
      task.report({ step, done: (done += chunk.length), total: file.bytes, unit: 'bytes' })
    }
  } catch (error) {
    if (error instanceof CancelledError) throw error
    refuse(file.path, error)
  }
  return hash.digest('hex')
}

async function readHead(handle: FileHandle, limit: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(limit)
  let length = 0
  while (length < limit) {
    const { bytesRead } = await handle.read(buffer, length, limit - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

/** Unpacks only what the sample needs, so a bomb cannot expand here: output stops at the sample's size. */
async function unpackHead(path: string, realPath: string, compression: Compression): Promise<Uint8Array> {
  const source = createReadStream(realPath)
  const unpacker = compression === 'gz' ? createGunzip() : createZstdDecompress()
  source.on('error', (error) => unpacker.destroy(error))
  source.pipe(unpacker)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of unpacker) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= SAMPLE_BYTES) break
    }
  } catch (error) {
    throw explainDecompression(path, error)
  } finally {
    source.destroy()
  }
  return Buffer.concat(chunks).subarray(0, SAMPLE_BYTES)
}
