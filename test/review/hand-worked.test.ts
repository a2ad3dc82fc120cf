import { describe, expect, it } from 'vitest'
import { reviewTables, type Row } from '../support/project.ts'

const MONDAY_TO_THURSDAY = ['2025-01-06', '2025-01-07', '2025-01-08', '2025-01-09'] as const
const CAPITAL = 1000

const near = (value: number) => expect.closeTo(value, 9) as number

/** One unit bought at 100 and sold the same day so that the day's P&L is its return times the capital of 1000. */
function tradesWithReturns(returns: readonly number[]): Row[] {
  return MONDAY_TO_THURSDAY.flatMap((day, index) => {
    const row = (side: string, hour: string, price: number): Row => ({
      signal_id: `${side}-${day}`,
      symbol: 'BTC/USDT',
      side,
      qty: 1,
      price,
      t_fill: `${day}T${hour}:00:00Z`,
    })
    return [row('buy', '10', 100), row('sell', '11', 100 + CAPITAL * (returns[index] ?? 0))]
  })
}

describe('four weekdays of known returns', () => {
  const live = tradesWithReturns([0.03, -0.01, 0.02, 0.04])
  const backtest = tradesWithReturns([0.01, 0.005, 0.005, 0.01])

  it('have a tracking error of 0.30740852297878796', async () => {
    // d = .02, -.015, .015, .03; mean .0125; squared deviations add up to .001125; / 3 = .000375; sqrt * sqrt(252).
    // ddof 0 would give .26622, A = 365 would give .36997.
    const review = await reviewTables({ live, backtest }, { capital: CAPITAL })
    expect(review.settings).toMatchObject({ calendar: 'weekdays', annualisation: 252 })
    expect((review.total.te_bps ?? 0) / 1e4).toBeCloseTo(0.30740852297878796, 12)
    // 252 * .0125, and sqrt(252 * (.0004 + .000225 + .000225 + .0009) / 4) = .33204.
    expect((review.total.td_bps ?? 0) / 1e4).toBeCloseTo(3.15, 12)
    expect((review.total.te_rms_bps ?? 0) / 1e4).toBeCloseTo(Math.sqrt(252 * 0.0004375), 12)
  })

  it('have the day’s returns, and the last window is all of them', async () => {
    const { days, total } = await reviewTables({ live, backtest }, { capital: CAPITAL })
    expect(days.map((day) => day.day)).toEqual(MONDAY_TO_THURSDAY)
    expect(days.map((day) => day.live_return)).toEqual([0.03, -0.01, 0.02, 0.04].map(near))
    expect(days.map((day) => day.backtest_return)).toEqual([0.01, 0.005, 0.005, 0.01].map(near))
    expect(days.at(-1)?.te_bps).toBeCloseTo(total.te_bps ?? 0, 9)
    expect(days[0]).toMatchObject({ te_bps: null, te_rms_bps: null, band: null })
    // .02 * sqrt(252) * 1e4.
    expect(days[0]?.te_day_bps).toBeCloseTo(3174.9015732775, 6)
  })

  it('have no return, band or action without capital, but all of the money', async () => {
    const review = await reviewTables({ live, backtest })
    expect(review).toMatchObject({ band: null, action: null, total: { te_bps: null, te_rms_bps: null, td_bps: null } })
    expect(review.total.active_pnl).toBeCloseTo(50, 9)
    expect(review.flags).toContainEqual({ code: 'no-capital', field: 'capital', count: 4 })
  })
})

describe('a constant difference', () => {
  it('has no tracking error, and all of its drag in the difference and the root mean square', async () => {
    // Live makes 5 less every day: d = -.005. TE alone would call that a perfect replica.
    const backtest = tradesWithReturns([0.01, 0.02, -0.01, 0])
    const live = tradesWithReturns([0.005, 0.015, -0.015, -0.005])
    const { total } = await reviewTables({ live, backtest }, { capital: CAPITAL })
    expect(total.te_bps).toBeCloseTo(0, 6)
    expect(total.td_bps).toBeCloseTo(-252 * 0.005 * 1e4, 6)
    expect(total.te_rms_bps).toBeCloseTo(Math.sqrt(252) * 0.005 * 1e4, 6)
  })
})

describe('the worked pair', () => {
  const DAY = '2025-01-06'
  const fill = (qty: number, mid: number, deviationBps: number, feeBps: number): Row => {
    const price = mid * (1 + deviationBps / 1e4)
    return {
      signal_id: 'one',
      symbol: 'BTC/USDT',
      side: 'buy',
      qty,
      price,
      fee: (qty * price * feeBps) / 1e4,
      t_fill: `${DAY}T10:00:00Z`,
      fill_mid: mid,
    }
  }
  const tables = {
    live: [fill(90, 50.1, 10, 25)],
    backtest: [fill(100, 50, 2, 10)],
    market: [{ symbol: 'BTC/USDT', t: `${DAY}T23:59:00Z`, bid: 50.99, ask: 51.01 }],
  }

  it('loses 28.79177, by the four causes to the printed digits', async () => {
    // 100 -> 90, mid 50 -> 50.10, deviation 2 -> 10 bps, fee 10 -> 25 bps, mark 51: 1-parity section 6.
    const { total, days } = await reviewTables(tables)
    expect(total.active_pnl).toBeCloseTo(-28.79177, 5)
    expect(total.attribution).toMatchObject({
      alpha: 0,
      sizing: expect.closeTo(-8.32292, 5),
      timing: expect.closeTo(-9.5165, 5),
      slippage: expect.closeTo(-3.81612, 5),
      fees: expect.closeTo(-7.13623, 5),
      price: 0,
      funding: 0,
    })
    expect(Math.abs(total.attribution.residual)).toBeLessThanOrEqual(total.residual_limit)
    expect(days).toHaveLength(1)
    expect(days[0]?.carry).toMatchObject({ sizing: 0, timing: 0 })
  })

  it('has the ladder’s parts when asked for it', async () => {
    // -9.9 + .501 = -9.3999; 90 * -.1 * 1.001 = -9.009; 90 * -(.0501 - .01) * 1.001 = -3.612609; -90 * 50.1501 * .0015.
    const { total } = await reviewTables(tables, { attribution: 'ladder' })
    expect(total.attribution).toMatchObject({
      sizing: expect.closeTo(-9.3999, 8),
      timing: expect.closeTo(-9.009, 8),
      slippage: expect.closeTo(-3.612609, 8),
      fees: expect.closeTo(-6.7702635, 8),
    })
  })

  it('has neither timing nor slippage without mids, but one price cause, flagged', async () => {
    const bare = (rows: readonly Row[]) => rows.map((row) => ({ ...row, fill_mid: null }))
    const { total, flags } = await reviewTables({ ...tables, live: bare(tables.live), backtest: bare(tables.backtest) })
    expect(total.attribution).toMatchObject({ timing: 0, slippage: 0 })
    expect(total.attribution.price).toBeLessThan(-10)
    expect(total.active_pnl).toBeCloseTo(-28.79177, 5)
    expect(flags).toContainEqual({ code: 'no-mid', field: 'price', count: 1 })
  })
})

describe('a position held over days', () => {
  it('earns its carry on days without fills, valued at quotes, and is cleared by its exit', async () => {
    // Live holds 2, the backtest 3. Marks 100, 110, 105: the day's carry is 2 * 10 - 3 * 10 = -10, then +5.
    const row = (side: string, qty: number, day: string): Row => ({
      signal_id: side,
      symbol: 'BTC/USDT',
      side,
      qty,
      price: 100,
      t_fill: `${day}T10:00:00Z`,
      fill_mid: 100,
    })
    const quote = (day: string, mid: number): Row => ({ symbol: 'BTC/USDT', t: `${day}T23:00:00Z`, bid: mid, ask: mid })
    const held = (qty: number) => [row('buy', qty, '2025-01-06'), row('sell', qty, '2025-01-09')]
    const { days, position_breaks: breaks } = await reviewTables({
      live: held(2),
      backtest: held(3),
      market: [quote('2025-01-06', 100), quote('2025-01-07', 110), quote('2025-01-08', 105), quote('2025-01-09', 105)],
    })
    expect(days.map((day) => day.carry.sizing)).toEqual([0, -10, 5, 0].map(near))
    expect(days.map((day) => day.live_pnl)).toEqual([0, 20, -10, -10].map(near))
    expect(breaks).toEqual(
      ['2025-01-06', '2025-01-07', '2025-01-08'].map((day) => ({ day, symbol: 'BTC-USDT', live: 2, backtest: 3 })),
    )
  })
})

describe('an entry whose exits find no counterpart', () => {
  const fill = (signal: string, side: string, qty: number, price: number, t: string): Row => ({
    signal_id: signal,
    symbol: 'BTC/USDT',
    side,
    qty,
    price,
    t_fill: `2025-01-${t}:00Z`,
  })
  // Both sides are out on Tuesday by exits hours apart, under signals of their own. The marks are 102, then 110.
  const shared = [fill('later', 'buy', 1, 110, '08T12:00'), fill('out', 'sell', 1, 110, '08T13:00')]
  const live = [fill('in', 'buy', 10, 100, '07T10:00'), fill('x', 'sell', 10, 101, '07T11:00'), ...shared]
  const backtest = [fill('in', 'buy', 8, 100, '07T10:00'), fill('y', 'sell', 8, 102, '07T20:00'), ...shared]

  it('is carried no further than to the evening on which nobody holds anything', async () => {
    const review = await reviewTables({ live, backtest }, { capital: CAPITAL })
    // Tuesday: live 10 * 1, backtest 8 * 2: -6. Sizing 2 * (102 - 100) = 4; alpha live -10 * (102 - 101), backtest 0: -10.
    expect(review.days[0]?.attribution).toMatchObject({ alpha: near(-10), sizing: near(4) })
    // Sizing went on with 2 * (110 - 102) = +16 and alpha with -16 though no side held anything.
    expect(review.days[1]?.carry).toMatchObject({ alpha: near(0), sizing: near(0) })
    expect(review.days[1]).toMatchObject({ live_pnl: near(0), backtest_pnl: near(0) })
    expect(review.total.attribution).toMatchObject({ alpha: near(-10), sizing: near(4), residual: near(0) })
  })
})
