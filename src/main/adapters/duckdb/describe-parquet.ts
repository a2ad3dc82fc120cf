import { DuckDBInstance } from '@duckdb/node-api'
import { AppError } from '#shared/errors.ts'
import { quoteText } from './sql-text.ts'

const GLOB = /[*?[\]]/g

/** Returns the columns of a Parquet file and its first rows as text, read in a database of its own in memory that may open nothing else. Throws FILE_TRUNCATED. */
export async function describeParquet(
  realPath: string,
  name: string,
  rows: number,
): Promise<{ columns: { name: string; type: string }[]; rows: string[][] }> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    for (const statement of [
      `SET allowed_paths = [${quoteText(realPath)}]`,
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ])
      await connection.run(statement)
    // A path is a pattern to DuckDB, so its special characters are put in brackets.
    const source = `read_parquet(${quoteText(realPath.replace(GLOB, '[$&]'))})`
    const described = await connection.runAndReadAll(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${source})`,
    )
    const columns = described.getRowObjectsJS() as { name: string; type: string }[]
    const preview = await connection.runAndReadAll(
      `SELECT COLUMNS(*)::VARCHAR FROM ${source} LIMIT ${Math.trunc(rows)}`,
    )
    return {
      columns,
      rows: preview.getRowsJS().map((row) => row.map((cell) => (typeof cell === 'string' ? cell : ''))),
    }
  } catch (cause) {
    throw new AppError(
      'FILE_TRUNCATED',
      `Cannot read ${name}: it is not a whole Parquet file (its footer cannot be read); copy or export it again.`,
      { file: name, cause },
    )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
