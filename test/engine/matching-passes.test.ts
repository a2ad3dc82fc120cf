import { describe, expect, it } from 'vitest'
import { importTables, openProject, review, reviewTables, type Row } from '../support/project.ts'

const base = { symbol: 'BTC-USDT', side: 'buy', price: 100 }
const at = (seconds: number) => new Date(Date.UTC(2025, 0, 2, 10) + seconds * 1000).toISOString()
const fill = (order_id: string, qty: number, seconds: number, rest: Row = {}): Row => ({
  ...base,
  order_id,
  qty,
  t_fill: at(seconds),
  ...rest,
})

describe('matching pass 4, children of one parent', () => {
  it('pairs three live orders with the one backtest order they add up to, before one of them takes it for itself', async () => {
    const result = await reviewTables({
      live: [fill('a', 2, 0), fill('b', 3, 40), fill('c', 5.2, 80)],
      backtest: [fill('parent', 10, 60)],
    })
    // One to one by time, b (20 s away) would take the parent and leave 7.2 of 10.2 over as alpha.
    expect(result.matching).toMatchObject({ matched: 1, live_only: 0, backtest_only: 0, by_method: { children: 1 } })
    expect(result.total.attribution.alpha).toBe(0)
  })

  it('pairs two backtest orders with one live order', async () => {
    const result = await reviewTables({ live: [fill('l', 10, 0)], backtest: [fill('x', 4, -20), fill('y', 6, 20)] })
    expect(result.matching).toMatchObject({ matched: 1, by_method: { children: 1 } })
  })

  it('leaves an order its equal: a child never takes a parent that has a match of its own size', async () => {
    const result = await reviewTables({
      live: [fill('whole', 10, 0), fill('a', 4, 10), fill('b', 6, 20)],
      backtest: [fill('parent', 10, 5)],
    })
    expect(result.matching).toMatchObject({ matched: 1, live_only: 2, by_method: { time: 1, unmatched: 2 } })
  })

  it('takes no family whose quantities do not add up', async () => {
    const result = await reviewTables({ live: [fill('a', 4, 0), fill('b', 5, 10)], backtest: [fill('parent', 10, 5)] })
    expect(result.matching.by_method).toEqual({ time: 1, unmatched: 1 })
  })

  it('measures sizes after scaling', async () => {
    const sides = { live: [fill('a', 40, 0), fill('b', 60, 10)], backtest: [fill('parent', 10, 5)] }
    expect((await reviewTables(sides, { scale: 10 })).matching.by_method).toEqual({ children: 1 })
  })
})

describe('matching pass 5, orders sent and never filled', () => {
  const missed = { symbol: 'BTC-USDT', side: 'buy', qty: 1, status: 'cancelled', filled_qty: 0 }

  it('counts a backtest fill as unfilled alpha where live sent an order for it that was cancelled', async () => {
    const workbench = await openProject()
    await importTables(workbench, {
      live: [fill('x', 1, 0, { price: 100 })],
      backtest: [
        fill('x', 1, 0, { price: 100 }),
        fill('y', 1, 3600, { price: 90 }),
        fill('z', 1, 7200, { price: 110 }),
      ],
      orders: [{ ...missed, order_id: 'sent', t_sent: at(3590) }],
    })
    const result = await review(workbench)
    // Marks are the last fill price, 110. The backtest earned 110 - 90 = 20 on y, 0 on z: alpha -20, all of it unfilled.
    expect(result.matching.by_method).toEqual({ id: 1, unfilled: 1, unmatched: 1 })
    expect(result.total.attribution.alpha).toBeCloseTo(-20, 9)
    expect(result.total.alpha_unfilled).toBeCloseTo(-20, 9)
  })

  it('one cancelled order explains one missing fill, not two', async () => {
    const workbench = await openProject()
    await importTables(workbench, {
      live: [fill('x', 1, 0)],
      backtest: [fill('x', 1, 0), fill('y', 1, 3600), fill('z', 1, 3610)],
      orders: [{ ...missed, order_id: 'sent', t_sent: at(3600) }],
    })
    expect((await review(workbench)).matching.by_method).toEqual({ id: 1, unfilled: 1, unmatched: 1 })
  })

  it('splits sizing into requested size and fill ratio where orders are loaded', async () => {
    const workbench = await openProject()
    await importTables(workbench, {
      live: [fill('x', 6, 0, { price: 100, fill_mid: 100 })],
      backtest: [fill('x', 10, 0, { price: 100, fill_mid: 100 })],
      orders: [{ ...missed, order_id: 'x', qty: 8, filled_qty: 6, status: 'partial', t_sent: at(0) }],
      market: [{ symbol: 'BTC-USDT', t: at(40_000), bid: 109, ask: 111 }],
    })
    const { total } = await review(workbench)
    // Mark 110: sizing = (6 - 10) * 10 = -40. Requested 8 of 10: -20; filled 6 of 8: -20.
    expect(total.attribution.sizing).toBeCloseTo(-40, 9)
    expect(total.sizing_requested).toBeCloseTo(-20, 9)
    expect(total.sizing_fill_ratio).toBeCloseTo(-20, 9)
  })
})

describe('an opening position with a mark', () => {
  it('is valued from that mark until a price is known', async () => {
    const workbench = await openProject()
    await importTables(workbench, {
      live: [fill('x', 1, 0, { price: 120 })],
      backtest: [fill('x', 1, 0, { price: 120 })],
      positions: [{ origin: 'live', symbol: 'BTC-USDT', qty: 2, mark: 100 }],
    })
    // Held 2 from 100 to the day's mark of 120: +40, which only live has, so alpha; the pair itself is equal.
    const { total } = await review(workbench)
    expect(total.active_pnl).toBeCloseTo(40, 9)
    expect(total.attribution.alpha).toBeCloseTo(40, 9)
  })
})
