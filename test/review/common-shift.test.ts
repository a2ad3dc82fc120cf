import { describe, expect, it } from 'vitest'
import type { Review } from '#shared/review.ts'
import { reviewTables, type Row } from '../support/project.ts'

const HOUR = 3600
const START = Date.parse('2025-01-06T00:00:00Z') / 1000

/** Two orders a day on six days without ids, at other prices each, `late` seconds later than they were decided. */
function orders(late: number): Row[] {
  return Array.from({ length: 12 }, (_, index): Row => ({
    symbol: 'BTC/USDT',
    side: index % 2 === 0 ? 'buy' : 'sell',
    qty: 1,
    price: 100 + 2 * index,
    t_fill: START + Math.floor(index / 2) * 24 * HOUR + (8 + (index % 2) * 3) * HOUR + late,
  }))
}

async function offsets(live: Row[], backtest: Row[]): Promise<Review['suggestions']> {
  const { suggestions } = await reviewTables({ live, backtest }, { capital: 1000 })
  return suggestions.filter(({ code }) => code === 'offset')
}

describe('orders that found no partner', () => {
  it('say by how many hours they all stand apart, as a wrong zone leaves them', async () => {
    // Nothing matched, all of it alpha, and not a word on why: the live file was read two hours early.
    const [offset, ...more] = await offsets(orders(-2 * HOUR + 1), orders(0))
    expect(more).toEqual([])
    expect(offset?.value).toBe(2 * HOUR)
    expect(offset?.sentence).toMatch(
      /^12 of 12 live orders without a partner stand 2 h before a backtest order of the same side and price; /,
    )
  })

  it('say nothing where they match, or where no shift brings most of them together', async () => {
    expect(await offsets(orders(1), orders(0))).toEqual([])
    const scattered = orders(0).map((row, index) => ({ ...row, t_fill: Number(row['t_fill']) + (index + 1) * 1000 }))
    expect(await offsets(scattered, orders(0))).toEqual([])
  })
})
