import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import type { Answers } from '#engine/ports.ts'
import { importPaths, importText, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HEADER = 'symbol,side,qty,price,t_fill\n'
const fillAt = (time: string | number) => `BTC/USDT,buy,1,100,${time}\n`

/** Imports one fill per time and returns the stored instants as UTC text, in order. */
async function instants(times: readonly (string | number)[], answers: Answers = {}): Promise<unknown[]> {
  const workbench = await openProject()
  await importText(workbench, HEADER + times.map(fillAt).join(''), { answers })
  const rows = await workbench.store.runText(
    "SELECT strftime(t_fill, '%Y-%m-%dT%H:%M:%S.%f') AS t FROM fill ORDER BY rowid",
  )
  return rows.map((row) => row['t'])
}

describe('a time with an offset', () => {
  it('is the instant it names', async () => {
    // DuckDB's typed TIMESTAMP drops the offset: 12:00+02:00 would stay 12:00.
    expect(
      await instants([
        '2025-07-01T12:00:00+02:00',
        '2025-07-01T12:00:00Z',
        '2025-07-01T12:00:00-05:30',
        '2025-07-01 12:00:00.25+0200',
      ]),
    ).toEqual([
      '2025-07-01T10:00:00.000000',
      '2025-07-01T12:00:00.000000',
      '2025-07-01T17:30:00.000000',
      '2025-07-01T10:00:00.250000',
    ])
  })

  it('keeps it although a zone was answered', async () => {
    expect(await instants(['2025-07-01T12:00:00Z'], { zone: 'America/New_York' })).toEqual([
      '2025-07-01T12:00:00.000000',
    ])
  })
})

describe('a count since 1970', () => {
  it.each([
    ['seconds', 1735689600, '.000000'],
    ['milliseconds', 1735689600123, '.123000'],
    ['microseconds', 1735689600123456, '.123456'],
    ['nanoseconds', '1735689600123456789', '.123456'],
  ])('is read in %s by its digits', async (_, count, fraction) => {
    expect(await instants([count])).toEqual([`2025-01-01T00:00:00${fraction}`])
  })

  it('may have a fraction of a second', async () => {
    expect(await instants(['1735689600.5'])).toEqual(['2025-01-01T00:00:00.500000'])
  })
})

describe('a time without an offset', () => {
  it('is asked for, never guessed', async () => {
    const failure = await failureOf(() => instants(['2025-07-01 12:00:00']))
    expect(failure).toMatchObject({ code: 'AMBIGUOUS', message: expect.stringContaining('--zone UTC') })
  })

  it('is civil time in the zone that was answered, in winter and in summer', async () => {
    expect(await instants(['2025-01-15 12:00:00', '2025-07-15 12:00:00'], { zone: 'Europe/Paris' })).toEqual([
      '2025-01-15T11:00:00.000000',
      '2025-07-15T10:00:00.000000',
    ])
  })

  it('is stored in order around both changes of the clock', async () => {
    // New York springs forward on 9 March 2025 at 02:00 and falls back on 2 November at 02:00.
    expect(
      await instants(['2025-03-09 01:59:59', '2025-03-09 03:00:00', '2025-11-02 00:59:59', '2025-11-02 02:00:00'], {
        zone: 'America/New_York',
      }),
    ).toEqual([
      '2025-03-09T06:59:59.000000',
      '2025-03-09T07:00:00.000000',
      '2025-11-02T04:59:59.000000',
      '2025-11-02T07:00:00.000000',
    ])
  })

  it('is refused row by row where other rows of the file have one', async () => {
    const workbench = await openProject()
    const report = await importText(workbench, HEADER + fillAt('2025-07-01T12:00:00Z') + fillAt('2025-07-01T12:00:00'))
    expect(report.rejects).toEqual([expect.objectContaining({ line: 3, column: 't_fill', reason: 'bad-time' })])
  })
})

describe('the same fills as Parquet', () => {
  async function parquet(select: string): Promise<string> {
    const path = join(temporaryFolder(), 'fills.parquet')
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run("SET TimeZone = 'Asia/Tokyo'")
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    return path
  }
  const one = (time: string) =>
    `SELECT 'BTC/USDT' AS symbol, 'buy' AS side, 1.0 AS qty, 100.0 AS price, ${time} AS t_fill`

  it.each([
    ['an instant', "TIMESTAMPTZ '2025-07-01 12:00:00+02:00'"],
    ['text with an offset', "'2025-07-01T12:00:00+02:00'"],
    ['text in UTC', "'2025-07-01T10:00:00Z'"],
    ['seconds', '1751364000'],
    ['milliseconds', '1751364000000'],
    ['microseconds', '1751364000000000'],
    ['nanoseconds', '1751364000000000000'],
  ])('holds %s', async (_, time) => {
    const workbench = await openProject()
    await importPaths(workbench, 'live', [await parquet(one(time))])
    expect(await workbench.store.runText('SELECT t_fill::VARCHAR AS t FROM fill')).toEqual([
      { t: '2025-07-01 10:00:00' },
    ])
  })

  it('reads civil timestamps in the answered zone', async () => {
    const workbench = await openProject()
    await importPaths(workbench, 'live', [await parquet(one("TIMESTAMP '2025-07-01 12:00:00'"))], {
      answers: { zone: 'Europe/Paris' },
    })
    expect(await workbench.store.runText('SELECT t_fill::VARCHAR AS t FROM fill')).toEqual([
      { t: '2025-07-01 10:00:00' },
    ])
  })

  it('reads text without an offset in the answered zone', async () => {
    // It was read as UTC whatever was answered: a whole side two hours late in summer.
    const workbench = await openProject()
    await importPaths(workbench, 'live', [await parquet(one("'2025-07-01 12:00:00'"))], {
      answers: { zone: 'Europe/Paris' },
    })
    expect(await workbench.store.runText('SELECT t_fill::VARCHAR AS t FROM fill')).toEqual([
      { t: '2025-07-01 10:00:00' },
    ])
  })

  it('refuses bad rows with their row number and loads the rest', async () => {
    const workbench = await openProject()
    const rows = [
      one("'2025-07-01T10:00:00Z'"),
      one("'yesterday'"),
      one("'2025-07-01T10:00:00Z'").replace("'buy'", "'hold'"),
    ]
    const report = await importPaths(workbench, 'live', [await parquet(rows.join(' UNION ALL '))])
    expect(report.inputs[0]?.rows).toEqual({ read: 3, accepted: 1, rejected: 2 })
    expect(report.rejects).toEqual([
      expect.objectContaining({ line: null, place: 'row 2', column: 't_fill', reason: 'bad-time' }),
      expect.objectContaining({ line: null, place: 'row 3', column: 'side', reason: 'unknown-side' }),
    ])
  })

  it('has the same content as its CSV twin', async () => {
    const folder = temporaryFolder()
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const select = `SELECT 'id-' || range AS fill_id, 'BTC/USDT' AS symbol, CASE WHEN range % 2 = 0 THEN 'buy' ELSE 'sell' END AS side,
      1 + range / 7 AS qty, 100 + range / 3 AS price, strftime(TIMESTAMP '2025-01-01' + INTERVAL (range) SECOND, '%Y-%m-%dT%H:%M:%SZ') AS t_fill FROM range(500)`
    await connection.run(`COPY (${select}) TO '${join(folder, 'fills.parquet')}' (FORMAT parquet)`)
    await connection.run(`COPY (${select}) TO '${join(folder, 'fills.csv')}' (FORMAT csv, HEADER)`)
    connection.closeSync()
    instance.closeSync()
    const content = async (name: string) => {
      const workbench = await openProject()
      await importPaths(workbench, 'live', [join(folder, name)])
      return await workbench.store.runText(
        'SELECT fill_id, symbol, side, qty, price, t_fill::VARCHAR AS t FROM fill ORDER BY t_fill',
      )
    }
    expect(await content('fills.parquet')).toEqual(await content('fills.csv'))
  })
})
