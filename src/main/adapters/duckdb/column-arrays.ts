import {
  DuckDBDataChunk,
  DuckDBTypeId,
  type DuckDBAppender,
  type DuckDBMaterializedResult,
  type DuckDBType,
} from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { invariant } from '#shared/errors.ts'

/** A column as DuckDB holds it: dates as days since 1970-01-01, members of an enumeration as their numbers. */
export type ColumnArray =
  | Float64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>

/** The kind of array each column of a result is read into. */
export type ColumnKinds = Readonly<Record<string, new (length: number) => ColumnArray>>

/** Columns by name, one array each. */
export type ColumnsOf<K extends ColumnKinds> = { readonly [Name in keyof K]: InstanceType<K[Name]> }

const VECTOR_ROWS = duckdb.vector_size()

/** Returns a result as one array a column, copied as DuckDB holds it. No column may be NULL, nor of another width than its array. */
export function readColumns<K extends ColumnKinds>(result: DuckDBMaterializedResult, kinds: K): ColumnsOf<K> {
  const columns = result
    .columnNames()
    .map((name, index) => newColumn(name, kinds[name], result.columnType(index), result.rowCount))
  let read = 0
  for (let index = 0; index < result.chunkCount; index++) {
    const chunk = result.getChunk(index)
    const count = chunk.rowCount
    for (const [place, column] of columns.entries()) copyVector(chunk, place, count, column, read)
    read += count
  }
  return Object.fromEntries(columns.map(({ name, array }) => [name, array])) as ColumnsOf<K>
}

interface Column {
  readonly name: string
  readonly array: ColumnArray
}

function newColumn(name: string, kind: ColumnKinds[string] | undefined, type: DuckDBType, rows: number): Column {
  invariant(kind !== undefined, `column ${name} has an array`)
  const array = new kind(rows)
  invariant(array.BYTES_PER_ELEMENT === widthOf(type), `column ${name} is as wide as its array`)
  return { name, array }
}

function copyVector(chunk: DuckDBDataChunk, index: number, count: number, { name, array }: Column, at: number): void {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index)
  invariant(isWhole(vector, count), `column ${name} is never NULL`)
  const width = array.BYTES_PER_ELEMENT
  bytesOf(array).set(duckdb.vector_get_data(vector, count * width), at * width)
}

function isWhole(vector: duckdb.Vector, count: number): boolean {
  const bits = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8) as Uint8Array | null
  if (bits === null) return true
  for (let row = 0; row < count; row++) if (((bits[row >> 3]! >> (row & 7)) & 1) === 0) return false
  return true
}

function bytesOf(array: ColumnArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** Appends columns of one length to a table of as many columns of those widths, in their order; members of an enumeration as Uint32Array of their numbers. */
export function appendColumns(appender: DuckDBAppender, columns: readonly ColumnArray[]): void {
  const types = columns.map((_, index) => appender.columnType(index))
  const vectors = columns.map((column, index) => narrowed(column, widthOf(types[index]!)))
  const chunk = DuckDBDataChunk.create(types)
  const rows = columns[0]?.length ?? 0
  for (let from = 0; from < rows; from += VECTOR_ROWS) {
    const count = Math.min(VECTOR_ROWS, rows - from)
    duckdb.data_chunk_reset(chunk.chunk)
    duckdb.data_chunk_set_size(chunk.chunk, count)
    for (const [index, { buffer, byteOffset, BYTES_PER_ELEMENT: width }] of vectors.entries()) {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, index)
      duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset + from * width, count * width)
    }
    appender.appendDataChunk(chunk)
  }
}

function narrowed(column: ColumnArray, width: number): ColumnArray {
  if (column.BYTES_PER_ELEMENT === width) return column
  invariant(column instanceof Uint32Array && width < 4, 'a column is as wide as that of its table')
  return width === 1 ? Uint8Array.from(column) : Uint16Array.from(column)
}

const WIDTHS: Partial<Record<DuckDBTypeId, number>> = {
  [DuckDBTypeId.DOUBLE]: 8,
  [DuckDBTypeId.UBIGINT]: 8,
  [DuckDBTypeId.DATE]: 4,
  [DuckDBTypeId.INTEGER]: 4,
  [DuckDBTypeId.UINTEGER]: 4,
  [DuckDBTypeId.USMALLINT]: 2,
  [DuckDBTypeId.UTINYINT]: 1,
  [DuckDBTypeId.TINYINT]: 1,
}

function widthOf(type: DuckDBType): number {
  const stored = type.typeId === DuckDBTypeId.ENUM ? type.internalTypeId : type.typeId
  return WIDTHS[stored] ?? NaN
}
