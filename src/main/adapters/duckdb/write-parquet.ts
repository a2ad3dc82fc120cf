import { DuckDBInstance, type DuckDBAppender } from '@duckdb/node-api'
import type { TableCell, TableColumn } from '#shared/contract-table.ts'
import { CancelledError } from '#shared/errors.ts'
import type { Task } from '#engine/ports.ts'
import { quoteName, quoteText } from './sql-text.ts'

/**
 * Writes rows to a new Parquet file (zstd): numbers as DOUBLE in full precision, the rest as text, null as NULL. In a database
 * of its own in memory, which may write this one file. Throws CancelledError.
 */
export async function writeParquet(
  path: string,
  columns: readonly TableColumn[],
  batches: AsyncIterable<readonly (readonly TableCell[])[]>,
  task: Task,
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    await connection.run(`SET allowed_paths = [${quoteText(path)}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    const fields = namesOf(columns).map((name, at) => `${quoteName(name)} ${typeOf(columns[at])}`)
    await connection.run(`CREATE TABLE exported (${fields.join(', ')})`)
    const appender = await connection.createAppender('exported')
    for await (const rows of batches) {
      if (task.signal.aborted) throw new CancelledError('The export')
      for (const row of rows) appendRow(appender, columns, row)
      appender.flushSync()
    }
    appender.closeSync()
    await connection.run(`COPY exported TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

function typeOf(column: TableColumn | undefined): string {
  return column?.kind === 'number' ? 'DOUBLE' : 'VARCHAR'
}

/** Two columns of one name, whatever its case, would be one to DuckDB: the second becomes `name (2)`. */
function namesOf(columns: readonly TableColumn[]): string[] {
  const taken = new Set<string>()
  return columns.map(({ name }) => {
    let free = name
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${name} (${count})`
    taken.add(free.toLowerCase())
    return free
  })
}

function appendRow(appender: DuckDBAppender, columns: readonly TableColumn[], row: readonly TableCell[]): void {
  for (const [at, { kind }] of columns.entries()) {
    const cell = row[at] ?? null
    if (cell === null) appender.appendNull()
    else if (kind === 'number') appender.appendDouble(Number(cell))
    else appender.appendVarchar(String(cell))
  }
  appender.endRow()
}
