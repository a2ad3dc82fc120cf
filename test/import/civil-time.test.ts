import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { civilToUtc } from '#adapters/duckdb/load/civil-time.ts'
import { zonedToUtcMs } from '#adapters/formats/zone.ts'

const TEN_MINUTES = 600_000
const text = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

/** Reads civil times as canonical files are read; the session's own zone is another one. */
async function asCanonical(civil: readonly number[], zone: string): Promise<(string | null)[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  onTestFinished(() => {
    connection.closeSync()
    instance.closeSync()
  })
  await connection.run("SET TimeZone = 'Asia/Tokyo'")
  const values = civil.map((ms, index) => `(${index}, TIMESTAMP '${text(ms)}')`).join(', ')
  const reader = await connection.runAndReadAll(
    `SELECT strftime(${civilToUtc('c', zone)}, '%Y-%m-%d %H:%M:%S') AS t FROM (VALUES ${values}) v(i, c) ORDER BY i`,
  )
  return reader.getRows().map(([t]) => t as string | null)
}

describe('civil times of a canonical file', () => {
  it('are the first of the two where the clock repeats an hour, and moved forward where it skips one', async () => {
    // Paris: 25 October 2026 02:30 is 00:30Z (summer) and 01:30Z; DuckDB took the second, other formats the first.
    const civil = ['2026-10-25T01:30', '2026-10-25T02:30', '2026-10-25T03:30', '2026-03-29T01:30', '2026-03-29T02:30']
    expect(
      await asCanonical(
        civil.map((t) => Date.parse(`${t}:00Z`)),
        'Europe/Paris',
      ),
    ).toEqual([
      '2026-10-24 23:30:00',
      '2026-10-25 00:30:00',
      '2026-10-25 02:30:00',
      '2026-03-29 00:30:00',
      '2026-03-29 01:30:00',
    ])
  })

  it.each([
    ['Europe/Paris', '2026-03-29', '2026-10-25'],
    ['America/New_York', '2026-03-08', '2026-11-01'],
    // Half an hour, and the other way round the year.
    ['Australia/Lord_Howe', '2026-04-05', '2026-10-04'],
    ['Asia/Kolkata', '2026-03-29', '2026-10-25'],
    ['UTC', '2026-03-29', '2026-10-25'],
  ])('are the same as those of other formats around every change of the clock: %s', async (zone, ...changes) => {
    const civil = changes.flatMap((day) =>
      Array.from({ length: 3 * 144 }, (_, step) => Date.parse(`${day}T00:00:00Z`) + (step - 144) * TEN_MINUTES),
    )
    expect(await asCanonical(civil, zone)).toEqual(civil.map((ms) => text(zonedToUtcMs(ms, zone))))
  })
})
