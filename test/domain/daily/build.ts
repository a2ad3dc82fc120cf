import type { ReviewedDay, ReviewedDays } from '#domain/daily/reviewed-days.ts'
import { CAUSES, type Action, type Band, type Cause } from '#shared/review.ts'

const none = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>

/** One evaluated day, slippage carrying most of a loss. */
export const reviewDay = (day: string, band: Band | null, action: Action | null, streak: number): ReviewedDay => ({
  day,
  band,
  action,
  streak,
  live_pnl: 900,
  backtest_pnl: 1000,
  active_return: -0.0001,
  te_day_bps: 19,
  te_bps: 31.5,
  te_rms_bps: 33.25,
  td_bps: -12,
  attribution: { ...none, slippage: -80, fees: -25, sizing: 5, residual: 0 },
})

export const reviewOf = (...days: ReviewedDay[]): ReviewedDays => ({
  generated_at: '2026-03-05T06:00:00Z',
  settings: { strategy: 'mo"mentum' },
  days,
  explain: [{ sentence: '80 % in SOL & ETH <market> orders', day: '2026-03-04' }],
})
