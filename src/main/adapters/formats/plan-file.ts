import { copyFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { CANONICAL, type CanonicalColumn, type Shape } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanFile, ImportRequest } from '#engine/import-files.ts'
import type { OpenedSource } from '#engine/ports.ts'
import type { DelimitedSource, TimeWriting } from '../duckdb/load/delimited-relation.ts'
import { missingColumns } from '../duckdb/load/load-file.ts'
import type { LoadPlan } from '../duckdb/load/plan.ts'
import { shapeOfRole } from '../duckdb/load/target.ts'
import { unpack } from '../files/containers.ts'
import { openFile } from '../files/open-file.ts'
import { detectFormat } from './registry.ts'
import { sniffDelimited, type ColumnSniff, type DelimitedSniff } from './sniff-delimited.ts'

const PARQUET_MAGIC = 'PAR1'
const GLOB = /[*?[\]]/

/**
 * Decides how a file is read: a canonical table when its header has the columns the role needs, else the foreign format
 * that claims it. Packed files are unpacked into the private folder first.
 */
export const planFile: PlanFile = async (file, request, folder, task) => {
  if (file.container === 'gz' || file.container === 'zst') {
    const [plain] = await unpack(file, folder, task)
    const opened = await openFile(plain?.path ?? file.realPath)
    return await planFile({ ...opened, path: file.path, container: null }, request, folder, task)
  }
  if (file.container === null && Buffer.from(file.head.subarray(0, 4)).toString('latin1') === PARQUET_MAGIC) {
    const sample = await withPlainName(file, folder)
    return { sample, plan: { kind: 'parquet', realPath: sample.realPath, zone: request.answers.zone ?? null } }
  }
  const sniff = file.text === null ? null : trySniff(file)
  const shape = sniff === null ? null : canonicalShape(sniff, request)
  if (sniff === null || shape === null)
    return { sample: file, plan: { kind: 'format', format: detectOrExplain(file, sniff, request) } }
  const sample = await withPlainName(file, folder)
  return { sample, plan: delimitedPlan(sample, sniff, shape, request) }
}

function trySniff(file: OpenedSource): DelimitedSniff | null {
  const text = file.text ?? ''
  if (/^\s*[[{]/.test(text)) return null
  return sniffDelimited(text, file.path, text.length < file.head.length || file.bytes <= file.head.length)
}

/** Shapes whose files a role may have; the header decides between them. */
function shapesOf(request: ImportRequest): readonly Shape[] {
  if (request.role === 'market') return ['quotes', 'bars']
  const shape = shapeOfRole(request.role)
  return shape === null ? [] : [shape]
}

function canonicalShape(sniff: DelimitedSniff, request: ImportRequest): Shape | null {
  if (!sniff.hasHeader) return null
  const names = new Set(sniff.header.map((cell) => cell.name))
  return shapesOf(request).find((shape) => missingColumns(shape, names).length === 0) ?? null
}

/** Finds the foreign format; where none fits and the header nearly is canonical, says which column is missing. */
function detectOrExplain(file: OpenedSource, sniff: DelimitedSniff | null, request: ImportRequest) {
  try {
    return detectFormat(file)
  } catch (error) {
    const names = new Set(sniff?.hasHeader === true ? sniff.header.map((cell) => cell.name) : [])
    for (const shape of shapesOf(request)) {
      const missing = missingColumns(shape, names)
      const required = (CANONICAL[shape] as readonly CanonicalColumn[]).filter((column) => column.required).length
      const [first] = missing
      if (first !== undefined && missing.length <= required / 2)
        throw new AppError(
          'COLUMN_MISSING',
          `Cannot read ${file.path}: column "${first}" is missing from the header at line 1. Name it in a mapping file and give --mapping.`,
          {
            file: file.path,
            line: 1,
            column: first,
            cause: error,
          },
        )
    }
    throw error
  }
}

function delimitedPlan(sample: OpenedSource, sniff: DelimitedSniff, shape: Shape, request: ImportRequest): LoadPlan {
  if (sniff.headerOnly)
    throw new AppError(
      'NOTHING_ACCEPTED',
      `Cannot read ${sample.path}: it holds no rows below its header; export it again with rows.`,
      { file: sample.path, line: 1 },
    )
  const used = (CANONICAL[shape] as readonly CanonicalColumn[]).flatMap((column) => {
    const found = sniff.columns.find((candidate) => candidate.header.name === column.name)
    return found === undefined ? [] : [{ column, found }]
  })
  const columns = new Map(
    used.map(({ column, found }) => [
      column.name,
      { index: found.header.index, time: column.kind === 'time' ? timeWriting(sample.path, found, request) : null },
    ]),
  )
  const source: DelimitedSource = {
    realPath: sample.realPath,
    delimiter: sniff.delimiter,
    quote: sniff.quote,
    decimal:
      request.answers.decimal ??
      sniff.decimal ??
      askDecimal(sample.path, sniff, new Set(used.map(({ found }) => found.header.text))),
    columnCount: sniff.header.length,
    columns,
    zone: request.answers.zone ?? null,
  }
  return { kind: 'delimited', shape, source }
}

function askDecimal(path: string, sniff: DelimitedSniff, used: ReadonlySet<string>): '.' {
  const doubt = sniff.ambiguities.find((ambiguity) => ambiguity.kind === 'decimal' && used.has(ambiguity.column))
  if (doubt === undefined) return '.'
  throw new AppError(
    'AMBIGUOUS',
    `Cannot read ${path}: "${doubt.example}" in column "${doubt.column}" can be read with a decimal point or a decimal comma; give --decimal . or --decimal ,`,
    {
      file: path,
      column: doubt.column,
      details: { flag: '--decimal' },
    },
  )
}

function timeWriting(path: string, found: ColumnSniff, request: ImportRequest): TimeWriting {
  const column = found.header.text
  switch (found.time) {
    case 'iso-naive':
      if (request.answers.zone === undefined)
        throw new AppError(
          'AMBIGUOUS',
          `Cannot read ${path}: the times in column "${column}" have no offset; say which zone they are in, for example --zone UTC.`,
          {
            file: path,
            column,
            details: { flag: '--zone' },
          },
        )
      return 'iso'
    case 'slashed':
    case 'slashed-naive':
      throw new AppError(
        'AMBIGUOUS',
        `Cannot read ${path}: the times in column "${column}" are not ISO 8601; name the column in a mapping file with date_order and zone, and give --mapping.`,
        {
          file: path,
          column,
          details: { flag: '--mapping' },
        },
      )
    case 'iso':
    case null:
      return 'iso'
    default:
      return found.time
  }
}

/** DuckDB takes a path as a pattern, so a name with pattern characters is read through a link with a plain name. */
async function withPlainName(file: OpenedSource, folder: string): Promise<OpenedSource> {
  if (!GLOB.test(file.realPath)) return file
  const plain = join(folder, `source-${process.hrtime.bigint().toString(36)}`)
  await symlink(file.realPath, plain).catch(() => copyFile(file.realPath, plain))
  return { ...file, realPath: plain }
}
