import { describe, expect, it } from 'vitest'
import { explainDifference } from '#domain/parity/explain.ts'
import { rankSlices, type MoneyByCause, type SliceRow } from '#domain/parity/slices.ts'
import { byCause } from '#shared/by-cause.ts'
import type { Cause } from '#shared/review.ts'

const DAY = {
  ...{ from: '2026-03-28', to: '2026-03-28' },
  ...{ capital: 100_000, currency: 'USDT', annualisation: 365, decimals: 2 },
}

function row(dimensions: Record<string, string>, notional: number, fresh: Partial<Record<Cause, number>>): SliceRow {
  const money = (amounts: Partial<MoneyByCause>) => byCause((cause) => amounts[cause] ?? 0)
  return { dimensions, notional, new: money(fresh), carry: money({}) }
}

/**
 * The backtest bought 10 ETH at 100 as maker at 09 h and sold them at 118 as taker at 12 h; live did neither, so live lacks 180.
 * With the day's mark at `mark` the entry lacks 10 (mark - 100) and the exit 10 (118 - mark). Live's own BTC orders cost 20 in fees.
 */
function missedTrip(mark: number): SliceRow[] {
  const entry = { symbol: 'ETH-USDT', side: 'buy', hour: '09', liquidity: 'maker' }
  const exit = { symbol: 'ETH-USDT', side: 'sell', hour: '12', liquidity: 'taker' }
  const own = { symbol: 'BTC-USDT', hour: '15', liquidity: 'taker' }
  return [
    row(entry, 10, { alpha: -10 * (mark - 100) }),
    row(exit, 10, { alpha: -10 * (118 - mark) }),
    row({ ...own, side: 'buy' }, 40, { fees: -10 }),
    row({ ...own, side: 'sell' }, 40, { fees: -10 }),
  ]
}

describe('P&L of positions', () => {
  it('is named by instrument, and the same whatever the mark that lies between entry and exit', () => {
    // Marks of 101 and 117 used to say "sell orders: 90 % of the difference" and "buy orders: 90 % of the difference".
    const sentences = [101, 110, 117].map((mark) =>
      explainDifference({ ...DAY, rows: missedTrip(mark) }).map(({ sentence }) => sentence),
    )
    expect(sentences[0]).toEqual([
      '-20 bps of capital on 28 Mar (382.1 annualised): 90 % trades only one side made, 100 % of it in ETH-USDT (20 % of notional).',
    ])
    expect(sentences[1]).toEqual(sentences[0])
    expect(sentences[2]).toEqual(sentences[0])
  })

  it('still lets execution be named by hour and liquidity, where positions are a tenth of the slice or less', () => {
    const own = { symbol: 'SOL-USDT', side: 'buy', hour: '14', liquidity: 'taker' }
    const rows = [
      ...missedTrip(110),
      row(own, 10, { slippage: -300, sizing: -25 }),
      row({ ...own, hour: '16' }, 90, { slippage: -10 }),
    ]
    const hours = rankSlices(rows).filter(({ slice }) => Object.keys(slice).join() === 'hour')
    expect(Object.fromEntries(hours.map(({ slice, splitsPositions }) => [slice['hour'], splitsPositions]))).toEqual({
      '09': true,
      '12': true,
      '14': false,
      '15': false,
      '16': false,
    })
    const [headline] = explainDifference({ ...DAY, rows })
    expect(headline).toMatchObject({ cause: 'slippage', slice: { hour: '14' } })
  })
})

describe('a cause that another outweighs', () => {
  it('is not called partly offset: the two that are named leave the sign of the total', () => {
    // -176 + 189 is a gain, the total a loss of 117: only with sizing beside it does the sentence add up.
    const rows = [row({ symbol: 'A' }, 50, { alpha: -1760, sizing: -1300 }), row({ symbol: 'B' }, 50, { price: 1890 })]
    expect(explainDifference({ ...DAY, rows })[0]?.sentence).toMatch(
      /^-117 bps of capital .*: trades only one side made -176 bps and sizing -130 bps against price \(timing and slippage together\) \+189 bps, 100 % of trades only one side made in A \(50 % of notional\)\.$/,
    )
  })
})
