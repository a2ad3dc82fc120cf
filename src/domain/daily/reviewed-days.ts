import type { DaySimulation } from '#shared/daily-simulation.ts'
import type { Review, ReviewDay } from '#shared/review.ts'

/** What the daily outputs need of one evaluated day. */
export type ReviewedDay = Pick<
  ReviewDay,
  | 'day'
  | 'band'
  | 'action'
  | 'streak'
  | 'live_pnl'
  | 'backtest_pnl'
  | 'active_return'
  | 'te_bps'
  | 'te_rms_bps'
  | 'td_bps'
  | 'te_day_bps'
  | 'attribution'
>

/** What the daily outputs need of a review; every review is one. */
export interface ReviewedDays {
  readonly generated_at: Review['generated_at']
  readonly days: readonly ReviewedDay[]
  readonly explain: readonly Pick<Review['explain'][number], 'day' | 'sentence'>[]
  readonly settings: Pick<Review['settings'], 'strategy'>
  readonly simulation?: DaySimulation | undefined
}
