import { zstdDecompressSync } from 'node:zlib'
import { compressionRegistry, CompressionType, DataType, tableFromIPC } from 'apache-arrow'
import { AppError } from '#shared/errors.ts'
import { unpackLz4Frame } from './lz4-frame.ts'

/** The numeric and time columns of an Arrow file, each a function of the row: numbers, or UTC microseconds. */
export interface ArrowColumns {
  readonly length: number
  readonly columns: ReadonlyMap<string, (row: number) => number | null>
}

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4Frame })
compressionRegistry.set(CompressionType.ZSTD, { decode: (frame) => zstdDecompressSync(frame) })

/** Returns the metadata of an Arrow schema as Parquet files keep it (`ARROW:schema`, base64); empty where it cannot be read. */
export function arrowMetadata(schema: string): ReadonlyMap<string, string> {
  try {
    return tableFromIPC(Buffer.from(schema, 'base64')).schema.metadata
  } catch {
    return new Map()
  }
}

/** Reads an Arrow IPC (feather) file. Columns of other types than numbers and timestamps are left out. Throws FILE_TRUNCATED for what cannot be read. */
export function readArrowTable(bytes: Uint8Array, path: string): ArrowColumns {
  try {
    const table = tableFromIPC(bytes)
    const columns = new Map<string, (row: number) => number | null>()
    for (const [index, field] of table.schema.fields.entries()) {
      const vector = table.getChildAt(index)
      const type = field.type as DataType
      // Arrow's accessor gives a timestamp of any unit in milliseconds.
      const scale = DataType.isTimestamp(type) ? 1000 : DataType.isFloat(type) || DataType.isInt(type) ? 1 : null
      if (vector === null || scale === null) continue
      columns.set(field.name, (row) => {
        const value = vector.get(row) as number | bigint | null
        return value === null ? null : Number(value) * scale
      })
    }
    return { length: table.numRows, columns }
  } catch (cause) {
    throw new AppError(
      'FILE_TRUNCATED',
      `Cannot read ${path}: it is not a whole Arrow file; copy or export it again.`,
      {
        file: path,
        cause,
      },
    )
  }
}
