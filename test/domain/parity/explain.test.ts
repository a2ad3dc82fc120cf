import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainDifference } from '#domain/parity/explain.ts'
import { rankSlices, type MoneyByCause, type SliceRow } from '#domain/parity/slices.ts'
import { findingSchema } from '#shared/review.ts'

const NOTHING: MoneyByCause = { alpha: 0, sizing: 0, timing: 0, slippage: 0, fees: 0, price: 0, funding: 0 }

function row(
  dimensions: Record<string, string>,
  notional: number,
  fresh: Partial<MoneyByCause>,
  rest: Partial<SliceRow> = {},
): SliceRow {
  return { dimensions, notional, new: { ...NOTHING, ...fresh }, carry: NOTHING, ...rest }
}

/**
 * Capital 1,000,000, active -330 (-3.3 bps): slippage -234.3 (71 %), fees -95.7. SOL market orders at 14 h hold -187.44 of the
 * slippage (80 %) on 12 of 100 of notional.
 */
const october = [
  row(
    { symbol: 'SOL-USDT', order_type: 'market', hour: '14' },
    12,
    { slippage: -187.44, fees: -15.7 },
    { liveSpreadBps: 6.2, backtestSpreadBps: 2 },
  ),
  row({ symbol: 'SOL-USDT', order_type: 'limit', hour: '14' }, 10, { slippage: -3, fees: -20 }),
  row({ symbol: 'SOL-USDT', order_type: 'market', hour: '9' }, 18, { slippage: -15, fees: -20 }),
  row({ symbol: 'BTC-USDT', order_type: 'market', hour: '14' }, 30, { slippage: -14.43, fees: -20 }),
  row({ symbol: 'BTC-USDT', order_type: 'limit', hour: '9' }, 30, { slippage: -14.43, fees: -20 }),
]
const DAY = { from: '2025-10-14', to: '2025-10-14', capital: 1e6, currency: 'USDT', decimals: 2, annualisation: 365 }

describe('explain', () => {
  it('says in one sentence how much, why and where', () => {
    const [headline] = explainDifference({ ...DAY, rows: october })
    expect(headline?.sentence).toBe(
      '-3.3 bps of capital on 14 Oct (63 annualised): 71 % slippage, 80 % of it in SOL-USDT market orders between 14:00 and 15:00 UTC ' +
        "(12 % of notional); live spread there was 3.1x the backtest's.",
    )
    // The slice's own P&L over all causes: -187.44 - 15.7 = -203.14, 61.6 % of -330.
    expect(headline).toMatchObject({
      day: '2025-10-14',
      cause: 'slippage',
      slice: { symbol: 'SOL-USDT', order_type: 'market', hour: '14' },
    })
    expect(headline?.pnl).toBeCloseTo(-203.14, 9)
    expect(headline?.share).toBeCloseTo(0.61558, 5)
  })

  it('says money where capital is not known, and a range without an annualised figure', () => {
    const [headline] = explainDifference({ ...DAY, to: '2025-10-20', capital: null, rows: october })
    expect(headline?.sentence).toMatch(/^-330\.00 USDT from 14 Oct to 20 Oct: 71 % slippage/)
    expect(headline?.day).toBeNull()
  })

  it("says money of a P&L in BTC with the report's decimals, and a slice too small for them with two digits", () => {
    // Two decimals always would say -0.00 BTC twice.
    const rows = [
      row({ symbol: 'SOL-BTC', side: 'buy' }, 10, { slippage: -0.00321 }),
      row({ symbol: 'ETH-BTC', side: 'sell' }, 90, { fees: 0.0001 }),
    ]
    const money = { ...DAY, capital: null, currency: 'BTC' }
    const sentence = (decimals: number) => explainDifference({ ...money, decimals, rows })[0]?.sentence
    expect(sentence(6)).toMatch(
      /^-0\.003110 BTC on 14 Oct: slippage -0\.003210 BTC, partly offset by fees \+0\.000100 BTC/,
    )
    expect(sentence(2)).toMatch(/^-0\.0031 BTC on 14 Oct: slippage -0\.0032 BTC, partly offset by fees \+0\.00010 BTC/)
    expect(sentence(3)).toMatch(/^-0\.003 BTC on 14 Oct: slippage -0\.003 BTC, partly offset by fees \+0\.00010 BTC/)
    const dust = [row({ symbol: 'SOL-BTC' }, 10, { slippage: -3e-17 })]
    expect(explainDifference({ ...money, rows: dust })[0]?.sentence).toMatch(/^-0\.00 BTC on 14 Oct/)
  })

  it('has no share of a total that is what large offsetting parts left', () => {
    // BTC +100, SOL -95: 5 is under a tenth of 195, and 2000 % of it would be nonsense.
    const rows = [row({ symbol: 'BTC-USDT' }, 50, { slippage: 100 }), row({ symbol: 'SOL-USDT' }, 50, { fees: -95 })]
    expect(rankSlices(rows).map((slice) => slice.share)).toEqual([null, null])
    const [headline] = explainDifference({ ...DAY, rows })
    expect(headline?.share).toBeNull()
    expect(headline?.sentence).toMatch(/: slippage \+1 bps and fees -1 bps nearly cancel/)
  })

  it('names the offset when a cause is larger than the whole', () => {
    const rows = [row({ symbol: 'BTC-USDT' }, 50, { slippage: -400 }), row({ symbol: 'SOL-USDT' }, 50, { sizing: 100 })]
    expect(explainDifference({ ...DAY, rows })[0]?.sentence).toMatch(
      /^-3 bps .*: slippage -4 bps, partly offset by sizing \+1 bps, /,
    )
  })

  it('says when the difference was carried from earlier days', () => {
    const carried: SliceRow = {
      dimensions: { symbol: 'BTC-USDT' },
      notional: 0,
      new: NOTHING,
      carry: { ...NOTHING, sizing: -100 },
    }
    const [headline] = explainDifference({ ...DAY, rows: [carried, row({ symbol: 'SOL-USDT' }, 50, { sizing: -10 })] })
    expect(headline?.sentence).toContain(
      '91 % of it in BTC-USDT (0 % of notional), mostly on positions carried from earlier days',
    )
  })

  it('names no slice when the difference lies evenly, and says when there is none', () => {
    const even = ['A', 'B', 'C'].map((symbol) => row({ symbol }, 10, { fees: -10 }))
    expect(explainDifference({ ...DAY, rows: even }).map((finding) => finding.sentence)).toEqual([
      '-0.3 bps of capital on 14 Oct (5.7 annualised): 100 % fees.',
    ])
    expect(explainDifference({ ...DAY, rows: [row({ symbol: 'A' }, 10, {})] })[0]?.sentence).toBe(
      '0 bps of capital on 14 Oct (0 annualised): live and backtest earned the same.',
    )
    expect(explainDifference({ ...DAY, rows: [] })).toEqual([])
  })
})

describe('slices', () => {
  it('rank by what they carry beyond their size, not by size', () => {
    // BTC carries 60 % on 90 % of notional; SOL 40 % on 10 %.
    const rows = [row({ symbol: 'BTC-USDT' }, 90, { fees: -60 }), row({ symbol: 'SOL-USDT' }, 10, { fees: -40 })]
    const [first, second] = rankSlices(rows)
    expect(first).toMatchObject({ slice: { symbol: 'SOL-USDT' }, pnl: -40, notionalShare: 0.1, cause: 'fees' })
    expect(first?.share).toBeCloseTo(0.4, 12)
    expect(second?.excess).toBeCloseTo(-0.3, 12)
  })

  it('leave out a crossing that says no more than a slice it lies in', () => {
    // Every SOL order is a sell, so "SOL sells" adds a word and nothing else.
    const rows = [
      row({ symbol: 'SOL-USDT', side: 'sell' }, 10, { fees: -40 }),
      row({ symbol: 'BTC-USDT', side: 'sell' }, 45, { fees: -5 }),
      row({ symbol: 'BTC-USDT', side: 'buy' }, 45, { fees: -5 }),
    ]
    expect(rankSlices(rows).map((slice) => slice.slice)).not.toContainEqual({ side: 'sell', symbol: 'SOL-USDT' })
  })

  it('of one dimension add up to the whole, and every finding fits the public schema', () => {
    const rows = fc.array(
      fc.record({
        symbol: fc.constantFrom('A', 'B', 'C'),
        side: fc.constantFrom('buy', 'sell', ''),
        notional: fc.nat(1000),
        fees: fc.integer({ min: -99, max: 99 }),
        slippage: fc.integer({ min: -99, max: 99 }),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(rows, (drawn) => {
        const input = drawn.map(({ symbol, side, notional, fees, slippage }) =>
          row({ symbol, side }, notional, { fees }, { carry: { ...NOTHING, slippage } }),
        )
        const whole = drawn.reduce((total, { fees, slippage }) => total + fees + slippage, 0)
        const bySymbol = rankSlices(input).filter(({ slice }) => Object.keys(slice).join() === 'symbol')
        const present = new Set(drawn.map(({ symbol }) => symbol)).size
        if (present > 1 && bySymbol.length === present)
          expect(bySymbol.reduce((total, { pnl }) => total + pnl, 0)).toBeCloseTo(whole, 9)
        for (const finding of explainDifference({ ...DAY, rows: input })) {
          expect(findingSchema.safeParse(finding).error).toBeUndefined()
          expect(finding.sentence).not.toMatch(/NaN|Infinity|undefined|-0 /)
        }
      }),
    )
  })
})

describe('slices of the same fills under two names', () => {
  it('are said once', () => {
    const slices = [
      row({ liquidity: 'taker', order_type: 'market', symbol: 'A' }, 100, { slippage: -60 }),
      row({ liquidity: 'taker', order_type: 'market', symbol: 'B' }, 100, { slippage: -30 }),
      row({ liquidity: 'maker', order_type: 'limit', symbol: 'A' }, 100, { slippage: 2 }),
    ]
    const findings = explainDifference({
      ...{ from: '2025-01-02', to: '2025-01-02', rows: slices, limit: 10 },
      ...{ capital: null, currency: 'USDT', decimals: 2, annualisation: 365 },
    })
    const named = findings.map((finding) => Object.values(finding.slice).sort().join(' '))
    expect(named.filter((name) => name === 'taker' || name === 'market' || name === 'market taker')).toHaveLength(1)
  })
})
