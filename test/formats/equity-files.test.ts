import { describe, expect, it } from 'vitest'
import { importText, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { at } from './made-up-sample.ts'
import { readText } from './read-text.ts'

const DAILY = 'Date,Net Liquidity,Current Funds,Withdrawn,Trading Funds,P/L,P/L %,Drawdown %\n'

describe("Option Omega's daily log", () => {
  it('gives the value at 16:00 New York, in winter and in summer, and says that a withdrawal is not read', async () => {
    const { sink } = await readText(
      'daily.csv',
      `${DAILY}2024-01-02,100000,100000,0,100000,0,0,0\n2024-07-01,99000,98500,500,98500,-1000,-1,-1\n`,
    )
    // 16:00 is 21:00 UTC in January and 20:00 UTC in July.
    expect(sink.equityRows).toMatchObject([
      { t: at('2024-01-02T21:00:00Z'), nav: 100_000 },
      { t: at('2024-07-01T20:00:00Z'), nav: 99_000 },
    ])
    expect(sink.notes).toEqual(new Map([['withdrawal-not-read', 1]]))
  })
})

describe('returns per day', () => {
  it('are compounded from the capital, which stands at the first day’s start; a day’s value at its end', async () => {
    const { format, sink } = await readText(
      'test_returns.csv',
      '2024-01-02 00:00:00+00:00,0.01\n2024-01-03 00:00:00+00:00,-0.02\n',
      {
        capital: 100_000,
      },
    )
    expect(format.id).toBe('pyfolio-returns')
    // 100,000 * 1.01 = 101,000; * 0.98 = 98,980, not 100,000 * (1 + 0.01 - 0.02) = 99,000.
    expect(sink.equityRows.map(({ t, nav }) => [t, nav])).toEqual([
      [at('2024-01-02T00:00:00Z'), 100_000],
      [at('2024-01-03T00:00:00Z'), 101_000],
      [at('2024-01-04T00:00:00Z'), 98_980],
    ])
  })

  it('may have a header, days without a time, and times of day, which need a zone', async () => {
    const header = await readText('mine.csv', 'date,returns\n2024-01-02,0.5\n', { capital: 2 })
    expect([header.format.id, header.sink.read]).toEqual(['pyfolio-returns', 1])
    expect(header.sink.equityRows.at(-1)).toMatchObject({ t: at('2024-01-03T00:00:00Z'), nav: 3 })
    const times = 'date,return\n2024-07-01 16:00:00,0.5\n'
    expect(await failureOf(() => readText('mine.csv', times, { capital: 2 }))).toMatchObject({ code: 'AMBIGUOUS' })
    const { sink } = await readText('mine.csv', times, { capital: 2, zone: 'America/New_York' })
    expect(sink.equityRows.at(-1)).toMatchObject({ t: at('2024-07-01T20:00:00Z'), nav: 3 })
  })

  it('ask for the capital, with the flag that gives it', async () => {
    const failure = await failureOf(() => readText('returns.csv', '2024-01-02,0.01\n'))
    expect(failure).toMatchObject({ code: 'AMBIGUOUS' })
    expect(failure.message).toContain('--capital')
  })

  it('load as the value of an account, and as nothing else', async () => {
    const workbench = await openProject()
    const request = { name: 'returns.csv', answers: { capital: 1000 } }
    const text = '2024-01-02,0.01\n2024-01-03,abc\n2024-01-04,0.01\n'
    expect(await failureOf(() => importText(workbench, text, { ...request, role: 'live' }))).toMatchObject({
      code: 'FORMAT_UNKNOWN',
    })
    const report = await importText(workbench, text, { ...request, role: 'equity' })
    expect(report.inputs).toMatchObject([{ format: 'pyfolio-returns', rows: { read: 3, accepted: 2, rejected: 1 } }])
    expect(report.rejects).toMatchObject([{ line: 2, reason: 'bad-number' }])
    expect(await workbench.store.runText('SELECT origin::VARCHAR AS origin, nav FROM equity ORDER BY t')).toEqual([
      { origin: 'live', nav: 1000 },
      { origin: 'live', nav: 1010 },
      { origin: 'live', nav: 1020.1 },
    ])
  })
})

describe("LEAN's equity chart", () => {
  const chart = (values: unknown) => ({ 'Strategy Equity': { series: { Equity: { values } } } })

  it('is read from lists, candles and points, of either era; the close is the value', async () => {
    const result = (values: unknown) =>
      JSON.stringify({ rollingWindow: {}, totalPerformance: {}, charts: chart(values) })
    for (const point of [[1704153600, 100], [1704153600, 1, 200, 0.5, 100], { x: 1704153600, y: 100 }]) {
      const { format, sink } = await readText('summary.json', result([point]))
      expect(format.id).toBe('lean-equity')
      expect(sink.equityRows).toMatchObject([{ t: at('2024-01-02T00:00:00Z'), nav: 100 }])
    }
    const pascal = {
      RollingWindow: {},
      TotalPerformance: {},
      Charts: { 'Strategy Equity': { Series: { Equity: { Values: [{ x: 1704153600, y: 7 }] } } } },
    }
    expect((await readText('old.json', JSON.stringify(pascal))).sink.equityRows).toMatchObject([{ nav: 7 }])
  })

  it('of a result with orders is read as equity, and its orders as a backtest', async () => {
    const order = {
      id: 1,
      type: 0,
      symbol: { value: 'SPY' },
      quantity: 1,
      price: 100,
      status: 3,
      createdTime: '2024-01-02T15:00:00Z',
      lastFillTime: '2024-01-02T15:00:01Z',
    }
    const text = JSON.stringify({
      rollingWindow: {},
      totalPerformance: {},
      charts: chart([[1704153600, 100]]),
      orders: { 1: order },
    })
    const workbench = await openProject()
    const equity = await importText(workbench, text, { name: 'result.json', role: 'equity' })
    const fills = await importText(workbench, text, { name: 'result.json', role: 'backtest' })
    expect([equity, fills].map(({ inputs }) => [inputs[0]?.format, inputs[0]?.rows.accepted])).toEqual([
      ['lean-equity', 1],
      ['lean-result', 1],
    ])
  })
})
