import { withParquet } from './parquet-file.ts'

/** Returns the columns of a Parquet file and its first rows as text. Throws FILE_TRUNCATED. */
export async function describeParquet(
  realPath: string,
  name: string,
  rows: number,
): Promise<{ columns: { name: string; type: string }[]; rows: string[][] }> {
  return await withParquet({ realPath, path: name }, async (connection, source) => {
    const described = await connection.runAndReadAll(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet(${source}))`,
    )
    const preview = await connection.runAndReadAll(
      `SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${source}) LIMIT ${Math.trunc(rows)}`,
    )
    return {
      columns: described.getRowObjectsJS() as { name: string; type: string }[],
      rows: preview.getRowsJS().map((row) => row.map((cell) => (typeof cell === 'string' ? cell : ''))),
    }
  })
}
