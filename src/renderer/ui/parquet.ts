import type { MadeFile } from '#shared/contract-table.ts'
import type { EngineClient } from '#shared/wire-client.ts'
import { AppError } from '#shared/errors.ts'
import type { Job } from '../state/jobs.svelte.ts'
import { exported, type Column } from './columns.ts'

/** The most characters a table may have to go to the engine: a host takes messages of a page up to a mebibyte. */
const MOST_CHARACTERS = 900_000

/** Has the engine make a Parquet file of rows the page holds: every column, full precision. */
export async function makeParquet<Row>(
  engine: EngineClient,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  job: Pick<Job, 'signal'>,
): Promise<MadeFile> {
  const table = exported(columns, rows)
  if (JSON.stringify(table.rows).length > MOST_CHARACTERS)
    throw new AppError('FILE_TOO_LARGE', 'This table is too large for a Parquet file from here; save it as CSV.')
  // What a column holds decides: a text beside numbers would be lost in a column of numbers.
  const kindOf = (at: number) => (table.rows.every((row) => typeof row[at] !== 'string') ? 'number' : 'text')
  const named = table.header.map((name, at) => ({ name, kind: kindOf(at) }) as const)
  return await engine.call('export.table', { columns: named, rows: table.rows }, { signal: job.signal })
}

/** Fetches a file the engine made, block by block. */
export async function fetchMade(
  engine: EngineClient,
  made: MadeFile,
  job: Pick<Job, 'signal' | 'hear'>,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset = 0; offset < made.bytes;) {
    const { bytes } = await engine.call('export.block', { token: made.token, offset }, { signal: job.signal })
    if (bytes.length === 0) break
    parts.push(new Uint8Array(bytes))
    offset += bytes.length
    job.hear({ step: 'Fetching', done: offset, total: made.bytes, unit: 'bytes' })
  }
  return new Blob(parts, { type: 'application/vnd.apache.parquet' })
}
