import { readFile } from 'node:fs/promises'
import type { FileSample, Task } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { readText } from './text-stream.ts'

/** A JSON value as parsed. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Bytes of JSON read as one document; larger data belongs in JSON lines, CSV or Parquet. */
export const MAX_JSON_BYTES = 400 * 1024 ** 2

/** Reads a whole JSON document. Throws FILE_TOO_LARGE, FILE_TRUNCATED when it ends early, FILE_UNREADABLE with the line where it is not JSON. */
export async function readJson(file: FileSample, task: Task): Promise<JsonValue> {
  if (file.bytes > MAX_JSON_BYTES) {
    throw new AppError(
      'FILE_TOO_LARGE',
      `Cannot read ${file.path}: a JSON document may have ${MAX_JSON_BYTES} bytes; save it as JSON lines or CSV.`,
      { file: file.path },
    )
  }
  task.report({ step: 'Reading', done: 0, total: file.bytes })
  const bytes = await readFile(file.realPath, { signal: task.signal }).catch((error: unknown) => {
    if (task.signal.aborted) throw new CancelledError('The import')
    throw error
  })
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text) as JsonValue
  } catch (error) {
    throw explainJson(file.path, text, error)
  }
}

/** Yields the objects of a JSON-lines file with their physical lines; a line that is not a JSON object is yielded as null. */
export async function* readJsonLines(
  file: FileSample,
  task: Task,
): AsyncGenerator<{ line: number; value: JsonObject | null; raw: string }> {
  let line = 0
  let rest = ''
  for await (const chunk of readText(file, task)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const raw of lines) {
      line += 1
      if (raw.trim() !== '') yield { line, value: asObject(raw), raw }
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, value: asObject(rest), raw: rest }
}

/** Says whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns what stands at a dotted path (`data.list`, `fee.cost`), or undefined. */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  let found: JsonValue | undefined = value
  for (const key of path.split('.')) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined
  return found
}

function asObject(raw: string): JsonObject | null {
  try {
    const value = JSON.parse(raw) as JsonValue
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function explainJson(path: string, text: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const at = /position (\d+)/.exec(why)
  const endsEarly = at !== null && Number(at[1]) >= text.trimEnd().length
  if (endsEarly || /end of JSON input|Unterminated string/.test(why)) {
    return new AppError('FILE_TRUNCATED', `Cannot read ${path}: the JSON ends early; copy or export it again.`, {
      file: path,
      cause,
    })
  }
  const line = at === null ? undefined : text.slice(0, Number(at[1])).split('\n').length
  const where = line === undefined ? '' : ` at line ${line}`
  return new AppError('FILE_UNREADABLE', `Cannot read ${path}: the text is not JSON${where}; export it again.`, {
    file: path,
    ...(line !== undefined && { line }),
    cause,
  })
}
