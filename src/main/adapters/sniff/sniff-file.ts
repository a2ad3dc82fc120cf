import { existsSync } from 'node:fs'
import type { SniffedFile } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { FileAccess, Format, OpenedSource, Task } from '#engine/ports.ts'
import type { Role, Shape } from '#shared/canonical.ts'
import { describeParquet } from '../duckdb/describe-parquet.ts'
import { rankFormats } from '../formats/registry.ts'
import { sniffDelimited } from '../formats/sniff-delimited.ts'
import { headerCells } from '../formats/header-cells.ts'
import { suggestServiceFormat } from '../service-formats/service-registry.ts'
import { proposeColumns } from './column-synonyms.ts'
import { PREVIEW_ROWS, previewFormat } from './preview-sink.ts'
import { questionsOf } from './questions.ts'
import { describeColumns, sampleRows } from './sniff-columns.ts'
import { sideOfName, suggestRole } from './suggest-role.ts'

/** What the import screen is told of a file, beside its token, name and size. */
export type Sniffed = Omit<SniffedFile, 'token' | 'name' | 'bytes'>

const NOTHING: Sniffed = {
  format: null,
  reason: '',
  role: null,
  shape: null,
  columns: [],
  unused: [],
  preview: [],
  preview_header: [],
  questions: [],
  problem: null,
}

/**
 * Says what an opened file is: a canonical table, Parquet, a format that is recognised, or a table whose columns must be
 * mapped; with proposed columns, questions and the first rows. Throws AppError for a file that cannot be read at all.
 */
export async function sniffFile(file: OpenedSource, name: string, files: FileAccess, task: Task): Promise<Sniffed> {
  if (Buffer.from(file.head.subarray(0, 4)).toString('latin1') === 'PAR1') return await sniffParquet(file, name)
  const complete = file.bytes <= file.head.length
  if (isCanonical(file, name)) return sniffTable(file.text ?? '', name, complete)
  const [best] = rankFormats(file)
  if (best !== undefined && best.score > 0.5) {
    const role = roleOfFormat(best.format, name)
    const options = { role, answers: {}, task }
    const preview = await files.withPrivateFolder((privateFolder) =>
      previewFormat(best.format, file, { ...options, privateFolder }),
    )
    return {
      ...NOTHING,
      format: best.format.id,
      reason: `${best.reason}${logWarning(file)}`,
      role,
      shape: 'fills',
      preview_header: preview.header,
      preview: preview.rows,
    }
  }
  if (file.text === null || /^\s*[[{]/.test(file.text))
    return sniffService(file.text) ?? { ...NOTHING, reason: 'No known format claims it.', problem: unknownFormat(name) }
  return sniffTable(file.text, name, complete)
}

/** A header with every required column of a canonical table makes a file canonical, whatever else it looks like; as when it is loaded. */
function isCanonical(file: OpenedSource, name: string): boolean {
  if (file.container === 'zip' || file.text === null || /^\s*[[{]/.test(file.text)) return false
  const header = headerNames(file.text, name, file.bytes <= file.head.length)
  return header !== null && suggestRole(header, name).shape !== null
}

/** Returns the header's names, or null where the first line is none: data, or a message that says one word twice. */
function headerNames(text: string, name: string, complete: boolean): ReadonlySet<string> | null {
  try {
    const sniff = sniffDelimited(text, name, complete)
    return sniff.hasHeader ? new Set(sniff.header.map((cell) => cell.name)) : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Market data has its role; trades take theirs from the format, then from the file's name. */
function roleOfFormat(format: Format, name: string): Role {
  if ('holds' in format && format.holds === 'market') return 'market'
  return format.id.includes('backtest') ? 'backtest' : (sideOfName(name) ?? 'live')
}

const SQLITE_LOG_MODE_AT = 18
const SQLITE_LOG_MODE = 2

/** An SQLite database that keeps a log may have its newest rows in it; without the log beside it nobody can tell. */
function logWarning({ head, realPath, text }: OpenedSource): string {
  if (text !== null || head[SQLITE_LOG_MODE_AT] !== SQLITE_LOG_MODE || head[0] !== 0x53) return ''
  if (existsSync(`${realPath}-wal`)) return ' Its log (-wal) is read with it.'
  return ' If there is a file of the same name ending in -wal beside it, drop both: the newest rows stand there.'
}

/** A service-level file is read by its own format; there is nothing to map. */
function sniffService(text: string | null): Sniffed | null {
  const found = text === null ? null : suggestServiceFormat(text)
  return found === null ? null : { ...NOTHING, format: found.format.id, reason: `${found.reason}.`, role: found.role }
}

function sniffTable(text: string, name: string, complete: boolean): Sniffed {
  const sniff = sniffDelimited(text, name, complete)
  const rows = sampleRows(text, sniff)
  const format = sniff.delimiter === '\t' ? 'canonical-tsv' : 'canonical-csv'
  const shown = { format, preview_header: sniff.header.map((cell) => cell.text), preview: rows.slice(0, PREVIEW_ROWS) }
  if (!sniff.hasHeader)
    return { ...NOTHING, ...shown, format: null, reason: 'Its first line looks like data.', problem: noHeader(name) }
  const suggestion = suggestRole(new Set(sniff.header.map((cell) => cell.name)), name)
  const service = suggestion.shape === null ? sniffService(text) : null
  if (service !== null) return { ...service, preview_header: shown.preview_header, preview: shown.preview }
  const shape = suggestion.shape ?? 'fills'
  const proposed = proposeColumns(shape, sniff.header)
  const used = new Set([...proposed.values()].map((cell) => cell.text))
  const fee = proposed.get('fee')
  return {
    ...NOTHING,
    ...shown,
    reason:
      suggestion.shape === null
        ? 'No known format claims it; its columns were matched by name.'
        : `The header has every required column of ${shape}.`,
    role: suggestion.shape === null ? sideOfName(name) : suggestion.role,
    shape,
    columns: describeColumns(shape, proposed, sniff, rows),
    unused: sniff.header.filter((cell) => !used.has(cell.text)).map((cell) => cell.text),
    questions: questionsOf(
      sniff,
      used,
      fee === undefined ? null : { column: fee.text, cells: rows.map((row) => row[fee.index] ?? '') },
    ),
    problem: sniff.headerOnly ? noRows(name) : null,
  }
}

async function sniffParquet(file: OpenedSource, name: string): Promise<Sniffed> {
  const { columns, rows } = await describeParquet(file.realPath, name, PREVIEW_ROWS)
  const header = headerCells(
    columns.map((column) => column.name),
    name,
  )
  const { shape, role } = suggestRole(new Set(header.map((cell) => cell.name)), name)
  const fits: Shape = shape ?? 'fills'
  const proposed = proposeColumns(fits, header)
  const sniff = {
    ...sniffDelimited('', name),
    header,
    columns: header.map((cell) => ({ header: cell, content: contentOf(columns[cell.index]?.type ?? ''), time: null })),
    ambiguities: [],
  }
  const used = new Set([...proposed.values()].map((cell) => cell.text))
  return {
    ...NOTHING,
    format: 'canonical-parquet',
    reason:
      shape === null
        ? 'A Parquet file; its columns were matched by name.'
        : `A Parquet file with every required column of ${shape}.`,
    role: shape === null ? sideOfName(name) : role,
    shape: fits,
    columns: describeColumns(fits, proposed, sniff, rows),
    unused: header.filter((cell) => !used.has(cell.text)).map((cell) => cell.text),
    preview_header: header.map((cell) => cell.text),
    preview: rows,
  }
}

function contentOf(type: string): 'number' | 'time' | 'text' {
  if (/INT|DOUBLE|FLOAT|DECIMAL|REAL/.test(type)) return 'number'
  return /TIMESTAMP|DATE/.test(type) ? 'time' : 'text'
}

function problem(error: AppError): Sniffed['problem'] {
  return {
    code: error.code,
    message: error.message,
    line: error.place.line ?? null,
    column: null,
    fix: error.hint ?? null,
  }
}

function unknownFormat(name: string) {
  return problem(
    new AppError('FORMAT_UNKNOWN', `Cannot read ${name}: no known format claims it.`, {
      hint: 'Export it as CSV with a header; its columns can then be mapped here.',
    }),
  )
}

function noHeader(name: string) {
  return problem(
    new AppError('HEADER_INVALID', `Cannot read ${name}: line 1 looks like data, not a header.`, {
      line: 1,
      hint: 'Add a first line that names the columns, and drop the file again.',
    }),
  )
}

function noRows(name: string) {
  return problem(
    new AppError('NOTHING_ACCEPTED', `Cannot read ${name}: it holds no rows below its header.`, {
      line: 1,
      hint: 'Export it again with rows.',
    }),
  )
}
