import { statSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openTestSession, type TestSession } from '../../engine/open-test-session.ts'
import { realData } from '../../support/real-data.ts'
import { silentTask } from '../../support/recording-sink.ts'
import { zipOf } from '../../support/zip-of.ts'

const task = silentTask()
const HEADER = 'symbol,side,qty,price,fee,t_fill'
const FILLS = `${HEADER}\nA,buy,1,10,0.1,2026-03-03T10:00:00Z\nA,sell,1,11,0.1,2026-03-03T11:00:00Z\n`
const TRADOVATE = `symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESH5,-2,0,0.25,1,2,1,6117.75,6130.25,$62.50,01/22/2025 23:02:03,01/23/2025 00:30:16,1h 28min
`

async function look(session: TestSession, picked: { token: string; name: string; bytes: number }) {
  return (await session.methods['import.sniff']({ files: [picked] }, task)).files
}

describe('a packed file', () => {
  it.each([
    ['gz', gzipSync(FILLS)],
    ['zst', zstdCompressSync(Buffer.from(FILLS))],
  ])('shows its rows from inside a %s', async (kind, bytes) => {
    const session = await openTestSession()
    const [file] = await look(session, session.give(`live.csv.${kind}`, bytes))
    expect(file).toMatchObject({ format: 'canonical-csv', holds: 'fills', role: 'live', problem: null })
    expect(file?.preview.map((cells) => cells[5])).toEqual(['2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z'])
  })

  it('is read by its foreign format, with what that asks', async () => {
    const session = await openTestSession()
    const picked = session.give('Performance.csv.gz', gzipSync(TRADOVATE))
    const answers = { zone: 'UTC' }
    const { files } = await session.methods['import.sniff']({ files: [{ ...picked, answers }] }, task)
    expect(files[0]).toMatchObject({ format: 'tradovate-performance', preview_is: 'read' })
    expect(files[0]?.preview).toHaveLength(2)
    const report = await session.methods['import.run'](
      { files: [{ token: picked.token, role: 'live', answers }] },
      task,
    )
    expect(report.inputs[0]?.rows).toEqual({ read: 1, accepted: 1, rejected: 0 })
  })

  it('shows the rows of a zip of one member, and loads by the columns chosen for it', async () => {
    const session = await openTestSession()
    const text = 'Pair,Direction,Size,Avg Price,Executed At\nA,buy,2,100.5,03/04/2026 10:00:00Z\n'
    const picked = session.givePath(await zipOf('live.zip', { 'trades.csv': text }))
    const [file] = await look(session, picked)
    expect(file?.reason).toContain('Inside: trades.csv.')
    expect(file?.preview[0]?.[0]).toBe('A')
    expect(file?.questions.map(({ kind }) => kind)).toEqual(['date-order'])
    const columns = Object.fromEntries(file!.columns.flatMap(({ field, source }) => (source ? [[field, source]] : [])))
    const load = { token: picked.token, role: 'live', answers: { dateOrder: 'dmy' }, columns } as const
    const report = await session.methods['import.run']({ files: [load] }, task)
    expect(report.inputs[0]).toMatchObject({ path: 'live.zip/trades.csv', rows: { accepted: 1 } })
  })

  it('shows LEAN’s zipped bars as bars, in the prices and times they stand for', async (context) => {
    const path = realData('lean_data', 'equity_usa_minute_spy_20131007_trade.zip')
    if (path === null) return context.skip('no real data on this machine')
    const session = await openTestSession()
    const [file] = await look(session, session.givePath(path))
    expect(file).toMatchObject({ format: 'lean-market', role: 'market', shape: 'bars', holds: 'bars' })
    // SPY was at 167.41 at 04:00 New York (UTC-4), written as 1674100 at 14,400,000 ms.
    expect(file?.preview[0]?.slice(0, 3)).toEqual(['SPY', '2013-10-07T08:00:00.000Z', '167.41'])
  })

  it('that unpacks to far more than it is shows nothing, and is refused', async () => {
    const session = await openTestSession()
    // 40 MB of spaces in 40 kB: not a table, so it would have to be unpacked to be looked at.
    const bomb = gzipSync(
      Buffer.concat([Buffer.from('{"trades": '), Buffer.alloc(40 * 2 ** 20, ' '), Buffer.from('[]}')]),
    )
    const picked = session.give('backtest-result.json.gz', bomb)
    const [file] = await look(session, picked)
    expect(file?.preview).toEqual([])
    const load = { token: picked.token, role: 'backtest', answers: {} } as const
    await expect(session.methods['import.run']({ files: [load] }, task)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    })
  })
})

describe('a zip of several files', () => {
  const members = {
    'out/live.csv': FILLS,
    'out/backtest.csv': FILLS.replaceAll(',0.1,', ',0.2,'),
    '.DS_Store': 'x',
    '__MACOSX/a': 'x',
  }

  it('is given as its members, each with its own role, and each loads as itself', async () => {
    const session = await openTestSession()
    const files = await look(session, session.givePath(await zipOf('pair.zip', members)))
    expect(files.map(({ name, role }) => [name, role])).toEqual([
      ['pair.zip/out/live.csv', 'live'],
      ['pair.zip/out/backtest.csv', 'backtest'],
    ])
    const load = files.map(({ token, role }) => ({ token, role: role!, answers: {} }))
    const { inputs } = await session.methods['import.run']({ files: load }, task)
    expect(inputs.map(({ path, role, rows }) => [path, role, rows.accepted])).toEqual([
      ['pair.zip/out/live.csv', 'live', 2],
      ['pair.zip/out/backtest.csv', 'backtest', 2],
    ])
  })

  it('leaves nothing behind when the session ends', async () => {
    const session = await openTestSession()
    const [first] = await look(session, session.givePath(await zipOf('pair.zip', members)))
    const { path } = session.session.files.find(first!.token)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await session.close()
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('of very many stays one file, says so and shows the first', async () => {
    const session = await openTestSession()
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`day-${index}.csv`, FILLS]))
    const files = await look(session, session.givePath(await zipOf('live.zip', many)))
    expect(files).toHaveLength(1)
    expect(files[0]?.reason).toContain('13 files inside, all read as what you choose; shown: day-0.csv.')
    expect(files[0]?.preview).toHaveLength(2)
  })
})

describe('the same content twice', () => {
  it('is left out by name, whatever it is called; equal size is not equal content', async () => {
    const session = await openTestSession()
    const other = FILLS.replaceAll('A,', 'B,')
    const files = [session.give('live.csv', FILLS), session.give('copy.csv', FILLS), session.give('live.csv', other)]
    const looked = await session.methods['import.sniff']({ files }, task)
    expect(looked.files.map(({ name, token }) => [name, token])).toEqual([
      ['live.csv', files[0]?.token],
      ['live (2).csv', files[2]?.token],
    ])
    expect(looked.duplicates).toEqual([{ token: files[1]?.token, name: 'copy.csv', of: 'live.csv' }])
  })
})
