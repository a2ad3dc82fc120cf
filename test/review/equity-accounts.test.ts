import { describe, expect, it } from 'vitest'
import type { Workbench } from '#main/compose.ts'
import { openTestSession } from '../engine/open-test-session.ts'
import { csv, importTables, importText, openProject, review } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const DAYS = ['2025-01-02', '2025-01-03']

/** One unit bought at 100 and sold at 101 on each of two days: live earns 1 a day. */
const TRADES = DAYS.flatMap((day) => [
  { symbol: 'BTC-USDT', side: 'buy', qty: 1, price: 100, fee: 0, t_fill: `${day}T10:00:00Z` },
  { symbol: 'BTC-USDT', side: 'sell', qty: 1, price: 101, fee: 0, t_fill: `${day}T11:00:00Z` },
])
const MAIN = 't,nav,flow\n2025-01-01T23:00:00Z,1000,\n2025-01-02T23:00:00Z,1001,\n2025-01-03T23:00:00Z,1002,\n'
const HEDGE = 't,nav,flow\n2025-01-01T22:00:00Z,500,\n2025-01-02T23:00:00Z,500,\n2025-01-03T23:00:00Z,500,\n'

async function traded(): Promise<Workbench> {
  const project = await openProject()
  await importTables(project, { live: TRADES, backtest: TRADES })
  return project
}

/** The capital of each day: what its P&L of 1 is a return on. */
async function capitals(project: Workbench): Promise<number[]> {
  const { days } = await review(project, { calendar: '24x7' })
  return days.map(({ live_pnl: pnl, live_return: share }) => Math.round(((pnl ?? NaN) / (share ?? NaN)) * 1e6) / 1e6)
}

const add = (project: Workbench, text: string, name: string, equityFiles?: 'accounts' | 'one') =>
  importText(project, text, { role: 'equity', name, answers: equityFiles === undefined ? {} : { equityFiles } })

describe('equity of several files', () => {
  it('that speak for the same time with other values is asked about, and neither is added to the other', async () => {
    const project = await traded()
    await add(project, MAIN, 'main.csv')
    await expect(add(project, HEDGE, 'hedge.csv')).rejects.toMatchObject({
      code: 'AMBIGUOUS',
      message: expect.stringMatching(/speaks for the same time as main\.csv .* --equity-files accounts .* one/),
    })
    expect(await capitals(project)).toEqual([1000, 1001])
  })

  it('adds up where each is an account: 1,000 + 500, then 1,001 + 500', async () => {
    const project = await traded()
    await add(project, MAIN, 'main.csv')
    await add(project, HEDGE, 'hedge.csv', 'accounts')
    // Interleaved, the second day would stand on whichever row of 23:00 came last: 1,001 or 500.
    expect(await capitals(project)).toEqual([1500, 1501])
    // 1,502 - 1,500 over both days, as the two trades earned.
    expect((await review(project)).reconciliation).toMatchObject({ nav_change: 2, live_pnl: 2, difference: 0, days: 2 })
  })

  it('is that of the file loaded last where both are one account', async () => {
    const project = await traded()
    await add(project, MAIN, 'main.csv')
    await add(project, HEDGE, 'corrected.csv', 'one')
    expect(await capitals(project)).toEqual([500, 500])
  })

  it('of a later export that says the same is one account, its flows counted once', async () => {
    const project = await traded()
    const first = 't,nav,flow\n2025-01-01T23:00:00Z,1000,\n2025-01-02T12:00:00Z,1201,200\n'
    await add(project, first, 'first.csv')
    await add(project, `${first}2025-01-03T12:00:00Z,1202,\n`, 'longer.csv')
    expect(await capitals(project)).toEqual([1000, 1201])
    // 1,202 - 1,000 - 200 = 2; the flow counted twice would make it -198.
    expect((await review(project)).reconciliation).toMatchObject({ nav_change: 2, difference: 0 })
  })

  it('of one month after the other goes on as one account', async () => {
    const project = await traded()
    const [header, one = '', ...rest] = MAIN.trim().split('\n')
    await add(project, `${header}\n${one}\n`, 'january.csv')
    await add(project, `${header}\n${rest.join('\n')}\n`, 'february.csv')
    expect(await capitals(project)).toEqual([1000, 1001])
  })

  it('an account that begins within a day is capital from the next day on, and no profit', async () => {
    const project = await traded()
    await add(project, MAIN, 'main.csv')
    await add(project, 't,nav\n2025-01-02T12:00:00Z,500\n2025-01-03T12:00:00Z,500\n', 'new.csv', 'accounts')
    expect(await capitals(project)).toEqual([1000, 1501])
    // The day it begins is left out: 1,501 - 1,000 would say that 501 was earned.
    expect((await review(project)).reconciliation).toMatchObject({ nav_change: 1, live_pnl: 1, days: 1 })
  })

  it('of one file is told apart by its column account', async () => {
    const project = await traded()
    const text = csv([
      { t: '2025-01-01T23:00:00Z', nav: 1000, account: 'main' },
      { t: '2025-01-01T23:30:00Z', nav: 500, account: 'hedge' },
      { t: '2025-01-02T23:00:00Z', nav: 1001, account: 'main' },
    ])
    await add(project, text, 'accounts.csv')
    // Without the column the last value, 500, would be the capital of the first day.
    expect(await capitals(project)).toEqual([1500, 1501])
  })

  it('is a question on the screen, asked by the import and answered by a click', async () => {
    const session = await openTestSession()
    const task = silentTask()
    const load = (file: { token: string }, answers = {}) =>
      session.methods['import.run']({ files: [{ token: file.token, role: 'equity', answers }] }, task)
    await load(session.give('main.csv', MAIN))
    const hedge = session.give('hedge.csv', HEDGE)
    const asked: unknown = await load(hedge).catch((error: unknown) => error)
    expect(asked).toMatchObject({
      code: 'AMBIGUOUS',
      details: {
        token: hedge.token,
        question: {
          kind: 'equity-files',
          choices: [{ answers: { equityFiles: 'accounts' } }, { answers: { equityFiles: 'one' } }],
        },
      },
    })
    expect((await load(hedge, { equityFiles: 'accounts' })).inputs).toHaveLength(1)
  })

  it('ends the command with exit 4 and the flag to give', async () => {
    const files = ['--equity', temporaryFile('main.csv', MAIN), '--equity', temporaryFile('hedge.csv', HEDGE)]
    const trades = temporaryFile('trades.csv', csv(TRADES))
    const command = ['review', '--live', trades, '--backtest', trades, ...files, '--json']
    expect(await runParity(command)).toMatchObject({ code: 4, stdout: expect.stringContaining('--equity-files one') })
    const answered = await runParity([...command, '--equity-files', 'accounts'])
    expect(answered, answered.stderr).toMatchObject({ code: 0 })
  })
})
