import { expect, it } from 'vitest'
import { reviewTables } from '../support/project.ts'

it('reports in the currency of the fees where symbols name none, as shares do', async () => {
  // AAPL has no quote currency of its own. Ten shares bought at 100 and marked there: live pays 2 USD, the backtest 1, so fees cost 1.
  const bought = {
    symbol: 'AAPL',
    side: 'buy',
    qty: 10,
    price: 100,
    fee_currency: 'USD',
    t_fill: '2025-01-06T15:00:00Z',
  }
  const side = (fee: number) => [{ ...bought, signal_id: 's1', fee }]
  const document = await reviewTables({ live: side(2), backtest: side(1) }, { calendar: '24x7' })
  expect(document.settings.currency).toBe('USD')
  expect(document.flags.filter(({ code }) => code.startsWith('fee'))).toEqual([])
  expect(document.total.attribution.fees).toBeCloseTo(-1, 12)
})
