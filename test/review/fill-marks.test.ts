import { describe, expect, it } from 'vitest'
import { reviewTables, type Row } from '../support/project.ts'

const fill = (symbol: string, side: string, t: string, qty = 1): Row => ({
  signal_id: `${symbol}-${side}-${t}`,
  symbol,
  side,
  qty,
  price: 100,
  t_fill: `${t}:00Z`,
})
const withinADay = [fill('BTC/USDT', 'buy', '2025-01-06T10:00'), fill('BTC/USDT', 'sell', '2025-01-06T11:00')]
const overNight = [fill('ETH/USDT', 'buy', '2025-01-06T12:00'), fill('ETH/USDT', 'sell', '2025-01-07T09:00')]
const tables = [...withinADay, ...overNight]

async function fillMarks(live: Row[], backtest: Row[]): Promise<number> {
  const { flags } = await reviewTables({ live, backtest }, { capital: 1000 })
  return flags.find(({ code }) => code === 'fill-mark')?.count ?? 0
}

describe('marks taken from fills', () => {
  it('are counted where they value something: one night of one instrument, not every instrument on every day', async () => {
    // ETH over the night of 6 January, held by both. Both instruments on both days would be 4.
    expect(await fillMarks(tables, tables.map(again))).toBe(1)
  })

  it('are none where every position is closed by the end of its day', async () => {
    // Two days, one instrument each; it used to say that the last fill moved P&L between days, 4 times.
    const nextDay = [fill('ETH/USDT', 'buy', '2025-01-07T10:00'), fill('ETH/USDT', 'sell', '2025-01-07T11:00')]
    const live = [...withinADay, ...nextDay]
    expect(await fillMarks(live, live.map(again))).toBe(0)
  })

  it('count where one side alone holds', async () => {
    const half = overNight.map((row) => ({ ...row, t_fill: '2025-01-06T12:00:00Z' }))
    expect(await fillMarks([...withinADay, ...overNight], [...withinADay, ...half].map(again))).toBe(1)
  })
})

/** The other side's file has the same trades, told apart by a column so that it is not the same content. */
function again(row: Row): Row {
  return { ...row, fee: 0 }
}
