import { describe, expect, it } from 'vitest'
import { reviewedStrategy, strategyChoices } from '#domain/parity/strategy.ts'

const named = (...names: string[]) => names.map((name, index) => ({ name, fills: 100 - index }))

describe('the strategies that can be chosen', () => {
  it('are the names both sides have, then pairs of those one side lacks, most fills first', () => {
    // A is on both sides, so neither "A=X" nor "B=A" would compare a strategy with itself.
    expect(strategyChoices(named('A', 'B', 'C'), named('X', 'A', 'Y'))).toEqual(['A', 'B=X', 'B=Y', 'C=X', 'C=Y'])
  })

  it('are read back as the names they were made of, also where fills have no name', () => {
    const [common, pair] = [strategyChoices(named(''), named(''))[0], strategyChoices(named(''), named('X'))[0]]
    expect(reviewedStrategy(common ?? 'none')).toEqual({ live: '', backtest: '' })
    expect(reviewedStrategy(pair ?? 'none')).toEqual({ live: '', backtest: 'X' })
  })

  it('leave out a name that would be read as two', () => {
    expect(strategyChoices(named('grid=2', 'B'), named('grid=2', 'X'))).toEqual(['B=X'])
  })
})
