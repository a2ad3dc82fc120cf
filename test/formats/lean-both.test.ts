import { beforeAll, describe, expect, it } from 'vitest'
import { openTestSession } from '../engine/open-test-session.ts'
import { csv } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const ORDER = {
  ...{ id: 1, type: 0, symbol: { value: 'SPY' }, quantity: 1, price: 100, status: 3 },
  ...{ createdTime: '2024-01-02T15:00:00Z', lastFillTime: '2024-01-02T15:00:01Z' },
}
/** One order, and 5000 and 5010 in the account at the beginning and end of its day. */
const RESULT = JSON.stringify({
  ...{ rollingWindow: {}, totalPerformance: {}, orders: { 1: ORDER } },
  charts: {
    'Strategy Equity': {
      series: {
        Equity: {
          values: [
            [1704153600, 5000],
            [1704240000, 5010],
          ],
        },
      },
    },
  },
})
const BACKTEST = csv([{ symbol: 'SPY', side: 'buy', qty: 1, price: 99, t_fill: '2024-01-02T15:00:00Z' }])

describe('a LEAN result with orders and an equity chart', () => {
  it('says on the Data screen that its chart is loaded by the same file as equity, and a second drop loads it', async () => {
    const session = await openTestSession()
    const { methods } = session
    const first = session.give('result.json', RESULT)
    const looked = await methods['import.sniff']({ files: [first] }, silentTask())
    expect(looked.files[0]).toMatchObject({ format: 'lean-result', role: 'live', holds: 'fills' })
    expect(looked.files[0]?.reason).toContain('Its equity chart is not read with its orders')
    await methods['import.run']({ files: [{ token: first.token, role: 'live', answers: {} }] }, silentTask())
    const again = { ...session.give('result.json', RESULT), role: 'equity' } as const
    expect((await methods['import.sniff']({ files: [again] }, silentTask())).files[0]).toMatchObject({
      format: 'lean-equity',
      role: 'equity',
      questions: [],
    })
    await methods['import.run']({ files: [{ token: again.token, role: 'equity', answers: {} }] }, silentTask())
    const rows = await session.session.tools.store.runText(
      `SELECT (SELECT count(*)::DOUBLE FROM fill) AS fills, (SELECT list(nav ORDER BY t)::VARCHAR FROM equity) AS navs`,
    )
    expect(rows).toEqual([{ fills: 1, navs: '[5000.0, 5010.0]' }])
  })

  describe('in one call of the command', () => {
    beforeAll(buildParity)

    it('is live and its account, so that returns are measured against it', async () => {
      const [result, backtest] = [temporaryFile('result.json', RESULT), temporaryFile('backtest.csv', BACKTEST)]
      const sides = ['--live', result, '--backtest', backtest]
      const { code, stdout } = await runParity(['review', ...sides, '--equity', result, '--json'])
      expect(code).toBe(0)
      // Bought one dearer than the backtest: -1 of 5000.
      const [day] = (JSON.parse(stdout) as { days: { active_return: number }[] }).days
      expect(day?.active_return).toBeCloseTo(-1 / 5000, 12)
      const alone = JSON.parse((await runParity(['review', ...sides, '--json'])).stdout) as typeof day & {
        days: unknown[]
      }
      expect(alone.days).toMatchObject([{ active_return: null }])
    })
  })
})
