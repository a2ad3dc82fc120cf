import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { MAPPED_COLUMNS, requiredColumns, type MappedShape } from './mapped-columns.ts'
import { checkZone } from './zone.ts'

/** Where a canonical column comes from: a header's text, a column's number from 1, or several cells joined by a space. */
export type ColumnSource = string | number | readonly string[]

/** What a mapping file says of any file, recognised or mapped. Offset and bar length in microseconds; they and `stamp` are the importer's to apply. */
export interface FileSettings {
  readonly decimal: '.' | ',' | null
  readonly zone: string | null
  readonly dateOrder: 'dmy' | 'mdy' | null
  readonly feeSign: 'charged' | 'negative-charged' | null
  readonly timeOffsetMicros: number
  readonly stamp: 'event' | 'bar-open' | 'bar-close'
  readonly barMicros?: number
}

/** A mapping as used. */
export interface Mapping extends FileSettings {
  readonly shape: MappedShape
  readonly delimiter: string | null
  /** Whether the first row names the columns; else they are numbered. */
  readonly hasHeader: boolean
  /** Path of the list of records in a JSON document, e.g. `data.list`; null: the document is the list. */
  readonly records: string | null
  readonly columns: ReadonlyMap<string, ColumnSource>
  readonly constants: ReadonlyMap<string, string | number>
  /** Per canonical column: what a source value means. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Per source column: the values of rows that are records of this shape; others are rejected as `not-an-order`. */
  readonly keep: ReadonlyMap<string, ReadonlySet<string>>
  /** Prices are multiplied by it: 0.01 for cents, 0.0001 for LEAN equities. */
  readonly priceScale: number
}

const SHAPES = ['fills', 'round-trips', 'legs', 'bars', 'quotes', 'equity'] as const satisfies readonly MappedShape[]
const source = z.union([z.string().min(1), z.int().positive(), z.array(z.string().min(1)).min(1)])
const SETTINGS_FILE = z.strictObject({
  decimal: z.enum(['.', ',']).optional(),
  zone: z.string().min(1).optional(),
  date_order: z.enum(['dmy', 'mdy']).optional(),
  fee_sign: z.enum(['charged', 'negative-charged']).optional(),
  time_offset: z.union([z.string(), z.number()]).optional(),
  stamp: z.enum(['event', 'bar-open', 'bar-close']).optional(),
  bar_interval: z.string().optional(),
})
const MAPPING_FILE = SETTINGS_FILE.extend({
  shape: z.enum(SHAPES),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  header: z.boolean().optional(),
  records: z.string().min(1).optional(),
  price_scale: z.number().positive().optional(),
  columns: z.record(z.string(), source),
  constants: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  values: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  keep: z.record(z.string(), z.array(z.string()).min(1)).optional(),
})
type SettingsFile = z.infer<typeof SETTINGS_FILE>
type MappingFile = z.infer<typeof MAPPING_FILE>

/**
 * Reads a mapping file (TOML, docs/formats.md). Throws PARAMETER_INVALID with the line, and the column or the key, of the
 * first thing wrong: not TOML, a key or value that does not exist, a canonical column unknown to the shape or lacking.
 */
export function parseMapping(toml: string, path: string): Mapping {
  const file = checked(MAPPING_FILE, toml, path)
  checkColumns(file, path, toml)
  const entries = <T>(table: Readonly<Record<string, T>> | undefined) => new Map(Object.entries(table ?? {}))
  return {
    ...toSettings(file, toml, path),
    shape: file.shape,
    delimiter: file.delimiter ?? null,
    hasHeader: file.header ?? true,
    records: file.records ?? null,
    columns: entries(file.columns),
    constants: entries(file.constants),
    values: new Map(Object.entries(file.values ?? {}).map(([column, table]) => [column, entries(table)])),
    keep: new Map(Object.entries(file.keep ?? {}).map(([column, list]) => [column, new Set(list)])),
    priceScale: file.price_scale ?? 1,
  }
}

/** Reads a mapping file that has neither a shape nor columns: settings for a file that is recognised by itself; else null. Throws as {@link parseMapping}. */
export function parseSettings(toml: string, path: string): FileSettings | null {
  const keys = Object.keys(parseToml(toml, path) as object)
  if (keys.length === 0 || keys.some((key) => !(key in SETTINGS_FILE.shape))) return null
  return toSettings(checked(SETTINGS_FILE, toml, path), toml, path)
}

function checked<T>(schema: z.ZodType<T>, toml: string, path: string): T {
  const parsed = schema.safeParse(parseToml(toml, path))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  const reason = issue.code === 'unrecognized_keys' ? 'there is no such key' : issue.message
  throw invalid(path, toml, keys.map(String), reason)
}

function toSettings(file: SettingsFile, toml: string, path: string): FileSettings {
  if (file.zone !== undefined) checkKey(() => checkZone(file.zone!), path, toml, ['zone'])
  const barMicros = checkKey(() => durationMicros(file.bar_interval), path, toml, ['bar_interval'])
  if (barMicros < 0) throw invalid(path, toml, ['bar_interval'], 'a bar has a length above zero')
  return {
    decimal: file.decimal ?? null,
    zone: file.zone ?? null,
    dateOrder: file.date_order ?? null,
    feeSign: file.fee_sign ?? null,
    timeOffsetMicros: checkKey(() => durationMicros(file.time_offset), path, toml, ['time_offset']),
    stamp: file.stamp ?? 'event',
    ...(barMicros > 0 && { barMicros }),
  }
}

function parseToml(toml: string, path: string): unknown {
  try {
    return parse(toml)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const [reason = ''] = cause.message.split('\n')
    throw new AppError(
      'PARAMETER_INVALID',
      `Cannot read ${path}: line ${cause.line}, column ${cause.column} is not TOML (${reason.replace(/^Invalid TOML document: /, '')}).`,
      {
        file: path,
        line: cause.line,
        details: { column: cause.column },
        cause,
      },
    )
  }
}

function checkColumns(file: MappingFile, path: string, toml: string): void {
  const known = MAPPED_COLUMNS[file.shape]
  for (const [table, names] of [
    ['columns', file.columns],
    ['constants', file.constants ?? {}],
    ['values', file.values ?? {}],
  ] as const) {
    const unknown = Object.keys(names).find((name) => !known.includes(name))
    if (unknown !== undefined)
      throw invalid(
        path,
        toml,
        [table, unknown],
        `shape "${file.shape}" has no such column; it has ${known.join(', ')}`,
      )
  }
  const given = new Set([...Object.keys(file.columns), ...Object.keys(file.constants ?? {})])
  const lacking = requiredColumns(file.shape, given)
  if (lacking !== null)
    throw invalid(path, toml, ['columns'], `shape "${file.shape}" needs a column or constant "${lacking}"`)
}

function checkKey<T>(check: () => T, path: string, toml: string, key: readonly string[]): T {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    throw invalid(path, toml, key, cause.message.replace(/\.$/, ''))
  }
}

const UNIT_MICROS: Readonly<Record<string, number>> = { us: 1, ms: 1e3, s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6 }

/** A duration with its unit ("-3h", "250ms"), or a number of seconds. */
function durationMicros(offset: string | number | undefined): number {
  if (offset === undefined) return 0
  if (typeof offset === 'number') return Math.round(offset * 1e6)
  const match = /^([+-]?[\d.]+) ?(us|ms|s|m|h|d)$/.exec(offset)
  const value = Number(match?.[1])
  if (match === null || !Number.isFinite(value))
    throw new AppError('PARAMETER_INVALID', `"${offset}" is not a duration such as "-3h" or "250ms".`)
  return Math.round(value * UNIT_MICROS[match[2]!]!)
}

function invalid(path: string, toml: string, keys: readonly string[], reason: string): AppError {
  const key = keys.join('.')
  const line = lineOfKey(toml, keys)
  return new AppError('PARAMETER_INVALID', `Cannot use ${path}: line ${line}, key "${key}": ${reason}.`, {
    file: path,
    line,
    details: { key },
  })
}

/** The line a key is set at: inside its [table], or dotted, or that of the table when the key itself is what is missing; else 1. */
function lineOfKey(toml: string, keys: readonly string[]): number {
  const name = keys.at(-1) ?? ''
  const table = keys.slice(0, -1).join('.')
  const bare = (text: string) => text.replace(/["' ]/g, '')
  let current = ''
  let tableLine = 1
  for (const [index, line] of toml.split('\n').entries()) {
    const header = /^\s*\[([^\]]+)\]/.exec(line)
    if (header !== null) {
      current = bare(header[1]!)
      if (current === keys.join('.')) return index + 1
      if (current === table) tableLine = index + 1
      continue
    }
    const set = /^\s*([^=#]+)=/.exec(line)
    if (set === null) continue
    const full = [current, bare(set[1]!)].filter((part) => part !== '').join('.')
    if (full === [table, name].filter((part) => part !== '').join('.')) return index + 1
  }
  return tableLine
}
