import { DuckDBDoubleVector, type DuckDBDataChunk } from '@duckdb/node-api'
import { invariant } from '#shared/errors.ts'

/** Returns the columns of a result, each as one array. Every column is DOUBLE and never NULL: typed arrays have no other way to say it. */
export function doubleColumns(
  names: readonly string[],
  chunks: readonly DuckDBDataChunk[],
): Record<string, Float64Array<ArrayBuffer>> {
  const rows = chunks.reduce((total, chunk) => total + chunk.rowCount, 0)
  const columns: Record<string, Float64Array<ArrayBuffer>> = {}
  for (const [index, name] of names.entries()) {
    const column = new Float64Array(rows)
    let offset = 0
    for (const chunk of chunks) offset = copyColumn(name, chunk, index, column, offset)
    columns[name] = column
  }
  return columns
}

function copyColumn(name: string, chunk: DuckDBDataChunk, index: number, into: Float64Array, offset: number): number {
  const vector = chunk.getColumnVector(index)
  invariant(vector instanceof DuckDBDoubleVector, `column ${name} is DOUBLE`)
  for (let row = 0; row < chunk.rowCount; row += 1) {
    const value = vector.getItem(row)
    invariant(value !== null, `column ${name} is never NULL`)
    into[offset + row] = value
  }
  return offset + chunk.rowCount
}
