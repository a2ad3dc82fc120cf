import { expect, it } from 'vitest'
import { sumFlows } from '#domain/parity/day-flows.ts'
import { dayGrid } from '#domain/parity/day-grid.ts'
import { fillColumns } from './fill-columns.ts'

const key = [1, 1] as const

it('sums what fills moved, paid and traded by day and instrument, each side apart', () => {
  // Live, day 5, instrument 0: buys 2 at 100 for a fee of 1, sells 1 at 110 for a fee unknown; instrument 1: buys 10 at 3, 0.1 of them taken as a fee.
  // The backtest, day 6: sells 4 at -2 for a rebate of 0.5: it pays 8 to be rid of them.
  const columns = fillColumns([
    { key, live: true, day: 5, qty: 2, price: 100, fee: 1 },
    { key, live: true, day: 5, qty: 1, price: 110, fee: null, side: -1 },
    { key, live: true, day: 5, instrument: 1, qty: 10, price: 3, fee: 0.3, feeBase: 0.1 },
    { key, live: false, day: 6, qty: 4, price: -2, fee: -0.5, side: -1 },
  ])
  const { live, backtest } = sumFlows(columns, dayGrid(columns.day, [], 2))
  expect([...live.moved]).toEqual([1, 9.9, 0, 0])
  expect([...live.paid]).toEqual([-2 * 100 - 1 + 110, -30, 0, 0])
  expect([...live.traded]).toEqual([310, 30, 0, 0])
  expect([...live.turned]).toEqual([3, 10, 0, 0])
  expect([...backtest.moved]).toEqual([0, 0, -4, 0])
  expect([...backtest.paid]).toEqual([0, 0, -8 + 0.5, 0])
  expect([...backtest.traded]).toEqual([0, 0, 8, 0])
  expect([...backtest.turned]).toEqual([0, 0, 4, 0])
})
