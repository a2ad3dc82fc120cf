import { readFileSync, writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import type { MadeFile } from '#shared/contract-table.ts'
import { temporaryFile } from '../support/temporary-folder.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openTestSession, type TestSession } from './open-test-session.ts'

const task = silentTask()

/** Fetches a made file as the page does, block by block, and reads it as anybody's DuckDB would. */
async function readBack({ methods }: TestSession, { token, bytes }: MadeFile): Promise<Record<string, unknown>[]> {
  const path = temporaryFile('fetched.parquet', '')
  const blocks: Uint8Array[] = []
  for (let offset = 0; offset < bytes; offset += blocks.at(-1)!.length)
    blocks.push((await methods['export.block']({ token, offset }, task)).bytes)
  writeFileSync(path, Buffer.concat(blocks))
  expect(readFileSync(path).length).toBe(bytes)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll('FROM read_parquet($path)', { path })).getRowObjectsJS()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('a table as Parquet', () => {
  it('keeps full precision, missing values, any text and both of two columns of one name', async () => {
    const session = await openTestSession()
    const made = await session.methods['export.table'](
      {
        columns: [
          { name: 'Gap, USDT', kind: 'number' },
          { name: 'name', kind: 'text' },
          { name: 'Name', kind: 'text' },
        ],
        rows: [
          [0.1 + 0.2, 'a "b"\n=c', 'x'],
          [null, null, 'ü'],
        ],
      },
      task,
    )
    // 0.3 would be the shown value; a hyphen, a quote or a formula would be what CSV guards against.
    expect(await readBack(session, made)).toEqual([
      { 'Gap, USDT': 0.30000000000000004, name: 'a "b"\n=c', 'Name (2)': 'x' },
      { 'Gap, USDT': null, name: null, 'Name (2)': 'ü' },
    ])
  })

  it('holds every pair of the filter in its order, as the pages of the screen do', async () => {
    const session = await openTestSession()
    await session.methods['import.sample']({}, task)
    await session.methods['review.run']({ capital: 100_000 }, task)
    const wanted = { filter: { side: ['sell' as const] }, cause: 'slippage' as const }
    const rows = await readBack(session, await session.methods['export.pairs'](wanted, task))
    const page = await session.methods['attribution.pairs']({ ...wanted, after: 0, limit: 10_000 }, task)
    expect(rows.length).toBe(page.total)
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.map((row) => [row['pair_id'], row['slippage'], row['live_time']])).toEqual(
      page.rows.map((row) => [row.pair_id, row.slippage, row.live_time]),
    )
  })

  it('is there until the next is made, and says so afterwards', async () => {
    const session = await openTestSession()
    const table = { columns: [{ name: 'a', kind: 'number' as const }], rows: [[1]] }
    const first = await session.methods['export.table'](table, task)
    await session.methods['export.table'](table, task)
    await expect(session.methods['export.block']({ token: first.token, offset: 0 }, task)).rejects.toMatchObject({
      code: 'FILE_MISSING',
    })
  })
})
