import { BOOLEAN, DuckDBScalarFunction, VARCHAR, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api'

const KEPT = 10_000

/** What statements handed over: how many texts, and the texts, or null where they were too many to keep. */
export interface Collected {
  readonly count: number
  readonly texts: readonly string[] | null
}

/** Hears texts out of running statements: in SQL, `collect(text)` hands one over and is false. NULL is heard as ''. */
export class Collector {
  #count = 0
  #texts: string[] = []

  /** Makes `collect` known to a database; once for each. */
  define(connection: DuckDBConnection): void {
    const collect = DuckDBScalarFunction.create({
      name: 'collect',
      parameterTypes: [VARCHAR],
      returnType: BOOLEAN,
      volatile: true,
      specialHandling: true,
      mainFunction: (_info, rows, answers) => {
        this.#hear(rows)
        for (let row = 0; row < rows.rowCount; row++) answers.setItem(row, false)
        answers.flush()
      },
    })
    connection.registerScalarFunction(collect)
  }

  #hear(rows: DuckDBDataChunk): void {
    this.#count += rows.rowCount
    if (this.#count > KEPT) return
    const texts = rows.getColumnVector(0)
    for (let row = 0; row < rows.rowCount; row++) this.#texts.push(String(texts.getItem(row) ?? ''))
  }

  /** Returns what was handed over since it was last asked. */
  take(): Collected {
    const taken = { count: this.#count, texts: this.#count > KEPT ? null : this.#texts }
    this.#count = 0
    this.#texts = []
    return taken
  }
}
