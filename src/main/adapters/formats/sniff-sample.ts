import type { FileSample, ParquetHead } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { headerCells, normaliseHeader } from './header-cells.ts'
import { sniffDelimited, type DelimitedSniff } from './sniff-delimited.ts'

const sniffed = new WeakMap<FileSample, DelimitedSniff | null>()

/** Returns what the head of a text file says as a table, or null for what is none (binary, JSON, a header of equal names). One sniff per file, whatever the number of formats that look. */
export function sniffSample(sample: FileSample): DelimitedSniff | null {
  const known = sniffed.get(sample)
  if (known !== undefined) return known
  const sniff = trySniff(sample)
  sniffed.set(sample, sniff)
  return sniff
}

function trySniff({ text, path, bytes, head, parquet }: FileSample): DelimitedSniff | null {
  if (parquet !== undefined) return sniffParquet(parquet, path)
  if (text === null || /^\uFEFF?\s*[[{<]/.test(text)) return null
  try {
    return sniffDelimited(text, path, bytes <= head.length)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** A Parquet file as a table: its cells are read as text with a decimal point, and leave nothing open but the zone of naive times. */
function sniffParquet({ columns }: ParquetHead, path: string): DelimitedSniff {
  const header = headerCells(
    columns.map(({ name }) => name),
    path,
  )
  return { ...sniffDelimited('', path), header, hasHeader: true, headerOnly: false, decimal: '.' }
}

/** A column by its header, or by any of several: the first is the name it is read by. */
export type WantedColumn = string | readonly string[]

/** Returns the normalised names a column may have. */
export function namesOf(column: WantedColumn): string[] {
  return (typeof column === 'string' ? [column] : column).map(normaliseHeader)
}

/**
 * Returns how well a header fits: null unless every wanted column is there and no unwanted one is; else a score that grows
 * with the number wanted, so that of two formats that fit the more specific wins.
 */
export function scoreHeader(
  names: ReadonlySet<string>,
  wanted: readonly WantedColumn[],
  unwanted: readonly string[] = [],
): number | null {
  if (!wanted.every((column) => namesOf(column).some((name) => names.has(name)))) return null
  if (unwanted.some((column) => names.has(normaliseHeader(column)))) return null
  return scoreOf(wanted.length)
}

/** Returns the score of a fit by `count` marks: 0.5 for one, towards 1. */
export function scoreOf(count: number): number {
  return 1 - 1 / (1 + count)
}
