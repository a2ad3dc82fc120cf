import { invariant } from '#shared/errors.ts'

/** Values a query binds by name. */
export type QueryParameters = Readonly<Record<string, string | number | bigint | boolean | null>>

/** A decoded row. */
export type QueryRow = Readonly<Record<string, string | number | boolean | null>>

type ColumnType = 'text' | 'number' | 'boolean' | 'text?' | 'number?' | 'boolean?'
interface TypeOf {
  text: string
  number: number
  boolean: boolean
  'text?': string | null
  'number?': number | null
  'boolean?': boolean | null
}
type RowShape = Readonly<Record<string, ColumnType>>
type RowOf<S extends RowShape> = { readonly [K in keyof S]: TypeOf[S[K]] }

/** One .sql file with its parameters and the columns it returns; a test EXPLAINs each against the schema. */
export interface Query<P extends QueryParameters, R extends QueryRow> {
  readonly name: string
  readonly sql: string
  readonly parameters: readonly (keyof P & string)[]
  readonly columns: RowShape
  decode(rows: readonly Record<string, unknown>[]): R[]
}

/** Declares a query file: its name, text, parameter names and column types (`?` = may be NULL). */
export function defineQuery<const N extends readonly string[], const S extends RowShape>(
  name: string,
  sql: string,
  parameters: N,
  columns: S,
): Query<Readonly<Record<N[number], string | number | bigint | boolean | null>>, RowOf<S>> {
  return { name, sql, parameters, columns, decode: (rows) => rows.map((row) => decodeRow(name, columns, row)) }
}

function decodeRow<S extends RowShape>(name: string, columns: S, row: Record<string, unknown>): RowOf<S> {
  const decoded: Record<string, string | number | boolean | null> = {}
  for (const [column, type] of Object.entries(columns))
    decoded[column] = decodeCell(`${name}.${column}`, type, row[column])
  return decoded as RowOf<S>
}

function decodeCell(where: string, type: ColumnType, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) {
    invariant(type.endsWith('?'), `${where} is never NULL`)
    return null
  }
  const plain = typeof value === 'bigint' ? Number(value) : value
  const expected = type.replace('?', '')
  invariant(
    typeof plain === (expected === 'text' ? 'string' : expected),
    `${where} is ${expected}, found ${typeof plain}`,
  )
  invariant(typeof plain !== 'number' || Number.isFinite(plain), `${where} is finite`)
  return plain as string | number | boolean
}
