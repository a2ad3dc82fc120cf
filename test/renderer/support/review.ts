import { CAUSES, type Band, type Cause, type Review, type ReviewDay } from '#shared/review.ts'

const CAPITAL = 10_000

/** Returns an attribution with nothing but what is given. */
export function attributionOf(parts: Partial<Record<Cause, number>>): ReviewDay['attribution'] {
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, parts[cause] ?? 0])) as Record<Cause, number>
  return { ...causes, residual: 0 }
}

interface DayTerms {
  readonly day: string
  readonly live: number
  readonly backtest: number
  readonly attribution: ReviewDay['attribution']
  readonly te?: number
  readonly band?: Band
}

/** Returns a review of these days at a capital of 10,000, with a limit of 20 bps. */
export function reviewOf(days: readonly DayTerms[]): Review {
  const nothing = attributionOf({})
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, null])) as Record<Cause, null>
  return {
    schema: 'parity.review/1',
    version: '0.0.0',
    generated_at: '2026-05-01T00:00:00.000Z',
    status: 'OK',
    reason: null,
    settings: {
      capital: CAPITAL,
      currency: 'USDT',
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
      strategy: null,
      match_gate_s: 120,
      escalation_after: 3,
      seed: 1,
      stablecoins_equal: false,
    },
    inputs: [],
    coverage: { live: null, backtest: null },
    matching: {
      matched: 0,
      live_only: 0,
      backtest_only: 0,
      matched_share_count: null,
      matched_share_notional: null,
      by_method: {},
      median_dt_ms: null,
      median_quantity_ratio: null,
    },
    orders: {},
    days: days.map((terms) => dayOf(terms)),
    total: {
      live_pnl: null,
      backtest_pnl: null,
      active_pnl: null,
      te_bps: null,
      te_rms_bps: null,
      td_bps: null,
      attribution: nothing,
      carry: nothing,
      alpha_unfilled: null,
      sizing_requested: null,
      sizing_fill_ratio: null,
      te_by_cause_bps: causes,
      td_by_cause_bps: causes,
      residual_limit: 0.01,
    },
    reconciliation: null,
    position_breaks: [],
    explain: [],
    suggestions: [],
    flags: [],
    worst_day: null,
    band: null,
    action: null,
  }
}

function dayOf({ day, live, backtest, attribution, te = 0, band }: DayTerms): ReviewDay {
  return {
    day,
    live_pnl: live,
    backtest_pnl: backtest,
    live_return: live / CAPITAL,
    backtest_return: backtest / CAPITAL,
    active_return: (live - backtest) / CAPITAL,
    te_day_bps: null,
    te_day_realised_bps: null,
    te_bps: te,
    te_rms_bps: te,
    td_bps: null,
    te_interval_bps: null,
    te_interval_bootstrap_bps: null,
    breach_probability: null,
    band: band ?? null,
    streak: 0,
    action: null,
    attribution,
    carry: attributionOf({}),
    flags: [],
  }
}
