import { describe, expect, it } from 'vitest'
import { reviewTables, type Row } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'

const fill = (day: string, more: Row = {}): Row => ({
  symbol: 'BTC/USDT',
  side: 'buy',
  qty: 1,
  price: 100,
  t_fill: `${day}T10:00:00Z`,
  ...more,
})
const fills = (days: readonly string[], more: Row = {}) => days.map((day) => fill(day, more))

describe('strategies', () => {
  const both = (live: readonly string[], backtest: readonly string[]) => ({
    live: live.map((strategy) => fill('2025-01-06', { strategy })),
    backtest: backtest.map((strategy) => fill('2025-01-06', { strategy })),
  })

  it('map by themselves when each side has one, whatever its name', async () => {
    expect((await reviewTables(both(['ichi live'], ['ichi dry']))).matching.matched).toBe(1)
  })

  it('are never paired across names when there are several', async () => {
    const { matching } = await reviewTables(both(['a', 'b'], ['b', 'c']))
    expect(matching).toMatchObject({ matched: 1, live_only: 1, backtest_only: 1 })
  })

  it('are asked for when several names have none in common', async () => {
    const failure = await failureOf(() => reviewTables(both(['a', 'b'], ['c'])))
    expect(failure).toMatchObject({ code: 'AMBIGUOUS', message: expect.stringContaining('--strategy') })
    expect(failure.message).toContain('a, b')
  })

  it('are mapped by hand where the two sides name one differently', async () => {
    const { matching } = await reviewTables(both(['a'], ['b', 'c']), { strategy: 'a=c' })
    expect(matching).toMatchObject({ matched: 1, live_only: 0, backtest_only: 0 })
  })

  it('without a name are mapped by an empty one', async () => {
    const { matching } = await reviewTables(
      { live: [fill('2025-01-06')], backtest: both([], ['b', 'c']).backtest },
      { strategy: '=b' },
    )
    expect(matching).toMatchObject({ matched: 1, backtest_only: 0 })
  })

  it('are narrowed to the one asked for', async () => {
    const { matching, settings } = await reviewTables(both(['a', 'b'], ['a', 'b']), { strategy: 'b' })
    expect(settings.strategy).toBe('b')
    expect(matching).toMatchObject({ matched: 1, live_only: 0, backtest_only: 0 })
  })
})

describe('evaluated days', () => {
  const WEEK = ['2025-01-06', '2025-01-07', '2025-01-08', '2025-01-09', '2025-01-10']

  it('are those both sides cover', async () => {
    const review = await reviewTables({ live: fills(WEEK.slice(1)), backtest: fills(WEEK.slice(0, 4)) })
    expect(review.coverage).toEqual({ live: ['2025-01-07', '2025-01-10'], backtest: ['2025-01-06', '2025-01-09'] })
    expect(review.days.map((day) => day.day)).toEqual(['2025-01-07', '2025-01-08', '2025-01-09'])
  })

  it('are narrowed by from and to, which is inclusive', async () => {
    const { days } = await reviewTables(
      { live: fills(WEEK), backtest: fills(WEEK) },
      { from: '2025-01-07', to: '2025-01-08' },
    )
    expect(days.map((day) => day.day)).toEqual(['2025-01-07', '2025-01-08'])
  })

  it('leave earlier fills in the opening position', async () => {
    // Live holds 2 units from before the first common day, 1 after its second day; prices 100 then 110.
    const live = [fill('2025-01-06', { qty: 2 }), fill('2025-01-07', { price: 110 })]
    const { days } = await reviewTables({ live, backtest: [fill('2025-01-07', { price: 110 })] })
    expect(days).toHaveLength(1)
    expect(days[0]?.live_pnl).toBeCloseTo(2 * 10, 9)
    expect(days[0]?.carry.alpha).toBeCloseTo(20, 9)
  })

  it('are every day when something trades on a weekend, a day without fills included', async () => {
    const review = await reviewTables({
      live: fills(['2025-01-03', '2025-01-05', '2025-01-07']),
      backtest: fills(['2025-01-03', '2025-01-07']),
    })
    expect(review.settings).toMatchObject({ calendar: '24x7', annualisation: 365 })
    expect(review.days.map((day) => day.day)).toEqual([
      '2025-01-03',
      '2025-01-04',
      '2025-01-05',
      '2025-01-06',
      '2025-01-07',
    ])
  })

  it('are Monday to Friday on weekdays, with legs and cash of a weekend on Monday', async () => {
    // Saturday's buy at 100 is worth 107 on Monday; Sunday's funding of 3 is Monday's. Friday's mark is 105.
    const live = [fill('2025-01-03'), fill('2025-01-04'), fill('2025-01-06', { qty: 1e-9, price: 107 })]
    const review = await reviewTables(
      {
        live,
        backtest: fills(['2025-01-03', '2025-01-06'], { qty: 1e-9 }),
        market: [
          { symbol: 'BTC/USDT', t: '2025-01-03T22:00:00Z', bid: 105, ask: 105 },
          { symbol: 'BTC/USDT', t: '2025-01-06T22:00:00Z', bid: 107, ask: 107 },
        ],
        cash: [{ t: '2025-01-05T08:00:00Z', kind: 'funding', amount: 3 }],
      },
      { calendar: 'weekdays' },
    )
    expect(review.days.map((day) => day.day)).toEqual(['2025-01-03', '2025-01-06'])
    expect(review.days.map((day) => day.live_pnl)).toEqual([expect.closeTo(5, 6), expect.closeTo(2 + 7 + 3, 6)])
    expect(review.days[1]?.attribution.funding).toBeCloseTo(3, 9)
  })
})

describe('two sides that cannot be compared', () => {
  const nothing = { status: 'NOT_COMPARABLE', days: [], band: null, action: null, worst_day: null }

  it('say which days each covers when they have none in common', async () => {
    const review = await reviewTables({ live: fills(['2025-01-06']), backtest: fills(['2024-05-01', '2024-06-01']) })
    expect(review).toMatchObject(nothing)
    expect(review.reason).toContain('2025-01-06')
    expect(review.reason).toContain('2024-05-01 to 2024-06-01')
    expect(review.coverage.backtest).toEqual(['2024-05-01', '2024-06-01'])
  })

  it('say so when no instrument is common, and spot is not merged with perp', async () => {
    const review = await reviewTables({
      live: fills(['2025-01-06']),
      backtest: fills(['2025-01-06'], { symbol: 'BTC/USDT:USDT' }),
    })
    expect(review).toMatchObject(nothing)
    expect(review.reason).toContain('instrument')
  })

  it('say so when one side has no fill at all', async () => {
    expect((await reviewTables({ live: fills(['2025-01-06']) })).reason).toContain('backtest')
    expect((await reviewTables({ backtest: fills(['2025-01-06']) })).reason).toContain('live')
  })

  it('say so when the days asked for are outside, or hold no trading day', async () => {
    const tables = { live: fills(['2025-01-03', '2025-01-06']), backtest: fills(['2025-01-03', '2025-01-06']) }
    expect(await reviewTables(tables, { from: '2026-01-01' })).toMatchObject(nothing)
    expect(await reviewTables(tables, { from: '2025-01-04', to: '2025-01-05', calendar: 'weekdays' })).toMatchObject(
      nothing,
    )
  })

  it('can be compared again when spellings differ only by venue', async () => {
    const review = await reviewTables({
      live: fills(['2025-01-06']),
      backtest: fills(['2025-01-06'], { symbol: 'BTCUSDT' }),
    })
    expect(review).toMatchObject({ status: 'OK', matching: { matched: 1 } })
  })
})

describe('sizes that differ', () => {
  const sized = (qty: number) =>
    ['2025-01-06', '2025-01-07', '2025-01-08'].map((day) =>
      fill(day, { qty, price: 100 + Number(day.slice(-1)), signal_id: day }),
    )
  const tables = { live: sized(2), backtest: sized(14) }

  it('are said and the median ratio offered', async () => {
    const { suggestions, settings } = await reviewTables(tables)
    expect(settings.scale).toBe(1)
    expect(suggestions).toEqual([
      { code: 'scale', value: 2 / 14, sentence: expect.stringContaining('compare equal sizes') },
    ])
  })

  it('are scaled away by auto, with the sizing effect', async () => {
    const review = await reviewTables(tables, { scale: 'auto' })
    expect(review.settings.scale).toBeCloseTo(1 / 7, 12)
    expect(review.suggestions).toEqual([])
    expect(review.total.attribution.sizing).toBeCloseTo(0, 9)
    expect(review.total.active_pnl).toBeCloseTo(0, 9)
  })
})
