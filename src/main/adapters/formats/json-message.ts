import { CellError } from './cells.ts'
import { valueAt, type JsonValue } from './json-records.ts'

/** Returns the list at a path; empty where there is none. */
export function listAt(value: JsonValue, path: string): readonly JsonValue[] {
  const list = valueAt(value, path)
  return Array.isArray(list) ? (list as readonly JsonValue[]) : []
}

export function textAt(value: JsonValue, path: string): string | null {
  const found = valueAt(value, path)
  return typeof found === 'string' ? found : null
}

/** Reads a number at a path, written as one or as text; null where there is none. Throws CellError. */
export function numberAt(value: JsonValue, path: string): number | null {
  const found = valueAt(value, path)
  if (found === undefined || found === null || found === '') return null
  const number = Number(found)
  if (!Number.isFinite(number))
    throw new CellError('bad-number', `"${path}" is not a number.`, path, JSON.stringify(found))
  return number
}

/** Reads milliseconds since 1970 as microseconds. */
export function microsAt(value: JsonValue, path: string): number | null {
  const milliseconds = numberAt(value, path)
  return milliseconds === null ? null : milliseconds * 1000
}
