import { defineQuery } from './query.ts'

const TEXT = import.meta.glob<string>('./queries/**/*.sql', { query: '?raw', import: 'default', eager: true })

/** Every query file by its path under queries/, without `.sql`. */
export const QUERY_FILES: ReadonlyMap<string, string> = new Map(
  Object.entries(TEXT).map(([path, sql]) => [path.slice('./queries/'.length, -'.sql'.length), sql]),
)

type Define = typeof defineQuery

/** Declares the binding of one query file: its parameters and the columns it returns. */
export const query = ((name: string, parameters: readonly string[], columns: Parameters<Define>[3]) => {
  const sql = QUERY_FILES.get(name)
  if (sql === undefined) throw new Error(`there is no query file ${name}.sql`)
  return defineQuery(name, sql, parameters, columns)
}) as unknown as <const N extends readonly string[], const S extends Parameters<Define>[3]>(
  name: string,
  parameters: N,
  columns: S,
) => ReturnType<typeof defineQuery<N, S>>
