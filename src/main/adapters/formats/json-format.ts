import type { Detection, FileSample } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { CellRule } from './cells.ts'
import type { ForeignFormat } from './foreign-format.ts'
import { isObject, readJson, valueAt, type JsonObject, type JsonValue } from './json-records.ts'
import { recordFormat, type FormatAbout, type Reading } from './record-format.ts'
import type { RecordRows } from './record-writer.ts'
import { scoreOf } from './sniff-sample.ts'
import type { SourceFile } from './source-file.ts'
import { sourceRow, type SourceRow } from './source-row.ts'

/** A record of a JSON list with what stands around the list. */
export interface JsonSource {
  readonly record: JsonObject
  readonly document: JsonValue
  readonly file: SourceFile
}

/** A JSON format told by the keys of its records: where their list is, and what one is. */
export interface JsonDefinition extends FormatAbout {
  /** Keys that stand in every record, or around the list. */
  readonly keys: readonly string[]
  /** Keys that say it is another format. */
  readonly without?: readonly string[]
  /** Where the list may be, e.g. `result.list`; the empty path is the document itself. The first that is a list is read. */
  readonly lists: readonly string[]
  readonly zone?: string
  readonly read: (row: SourceRow, source: JsonSource) => RecordRows
}

/** Makes a format of a definition. Fields are read by dotted paths (`fee.cost`); a record that is no object is rejected. */
export function jsonFormat(definition: JsonDefinition): ForeignFormat {
  return recordFormat(
    definition,
    (sample) => detectKeys(definition, sample),
    (reading) => writeList(definition, reading),
  )
}

/** Says whether the head of a JSON text has all keys and none of `without`. Whole documents are too large to parse for a look. */
export function detectKeys(
  { title, keys, without = [] }: Pick<JsonDefinition, 'title' | 'keys' | 'without'>,
  sample: FileSample,
): Detection | null {
  const text = sample.text
  if (text === null || !/^\uFEFF?\s*[[{]/.test(text)) return null
  const has = (key: string): boolean => hasKey(text, key)
  if (!keys.every(has) || without.some(has)) return null
  return { score: scoreOf(keys.length), reason: `The JSON has the keys ${keys.join(', ')} of ${title}.` }
}

function hasKey(text: string, key: string): boolean {
  const quoted = `"${key}"`
  for (let at = text.indexOf(quoted); at >= 0; at = text.indexOf(quoted, at + 1))
    if (/^\s*:/.test(text.slice(at + quoted.length, at + quoted.length + 20))) return true
  return false
}

async function writeList(definition: JsonDefinition, { sample, options, sink, writer, file }: Reading): Promise<void> {
  const document = await readJson(sample, options.task)
  const [path, list] = findList(document, definition.lists, sample.path)
  sink.place.name = path === '' ? '$' : path
  const rule: CellRule = {
    decimal: '.',
    zone: definition.zone ?? options.answers.zone ?? null,
    dateOrder: options.answers.dateOrder ?? null,
  }
  for (const [index, record] of list.entries()) {
    if (!isObject(record)) writer.reject(index + 1, JSON.stringify(record), 'The record is not an object.')
    else writer.write(index + 1, () => definition.read(jsonRow(record, rule, sample.path), { record, document, file }))
    if (writer.isPauseDue) await writer.pause()
  }
}

/** Reads an object by dotted paths. */
export function jsonRow(record: JsonObject, rule: CellRule, path: string): SourceRow {
  return sourceRow(
    (column) => record[column] ?? valueAt(record, column),
    (column) => (record[column] ?? valueAt(record, column)) !== undefined,
    rule,
    path,
  )
}

function findList(document: JsonValue, paths: readonly string[], file: string): [string, readonly JsonValue[]] {
  for (const path of paths) {
    const found = path === '' ? document : valueAt(document, path)
    if (Array.isArray(found)) return [path, found as readonly JsonValue[]]
  }
  throw new AppError(
    'COLUMN_MISSING',
    `Cannot read ${file}: it holds no list of records at ${paths.map((path) => (path === '' ? 'the top' : path)).join(' or ')}; export it again.`,
    { file },
  )
}
