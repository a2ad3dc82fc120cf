import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { Task } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { UNPACK_LIMITS, type UnpackLimits } from './limits.ts'

/** A compressed file that holds one file. */
export type Compression = 'gz' | 'zst'

/** Returns how a file is compressed, from its first four bytes, or null. */
export function compressionOf(head: Uint8Array): Compression | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gz'
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zst'
  return null
}

/** Where a compressed file is, as the user named it and really. */
export interface CompressedFile {
  readonly path: string
  readonly realPath: string
  readonly bytes: number
}

/**
 * Streams the plain bytes of a gz or zst file into `consume`, within limits. Throws FILE_TRUNCATED when the compressed
 * data ends early, FILE_UNREADABLE when it is damaged, FILE_TOO_LARGE when it unpacks beyond the limits, CancelledError.
 */
export async function decompressInto(
  file: CompressedFile,
  compression: Compression,
  consume: (plain: AsyncIterable<Buffer>) => Promise<void>,
  task: Task,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<void> {
  const counted = { packed: 0 }
  const source = createReadStream(file.realPath)
  source.on('data', (chunk) => (counted.packed += chunk.length))
  try {
    await pipeline(
      source,
      compression === 'gz' ? createGunzip() : createZstdDecompress(),
      guard(file.path, counted, limits),
      progress(`Unpacking ${file.path}`, counted, file.bytes, task),
      consume,
      { signal: task.signal },
    )
  } catch (error) {
    throw explainDecompression(file.path, error, task.signal)
  }
}

/** Reads a gz or zst file to its end and throws what {@link decompressInto} throws; keeps nothing. Returns the plain bytes. */
export async function verifyCompressed(
  file: CompressedFile,
  compression: Compression,
  task: Task,
  limits = UNPACK_LIMITS,
): Promise<number> {
  let bytes = 0
  const count = async (plain: AsyncIterable<Buffer>) => {
    for await (const chunk of plain) bytes += chunk.length
  }
  await decompressInto(file, compression, count, task, limits)
  return bytes
}

/** Passes bytes on until they exceed the limits against what was read so far. */
export function guard(path: string, counted: { packed: number }, limits: UnpackLimits, unpackedBefore = 0): Transform {
  let unpacked = unpackedBefore
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length
      const ratio = (unpacked - unpackedBefore) / Math.max(counted.packed, 1)
      const bomb = unpacked > limits.ratioJudgedFromBytes && ratio > limits.ratio
      if (unpacked > limits.unpackedBytes || bomb) done(tooLarge(path, bomb, limits))
      else done(null, chunk)
    },
  })
}

function tooLarge(path: string, bomb: boolean, limits: UnpackLimits): AppError {
  const found = bomb ? `more than ${limits.ratio} times its size` : `more than ${limits.unpackedBytes} bytes`
  return new AppError(
    'FILE_TOO_LARGE',
    `Cannot read ${path}: it unpacks to ${found}; unpack it yourself if that is right.`,
    { file: path, details: { limit: bomb ? 'ratio' : 'bytes' } },
  )
}

function progress(step: string, counted: { packed: number }, total: number, task: Task): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      task.report({ step, done: counted.packed, total, unit: 'bytes' })
      done(null, chunk)
    },
  })
}

/** Turns a stream failure into what the user can act on. */
export function explainDecompression(path: string, error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof AppError) return error
  if (signal?.aborted === true) return new CancelledError('Unpacking')
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') {
    return new AppError(
      'FILE_TRUNCATED',
      `Cannot read ${path}: the compressed data ends early; copy or download it again.`,
      { file: path, cause: error },
    )
  }
  if (code === 'ENOSPC')
    return new AppError('DISK_FULL', `Cannot unpack ${path}: the disk is full; free some space.`, {
      file: path,
      cause: error,
    })
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) {
    return new AppError(
      'FILE_UNREADABLE',
      `Cannot read ${path}: the compressed data is damaged; copy or download it again.`,
      { file: path, cause: error },
    )
  }
  return error
}
