import { CANONICAL, type CanonicalColumn, type Shape } from '#shared/canonical.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { civilToUtc, textToUtc } from './civil-time.ts'
import type { Cell, Relation } from './relation.ts'

/** A Parquet column as DuckDB describes it. */
export interface ParquetColumn {
  readonly name: string
  readonly type: string
}

/**
 * Returns the relation of a canonical Parquet file whose columns were described before. Timestamps with a zone become UTC;
 * without one they are UTC already (Parquet's own convention for adjusted instants is the zoned kind, so `zone` says which
 * civil zone naive ones are in, null = UTC), and text is read the same way. Integers in a time column are a count since 1970,
 * unit by magnitude.
 */
export function parquetRelation(
  shape: Shape,
  realPath: string,
  described: readonly ParquetColumn[],
  zone: string | null,
): Relation {
  const cells = new Map<string, Cell>()
  for (const column of CANONICAL[shape] as readonly CanonicalColumn[]) {
    const found = described.find((candidate) => candidate.name.trim().toLowerCase() === column.name)
    if (found !== undefined) cells.set(column.name, parquetCell(column, found, zone))
  }
  return {
    shape,
    from: `read_parquet(${quoteText(realPath)}, file_row_number = true)`,
    record: 'file_row_number + 1',
    key: 'NULL',
    cells,
  }
}

function parquetCell(column: CanonicalColumn, found: ParquetColumn, zone: string | null): Cell {
  const name = quoteName(found.name)
  const value =
    column.kind === 'time'
      ? parquetTime(name, found.type, zone)
      : column.kind === 'number'
        ? `TRY_CAST(${name} AS DOUBLE)`
        : `${name}::VARCHAR`
  return {
    header: found.name,
    value,
    raw: name,
    unreadable:
      column.kind === 'time' || column.kind === 'number' ? `(${name} IS NOT NULL AND (${value}) IS NULL)` : null,
  }
}

function parquetTime(name: string, type: string, zone: string | null): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return `timezone('UTC', ${name})`
  if (type.startsWith('TIMESTAMP')) return civilToUtc(`${name}::TIMESTAMP`, zone ?? 'UTC')
  if (/^(U?BIGINT|U?INTEGER|HUGEINT|DOUBLE)$/.test(type))
    return `make_timestamp((CASE WHEN ${name} < 1e11 THEN ${name} * 1e6 WHEN ${name} < 1e14 THEN ${name} * 1e3 WHEN ${name} < 1e17 THEN ${name} ELSE ${name} / 1e3 END)::BIGINT)`
  return textToUtc(name, zone ?? 'UTC')
}
