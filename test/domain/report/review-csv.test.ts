import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { daysCsv, pairsCsv, rejectsCsv } from '#domain/report/review-csv.ts'
import { CAUSES } from '#shared/review.ts'
import { THREE_DAYS, withoutCapital } from './review-fixture.ts'

const records = (text: string) => parse<Record<string, string>>(text, { columns: true })

describe('days.csv', () => {
  it('holds every day in full precision, and its causes add up to the gap', () => {
    const rows = records(daysCsv(THREE_DAYS))
    expect(rows.map((row) => row['day'])).toEqual(['2026-03-02', '2026-03-03', '2026-03-04'])
    for (const [index, row] of rows.entries()) {
      const day = THREE_DAYS.days[index]
      expect(Number(row['te_day_bps'])).toBe(day?.te_day_bps)
      const explained = [...CAUSES, 'residual'].reduce((sum, cause) => sum + Number(row[cause]), 0)
      expect(explained).toBeCloseTo(Number(row['active_pnl']), 9)
    }
    expect(rows[1]).toMatchObject({ active_pnl: '-33', slippage: '-30', fees: '-4', alpha: '1', band: 'critical' })
  })

  it('leaves what is not known empty, not zero', () => {
    const [row] = records(daysCsv(withoutCapital(THREE_DAYS)))
    expect(row).toMatchObject({ active_return: '', te_bps: '', te_interval_low_bps: '', band: '', live_pnl: '100' })
  })
})

describe('rejects.csv and pairs.csv', () => {
  it('keep the file’s own text of a refused value, guarded', () => {
    const row = {
      path: 'live.csv',
      line: 7,
      place: null,
      column_name: 'price',
      raw: '=HYPERLINK("x")',
      reason: 'bad-number',
      message: 'no number',
    }
    expect(records(rejectsCsv([row]))).toEqual([
      {
        file: 'live.csv',
        line: '7',
        place: '',
        column: 'price',
        value: '\'=HYPERLINK("x")',
        reason: 'bad-number',
        message: 'no number',
      },
    ])
  })

  it('write a pair under the names of the contract', () => {
    const causes = { alpha: 0, sizing: 0, timing: -1, slippage: -2, fees: -0.5, price: 0 }
    const pair = {
      pair_id: 3,
      kind: 'matched' as const,
      method: 'id',
      symbol: '-SOL',
      side: 'buy' as const,
      day: '2026-03-02',
      live_time: '2026-03-02T10:00:00.000Z',
      backtest_time: null,
      live_qty: 1.5,
      backtest_qty: null,
      live_price: 100.1,
      backtest_price: null,
      latency_ms: 45.441,
      slippage_bps: null,
      active: -3.5,
      ...causes,
    }
    const [row] = records(pairsCsv([pair]))
    expect(row).toMatchObject({ pair_id: '3', symbol: "'-SOL", latency_ms: '45.441', backtest_qty: '', slippage: '-2' })
    expect(Object.keys(row ?? {})).toEqual(Object.keys(pair))
  })
})
