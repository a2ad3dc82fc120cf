import { createReadStream } from 'node:fs'
import type { FileSample, Task } from '#engine/ports.ts'
import { CancelledError } from '#shared/errors.ts'
import { wrongEncoding } from '#adapters/files/decode-text.ts'

const CHUNK_BYTES = 1 << 18

/**
 * Yields a file's text in chunks, its byte-order mark left out, reporting progress. Throws FILE_UNREADABLE where a byte
 * is not UTF-8 (a head may be ASCII and a later row not) and CancelledError.
 */
export async function* readText(file: FileSample, task: Task): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw wrongEncoding(file.path, 'WINDOWS-1252')
    }
  }
  let done = 0
  for await (const chunk of createReadStream(file.realPath, { highWaterMark: CHUNK_BYTES })) {
    if (task.signal.aborted) throw new CancelledError('The import')
    const bytes = chunk as Buffer
    task.report({ step: 'Reading', done: (done += bytes.length), total: file.bytes })
    yield decode(bytes)
  }
  yield decode()
}
