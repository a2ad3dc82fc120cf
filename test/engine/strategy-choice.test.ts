import { describe, expect, it } from 'vitest'
import { strategyChoices } from '#domain/parity/strategy.ts'
import type { AppError } from '#shared/errors.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openTestSession } from './open-test-session.ts'

const task = silentTask()
const HEADER = 'strategy,symbol,side,qty,price,fee,t_fill'
const trades = (strategies: readonly string[], price: number) =>
  [
    HEADER,
    ...strategies.flatMap((name) => [
      `${name},A-USDT,buy,1,${price},0.1,2026-03-02T10:00:00Z`,
      `${name},A-USDT,sell,1,${price + 1},0.1,2026-03-02T11:00:00Z`,
    ]),
    '',
  ].join('\n')

describe('a review of sides whose strategies have no common name', () => {
  it('asks which to review, and every choice answers it and is kept with the project', async () => {
    const session = await openTestSession()
    const files = [
      { ...session.give('live.csv', trades(['A', 'B'], 100)), role: 'live', answers: {} } as const,
      { ...session.give('backtest.csv', trades(['X', 'Y', 'Y'], 99)), role: 'backtest', answers: {} } as const,
    ]
    await session.methods['import.run']({ files }, task)
    const failure = await session.methods['review.run']({ capital: 1000 }, task).catch((error: unknown) => error)
    expect((failure as AppError).details['flag']).toBe('--strategy')
    const { live, backtest } = await session.methods['review.strategies']({}, task)
    expect(backtest).toEqual([
      { name: 'X', fills: 2 },
      { name: 'Y', fills: 4 },
    ])
    const choices = strategyChoices(live, backtest)
    expect(choices).toEqual(['A=X', 'A=Y', 'B=X', 'B=Y'])
    for (const strategy of choices) {
      const review = await session.methods['review.run']({ capital: 1000, strategy }, task)
      expect([review.status, review.settings.strategy]).toEqual(['OK', strategy])
      // One day: the whole range and the day would say the same twice.
      const sentences = review.explain.map(({ sentence }) => sentence)
      expect(sentences.length).toBeGreaterThan(0)
      expect(new Set(sentences).size).toBe(sentences.length)
    }
    expect((await session.methods['review.latest']({}, task)).request.strategy).toBe('B=Y')
  })
})
