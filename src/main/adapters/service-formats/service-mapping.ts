import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import { normaliseHeader } from '../formats/header-cells.ts'
import { readCanonical, wantedColumns, wantedText, wordsOf } from './canonical-service.ts'
import { RejectedRecord, type ServiceFormat } from './service-read.ts'
import { columnsOf, requireColumns, type TableRecord } from './table-records.ts'

/** What a mapping file says of a service-level file: where each canonical column comes from, what is the same for every row, and what the file's words mean. */
const MAPPING = z.strictObject({
  zone: z.string().min(1).optional(),
  date_order: z.enum(['dmy', 'mdy']).optional(),
  columns: z.record(z.string(), z.string().min(1)).default({}),
  constants: z.record(z.string(), z.string()).default({}),
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
})
type Mapping = z.infer<typeof MAPPING>

/**
 * Returns the format a mapping file (TOML) describes: the canonical file of a role under other column names. Throws
 * PARAMETER_INVALID for a mapping that cannot be used, and when reading COLUMN_MISSING for a column the file does not have.
 */
export function mappedService(toml: string, path: string, role: Role): ServiceFormat {
  const mapping = parseMapping(toml, path, role)
  return {
    id: 'mapped-service',
    title: `Mapped ${role}`,
    detect: () => null,
    read: (text, given) => {
      const options = {
        ...given,
        zone: mapping.zone ?? given.zone,
        dateOrder: mapping.date_order ?? given.dateOrder,
      }
      const columns = columnsOf(text)
      requireColumns(columns, Object.values(mapping.columns).map(normaliseHeader), given.path)
      const named = [...Object.keys(mapping.columns), ...Object.keys(mapping.constants), ...columns]
      const { values } = mapping
      return readCanonical(text, options, named, (record) =>
        seenThrough(record, mapping, (column, cell) => values[column]?.[cell] ?? cell),
      )
    },
  }
}

/**
 * Returns the format that the columns chosen on the screen amount to: the canonical file of a role, read from other columns.
 * A word that is none of the canonical ones means what `words` says; when it says nothing, reading throws AMBIGUOUS.
 */
export function chosenService(
  role: Role,
  columns: Readonly<Record<string, string>>,
  words: Readonly<Record<string, string>>,
): ServiceFormat {
  return {
    id: 'mapped-service',
    title: `Mapped ${role}`,
    detect: () => null,
    read: (text, options) => {
      const header = columnsOf(text)
      requireColumns(header, Object.values(columns).map(normaliseHeader), options.path)
      const named = [...Object.keys(columns), ...header]
      return readCanonical(text, options, named, (record) =>
        seenThrough(record, { columns, constants: {} }, (column, cell) =>
          meaningOf(cell, { role, column, header: columns[column] ?? column, words, path: options.path }),
        ),
      )
    },
  }
}

interface Word {
  readonly role: Role
  readonly column: string
  readonly header: string
  readonly words: Readonly<Record<string, string>>
  readonly path: string
}

function meaningOf(cell: string, { role, column, header, words, path }: Word): string {
  const known = wordsOf(role, column)
  if (known === null || known.includes(cell.toLowerCase())) return cell
  const meaning = words[cell]
  if (meaning === '')
    throw new RejectedRecord('not-an-order', `"${cell}" was said to mean nothing; its rows are left out.`, header, cell)
  if (meaning !== undefined) return meaning
  throw new AppError(
    'AMBIGUOUS',
    `Cannot read ${path}: "${cell}" in column "${header}" is none of ${known.join(', ')}; say which of these it means, in a mapping file under [values.${column}].`,
    { file: path, column: header, details: { flag: '[values]', example: cell, words: known } },
  )
}

/** A record under its canonical names; what is wrong in it is said under the file's own. `meaning` translates its texts. */
function seenThrough(
  record: TableRecord,
  { columns, constants }: Pick<Mapping, 'columns' | 'constants'>,
  meaning: (column: string, cell: string) => string,
): TableRecord {
  const header = (column: string) => normaliseHeader(columns[column] ?? column)
  const text = (column: string) => {
    const cell = constants[column] ?? record.text(header(column))
    return cell === null ? null : meaning(column, cell)
  }
  return {
    place: record.place,
    text,
    number: (column) => record.number(header(column)),
    time: (column) => record.time(header(column)),
    needText: (column) => {
      const cell = text(column)
      if (cell === null)
        throw new RejectedRecord('missing-value', `Column "${header(column)}" is empty.`, header(column))
      return cell
    },
    needNumber: (column) => record.needNumber(header(column)),
    needTime: (column) => record.needTime(header(column)),
  }
}

function parseMapping(toml: string, path: string, role: Role): Mapping {
  const parsed = MAPPING.safeParse(parseToml(toml, path))
  const [issue] = parsed.error?.issues ?? []
  if (!parsed.success)
    throw invalid(path, `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'it is not valid'}`, role)
  const { columns, constants, values } = parsed.data
  const known = wantedColumns(role)
  const unknown = [columns, constants, values].flatMap(Object.keys).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalid(path, `"${unknown}" is no column of ${role}`, role)
  return parsed.data
}

function parseToml(toml: string, path: string): unknown {
  try {
    return parse(toml)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    throw new AppError('PARAMETER_INVALID', `Cannot use the mapping ${path}: ${cause.message.split('\n')[0] ?? ''}.`, {
      file: path,
      cause,
    })
  }
}

function invalid(path: string, why: string, role: Role): AppError {
  return new AppError('PARAMETER_INVALID', `Cannot use the mapping ${path}: ${why}. ${wantedText(role)}`, {
    file: path,
  })
}
