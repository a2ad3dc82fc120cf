import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { importPaths, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'
import { readDetected } from './read-text.ts'
import { writeParquet } from './write-parquet.ts'

const FILL = `SELECT 7 AS "trade id", 'BTC-USD' AS product, 'SELL' AS side, '2024-01-02 00:00:00+00'::TIMESTAMPTZ AS "created at",
  0.5::FLOAT AS size, 'BTC' AS "size unit", 40000.25::DECIMAL(18, 4) AS price, 2::BIGINT AS fee, 'USD' AS "price/fee/total unit"`

describe('a Parquet file', () => {
  it('is told by its columns as a CSV is: any of those formats may be Parquet', async () => {
    const { format, sink } = await readDetected(await openFile(await writeParquet('fills.parquet', FILL)))
    expect(format.id).toBe('coinbase-fills')
    expect(sink.fills).toMatchObject([
      { fill_id: 'BTC-USD 7', side: 'SELL', qty: 0.5, price: 40000.25, fee: 2, t_fill: Date.UTC(2024, 0, 2) * 1000 },
    ])
  })

  it('with the canonical columns is canonical, though a format fits it too', async () => {
    const select = `SELECT 'A/USD' AS symbol, '2024-01-02 00:00:00+00'::TIMESTAMPTZ + INTERVAL (i) MINUTE AS t, 1.0 AS open, 2.0 AS high, 1.0 AS low, 1.5 AS close FROM range(3) r(i)`
    const workbench = await openProject()
    const report = await importPaths(workbench, 'market', [await writeParquet('bars.parquet', select)])
    expect(report.inputs).toMatchObject([{ format: 'canonical-parquet', rows: { read: 3, accepted: 3 } }])
  })

  it('of times without a zone asks for it, as a CSV does', async () => {
    const select = `SELECT '2024-07-01 12:00:00'::TIMESTAMP AS time, 1.0 AS bid, 1.5 AS ask`
    const file = await openFile(await writeParquet('EURUSD.parquet', select))
    expect(await failureOf(() => readDetected(file))).toMatchObject({ code: 'AMBIGUOUS' })
    const { sink } = await readDetected(file, { zone: 'America/New_York' })
    expect(sink.quotes).toMatchObject([{ symbol: 'EURUSD', t: Date.UTC(2024, 6, 1, 16) * 1000, bid: 1, ask: 1.5 }])
  })

  it('of no known columns is read by a mapping', async () => {
    const select = `SELECT 'A/USD' AS "Instrument", -2 AS "Size", 10.5 AS "Px", 1704153600::BIGINT AS "When"`
    const mapping = temporaryFile(
      'm.toml',
      'shape = "fills"\n[columns]\nsymbol = "Instrument"\nqty = "Size"\nprice = "Px"\nt_fill = "When"\n',
    )
    const workbench = await openProject()
    const path = await writeParquet('mine.parquet', select)
    expect(await failureOf(async () => await importPaths(workbench, 'live', [path]))).toMatchObject({
      code: 'COLUMN_MISSING',
    })
    const report = await importPaths(workbench, 'live', [path], { mapping })
    expect(report.inputs).toMatchObject([{ format: 'mapped', rows: { read: 1, accepted: 1 } }])
  })

  it('may have metadata that is no text, which is left out', async () => {
    const path = join(temporaryFolder(), 'bytes.parquet')
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(
      `COPY (SELECT 1 AS a) TO '${path}' (FORMAT parquet, KV_METADATA {bytes: '\\xFF\\xFE'::BLOB, words: 'said'})`,
    )
    connection.closeSync()
    instance.closeSync()
    const { parquet } = await openFile(path)
    expect([parquet?.columns, parquet?.metadata]).toEqual([
      [{ name: 'a', type: 'INTEGER' }],
      new Map([['words', 'said']]),
    ])
  })

  it('that is cut says so when it is opened, whatever would read it', async () => {
    const path = await writeParquet('fills.parquet', FILL)
    const bytes = readFileSync(path)
    const cut = join(temporaryFolder(), 'cut.parquet')
    writeFileSync(cut, bytes.subarray(0, bytes.length - 20))
    expect(await failureOf(async () => await openFile(cut))).toMatchObject({ code: 'FILE_TRUNCATED' })
  })
})
