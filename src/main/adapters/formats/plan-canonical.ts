import { CANONICAL, type CanonicalColumn, type Shape } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { ImportRequest } from '#engine/import-request.ts'
import type { OpenedSource } from '#engine/ports.ts'
import type { DelimitedSource, TimeWriting } from '../duckdb/load/delimited-relation.ts'
import { missingColumns } from '../duckdb/load/load-file.ts'
import type { LoadPlan } from '../duckdb/load/plan.ts'
import { shapeOfRole } from '../duckdb/load/target.ts'
import { findColumn, type HeaderCell } from './header-cells.ts'
import type { ColumnSniff, DelimitedSniff } from './sniff-delimited.ts'

/** Returns the shapes a file of a role may have; the header decides between them. */
export function shapesOf(request: ImportRequest): readonly Shape[] {
  if (request.role === 'market') return ['quotes', 'bars']
  const shape = shapeOfRole(request.role)
  return shape === null ? [] : [shape]
}

/** Returns the canonical columns a header offers, under the user's column choices, each with the header cell it is read from. */
export function canonicalColumns(
  shape: Shape,
  header: readonly HeaderCell[],
  choices: Readonly<Record<string, string>> = {},
): Map<string, HeaderCell> {
  const found = new Map<string, HeaderCell>()
  for (const { name } of CANONICAL[shape] as readonly CanonicalColumn[]) {
    const cell = findColumn(header, choices[name] ?? name)
    if (cell !== null) found.set(name, cell)
  }
  return found
}

/** Returns the shape whose required columns the header has, or null. */
export function canonicalShape(sniff: DelimitedSniff, request: ImportRequest): Shape | null {
  if (!sniff.hasHeader) return null
  const fits = (shape: Shape) =>
    missingColumns(shape, new Set(canonicalColumns(shape, sniff.header, request.columns).keys())).length === 0
  return shapesOf(request).find(fits) ?? null
}

/** Returns which required column keeps a header from being canonical, where it has at least half of them; else null. */
export function nearlyCanonical(sniff: DelimitedSniff, request: ImportRequest): string | null {
  for (const shape of shapesOf(request)) {
    const missing = missingColumns(shape, new Set(canonicalColumns(shape, sniff.header, request.columns).keys()))
    const required = (CANONICAL[shape] as readonly CanonicalColumn[]).filter((column) => column.required).length
    const [first] = missing
    if (first !== undefined && missing.length <= required / 2) return first
  }
  return null
}

/** Returns how DuckDB reads a canonical delimited file. Throws AMBIGUOUS with the flag to give where the file cannot say it itself. */
export function delimitedPlan(
  sample: OpenedSource,
  sniff: DelimitedSniff,
  shape: Shape,
  request: ImportRequest,
): LoadPlan {
  if (sniff.headerOnly)
    throw new AppError(
      'NOTHING_ACCEPTED',
      `Cannot read ${sample.path}: it holds no rows below its header; export it again with rows.`,
      { file: sample.path, line: 1 },
    )
  const kinds = new Map((CANONICAL[shape] as readonly CanonicalColumn[]).map((column) => [column.name, column.kind]))
  const columns = new Map(
    [...canonicalColumns(shape, sniff.header, request.columns)].map(([name, cell]) => {
      const found = sniff.columns[cell.index]
      const time =
        kinds.get(name) === 'time' && found !== undefined ? timeWriting(sample.path, found, request, sniff) : null
      return [name, { index: cell.index, header: cell.text, time }] as const
    }),
  )
  const source: DelimitedSource = {
    realPath: sample.realPath,
    delimiter: sniff.delimiter,
    quote: sniff.quote,
    decimal: request.answers.decimal ?? sniff.decimal ?? decimalOf(sample.path, sniff, columns),
    columnCount: sniff.header.length,
    columns,
    zone: request.answers.zone ?? null,
  }
  return { kind: 'delimited', shape, source }
}

function decimalOf(path: string, sniff: DelimitedSniff, used: DelimitedSource['columns']): '.' {
  const indexes = new Set([...used.values()].map((column) => column.index))
  const isUsed = (name: string) => indexes.has(sniff.header.find((cell) => cell.text === name)?.index ?? -1)
  const doubt = sniff.ambiguities.find((ambiguity) => ambiguity.kind === 'decimal' && isUsed(ambiguity.column))
  if (doubt === undefined) return '.'
  throw new AppError(
    'AMBIGUOUS',
    `Cannot read ${path}: "${doubt.example}" in column "${doubt.column}" can be read with a decimal point or a decimal comma; give --decimal . or --decimal ,`,
    { file: path, column: doubt.column, details: { flag: '--decimal', example: doubt.example } },
  )
}

function timeWriting(
  path: string,
  found: ColumnSniff,
  request: ImportRequest,
  { ambiguities }: DelimitedSniff,
): TimeWriting {
  const column = found.header.text
  switch (found.time) {
    case 'iso-naive':
      if (request.answers.zone === undefined)
        throw new AppError(
          'AMBIGUOUS',
          `Cannot read ${path}: the times in column "${column}" have no offset; say which zone they are in, for example --zone UTC.`,
          { file: path, column, details: { flag: '--zone', example: exampleOf(ambiguities, column) } },
        )
      return 'iso'
    case 'slashed':
    case 'slashed-naive':
      throw new AppError(
        'AMBIGUOUS',
        `Cannot read ${path}: the times in column "${column}" are not ISO 8601; name the column in a mapping file with date_order and zone, and give --mapping.`,
        { file: path, column, details: { flag: '--mapping' } },
      )
    case 'iso':
    case null:
      return 'iso'
    default:
      return found.time
  }
}

function exampleOf(ambiguities: DelimitedSniff['ambiguities'], column: string): string {
  return ambiguities.find((ambiguity) => ambiguity.kind === 'zone' && ambiguity.column === column)?.example ?? ''
}
