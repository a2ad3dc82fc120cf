import { open } from 'node:fs/promises'

const CHUNK_BYTES = 4 * 2 ** 20

/**
 * Yields a file's bytes in order, 4 MiB at a time; the next chunk is read while one is worked on. A chunk is valid until the
 * next is asked for: its memory is used again. Rejects with the system's error.
 */
export async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path)
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const
  let next = handle.read(buffers[0], 0, CHUNK_BYTES)
  try {
    for (let turn = 1; ; turn = 1 - turn) {
      const { buffer, bytesRead } = await next
      if (bytesRead === 0) return
      next = handle.read(turn === 1 ? buffers[1] : buffers[0], 0, CHUNK_BYTES)
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await next.catch(() => undefined)
    await handle.close()
  }
}
