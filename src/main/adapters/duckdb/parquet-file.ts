import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { ParquetHead, Task } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { quoteName, quoteText } from './sql-text.ts'

const MAGIC = 'PAR1'
const GLOB = /[*?[\]]/g

/** A Parquet file on this machine, and the name it is shown by. */
interface ParquetFile {
  readonly realPath: string
  readonly path: string
}

/** Says whether a file's first bytes are Parquet's. */
export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC
}

/** Runs `work` over a Parquet file in a database of its own in memory, which may open nothing else. Throws FILE_TRUNCATED. */
export async function withParquet<T>(
  file: ParquetFile,
  work: (connection: DuckDBConnection, source: string) => Promise<T>,
): Promise<T> {
  const { connection, source, close } = await openParquet(file)
  try {
    return await work(connection, source)
  } catch (cause) {
    throw truncated(file, cause)
  } finally {
    close()
  }
}

/** Reads the footer: columns with their types, and what of the key-value metadata is text. Throws FILE_TRUNCATED. */
export async function readParquetHead(file: ParquetFile): Promise<ParquetHead> {
  return await withParquet(file, async (connection, source) => {
    const described = await connection.runAndReadAll(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet(${source}))`,
    )
    const metadata = await connection.runAndReadAll(
      `SELECT TRY(decode(key)) AS name, TRY(decode(value)) AS text FROM parquet_kv_metadata(${source})
       WHERE name IS NOT NULL AND text IS NOT NULL`,
    )
    return {
      columns: described.getRowObjectsJS() as { name: string; type: string }[],
      metadata: new Map(metadata.getRowsJS() as [string, string][]),
    }
  })
}

/**
 * Yields the rows as text, a chunk's worth at a time, in the file's order: an empty text for NULL, times as ISO 8601 (with Z
 * when they are instants), bytes as hexadecimal digits. Throws FILE_TRUNCATED, CancelledError.
 */
export async function* readParquetRows(
  file: ParquetFile,
  { columns }: ParquetHead,
  task: Task,
): AsyncGenerator<string[][]> {
  const { connection, source, close } = await openParquet(file)
  try {
    const cells = columns.map(({ name, type }) => `coalesce(${cellText(quoteName(name), type)}, '')`)
    const result = await connection.stream(`SELECT ${cells.join(', ')} FROM read_parquet(${source})`)
    let done = 0
    for await (const rows of result.yieldRowsJs()) {
      if (task.signal.aborted) throw new CancelledError('The import')
      task.report({ step: 'Reading', done: (done += rows.length), total: null })
      yield rows as string[][]
    }
  } catch (cause) {
    throw cause instanceof AppError || cause instanceof CancelledError ? cause : truncated(file, cause)
  } finally {
    close()
  }
}

function cellText(name: string, type: string): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return `strftime(make_timestamp(epoch_us(${name})), '%Y-%m-%dT%H:%M:%S.%fZ')`
  if (type.startsWith('TIMESTAMP')) return `strftime(${name}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f')`
  return type === 'BLOB' ? `hex(${name})` : `${name}::VARCHAR`
}

async function openParquet(file: ParquetFile) {
  // A path is a pattern to DuckDB, so its special characters are put in brackets.
  const source = quoteText(file.realPath.replace(GLOB, '[$&]'))
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  try {
    for (const statement of [
      `SET allowed_paths = [${quoteText(file.realPath)}, ${source}]`,
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ])
      await connection.run(statement)
  } catch (cause) {
    close()
    throw cause
  }
  return { connection, source, close }
}

function truncated({ path }: ParquetFile, cause: unknown): AppError {
  return new AppError(
    'FILE_TRUNCATED',
    `Cannot read ${path}: it is not a whole Parquet file (its footer cannot be read); copy or export it again.`,
    { file: path, cause },
  )
}
