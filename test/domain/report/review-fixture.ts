import { CAUSES, type Cause, type Review, type ReviewDay } from '#shared/review.ts'

const SHA = 'ab'.repeat(32)

/** Money by cause: what is given, 0 elsewhere. */
function byCause(amounts: Partial<Record<Cause, number>> = {}): Record<Cause, number> {
  return Object.fromEntries(CAUSES.map((cause) => [cause, amounts[cause] ?? 0])) as Record<Cause, number>
}

/** What a test says of a day: both sides' P&L and what the difference is made of; the rest follows. */
export interface DayGiven {
  readonly day: string
  readonly live: number
  readonly backtest: number
  readonly causes?: Partial<Record<Cause, number>>
  readonly te?: number
  readonly band?: ReviewDay['band']
}

/** Returns an evaluated day with capital 100,000 and 365 days a year. */
export function reviewDay({ day, live, backtest, causes = {}, te = 12, band = 'good' }: DayGiven): ReviewDay {
  const active = (live - backtest) / 100_000
  return {
    day,
    live_pnl: live,
    backtest_pnl: backtest,
    live_return: live / 100_000,
    backtest_return: backtest / 100_000,
    active_return: active,
    te_day_bps: Math.sqrt(365) * Math.abs(active) * 1e4,
    te_day_realised_bps: null,
    te_bps: te,
    te_rms_bps: te,
    td_bps: -3,
    te_interval_bps: [te * 0.75, te * 1.5],
    te_interval_bootstrap_bps: null,
    breach_probability: 0.25,
    band,
    streak: 0,
    action: 'continue',
    attribution: { ...byCause(causes), residual: 0 },
    carry: byCause(),
    flags: [],
  }
}

/** Returns a whole review over these days: capital 100,000 USDT, totals summed from the days. */
export function reviewOf(days: readonly ReviewDay[]): Review {
  const sum = (of: (day: ReviewDay) => number | null) => days.reduce((total, day) => total + (of(day) ?? 0), 0)
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, sum((day) => day.attribution[cause])])) as Record<
    Cause,
    number
  >
  const last = days.at(-1)
  return {
    schema: 'parity.review/1',
    version: '0.0.0',
    generated_at: '2026-05-01T06:00:00.000Z',
    status: 'OK',
    reason: null,
    settings: {
      capital: 100_000,
      currency: 'USDT',
      stablecoins_equal: false,
      calendar: '24x7',
      annualisation: 365,
      window: 20,
      band_measure: 'te_rms_bps',
      band_edges_bps: [10, 20, 50, 100],
      target_bps: 20,
      attribution: 'shapley',
      scale: 1,
      from: null,
      to: null,
      strategy: 'momentum',
      match_gate_s: 120,
      escalation_after: 3,
      seed: 1,
    },
    inputs: [
      {
        path: 'live.csv',
        role: 'live',
        format: 'canonical-csv',
        sha256: SHA,
        rows: { read: 10, accepted: 9, rejected: 1 },
      },
    ],
    coverage: { live: ['2026-03-02', '2026-03-04'], backtest: ['2026-03-01', '2026-03-04'] },
    matching: {
      matched: 8,
      live_only: 1,
      backtest_only: 0,
      matched_share_count: 8 / 9,
      matched_share_notional: 0.9,
      by_method: { id: 7, time: 1, unmatched: 1 },
      median_dt_ms: 45.4,
      median_quantity_ratio: 1,
    },
    orders: { live: { filled: 8, rejected: 1 } },
    days: [...days],
    total: {
      live_pnl: sum((day) => day.live_pnl),
      backtest_pnl: sum((day) => day.backtest_pnl),
      active_pnl: sum((day) => day.live_pnl) - sum((day) => day.backtest_pnl),
      te_bps: 12,
      te_rms_bps: 13,
      td_bps: -3,
      attribution: { ...causes, residual: 0 },
      carry: byCause(),
      alpha_unfilled: null,
      sizing_requested: null,
      sizing_fill_ratio: null,
      te_by_cause_bps: byCause({ slippage: 13 }),
      td_by_cause_bps: byCause({ slippage: -3 }),
      residual_limit: 0.001,
    },
    reconciliation: null,
    position_breaks: [{ day: '2026-03-02', symbol: 'SOL-USDT-PERP', live: 1.5, backtest: -0.25 }],
    explain: [
      {
        sentence: '-3.3 bps of capital on 3 Mar: 71 % slippage.',
        day: '2026-03-03',
        slice: {},
        cause: 'slippage',
        share: 0.7,
        pnl: -33,
      },
      { sentence: 'Whole: -4 bps.', day: null, slice: {}, cause: 'fees', share: null, pnl: -40 },
    ],
    suggestions: [{ code: 'scale', value: 7, sentence: 'Live orders are 7 times the size.' }],
    flags: [{ code: 'fee-unknown', field: 'fee', count: 3 }],
    worst_day: '2026-03-03',
    band: last?.band ?? null,
    action: last?.action ?? null,
  }
}

/** Three days: calm, a bad one of −33 USDT that is mostly slippage, calm. */
export const THREE_DAYS: Review = reviewOf([
  reviewDay({ day: '2026-03-02', live: 100, backtest: 99, causes: { timing: 1 } }),
  reviewDay({
    day: '2026-03-03',
    live: -20,
    backtest: 13,
    causes: { slippage: -30, fees: -4, alpha: 1 },
    te: 63,
    band: 'critical',
  }),
  reviewDay({ day: '2026-03-04', live: 5, backtest: 7, causes: { fees: -2 } }),
])

/** Returns the review as it is when no capital is known: money only. */
export function withoutCapital(review: Review): Review {
  const none = Object.fromEntries(CAUSES.map((cause) => [cause, null])) as Record<Cause, null>
  const unknown = {
    live_return: null,
    backtest_return: null,
    active_return: null,
    te_day_bps: null,
    te_bps: null,
    te_rms_bps: null,
    td_bps: null,
    te_interval_bps: null,
    breach_probability: null,
    band: null,
    action: null,
  }
  const measures = { te_bps: null, te_rms_bps: null, td_bps: null, te_by_cause_bps: none, td_by_cause_bps: none }
  return {
    ...review,
    settings: { ...review.settings, capital: null },
    days: review.days.map((day) => ({ ...day, ...unknown })),
    total: { ...review.total, ...measures },
    flags: [{ code: 'no-capital', field: 'capital', count: review.days.length }],
    band: null,
    action: null,
  }
}

/** Returns the review as it is when the sides share no day. */
export function notComparable(review: Review): Review {
  const unknown = { live_pnl: null, backtest_pnl: null, active_pnl: null, te_bps: null, te_rms_bps: null, td_bps: null }
  return {
    ...withoutCapital(review),
    status: 'NOT_COMPARABLE',
    reason: 'the sides share no day',
    days: [],
    total: { ...withoutCapital(review).total, ...unknown },
    position_breaks: [],
    explain: [],
    worst_day: null,
  }
}
