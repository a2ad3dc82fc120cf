import type { Answers, Format } from '#engine/ports.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { RecordingSink, silentTask } from './recording-sink.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Opens a file as a user would and reads it with one format; returns all it handed over. */
export async function readWithFormat(format: Format, path: string, answers: Answers = {}): Promise<RecordingSink> {
  const sink = new RecordingSink()
  const options = { role: 'live', answers, task: silentTask(), privateFolder: temporaryFolder() } as const
  await format.read(await openFile(path), options, sink)
  return sink
}

/** Returns the AppError code a call fails with, and its message; fails the test when it does not fail. */
export async function failureOf(
  call: () => unknown,
): Promise<{ code: string; message: string; line: number | undefined }> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const code = 'code' in error ? String(error.code) : error.name
    const place = 'place' in error ? (error.place as { line?: number }) : {}
    return { code, message: error.message, line: place.line }
  }
  throw new Error('the call succeeded')
}
