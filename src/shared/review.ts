import { z } from 'zod'

/** Bands from best to worst; a band is at least as bad as every band before it. */
export const BANDS = ['excellent', 'good', 'warning', 'critical', 'emergency'] as const
const bandSchema = z.enum(BANDS)
export type Band = (typeof BANDS)[number]

/** What the risk guard is told to do. */
export const ACTIONS = ['continue', 'reduce-size', 'disable-entries', 'emergency-stop', 're-enable'] as const
const actionSchema = z.enum(ACTIONS)
export type Action = (typeof ACTIONS)[number]

/** Causes of a P&L difference; `price` stands for timing and slippage together where no mid is known, `funding` is cash. */
export const CAUSES = ['alpha', 'sizing', 'timing', 'slippage', 'fees', 'price', 'funding'] as const
export type Cause = (typeof CAUSES)[number]

/** Measures that can drive the band. */
export const BAND_MEASURES = ['te_rms_bps', 'te_bps'] as const
export type BandMeasure = (typeof BAND_MEASURES)[number]

const nullable = z.number().nullable()
const count = z.int().nonnegative()
const causeMoney = z.object(
  Object.fromEntries(CAUSES.map((cause) => [cause, z.number()])) as Record<Cause, z.ZodNumber>,
)
const causeBps = z.object(
  Object.fromEntries(CAUSES.map((cause) => [cause, nullable])) as Record<Cause, typeof nullable>,
)
const attribution = causeMoney.extend({ residual: z.number() })

/** Why a number is missing or must be read with care: a code, the field it concerns, how many rows or pairs. */
export const flagSchema = z.object({ code: z.string(), field: z.string(), count })
export type Flag = z.infer<typeof flagSchema>

/** One file that was read: accepted + rejected = read. */
const inputSchema = z.object({
  path: z.string(),
  role: z.string(),
  format: z.string(),
  sha256: z.string(),
  rows: z.object({ read: count, accepted: count, rejected: count }),
})

/** One evaluated day. Money in the reporting currency, returns as fractions of capital, bps annualised unless named daily. */
export const reviewDaySchema = z.object({
  day: z.string(),
  live_pnl: nullable,
  backtest_pnl: nullable,
  live_return: nullable,
  backtest_return: nullable,
  active_return: nullable,
  te_day_bps: nullable,
  te_day_realised_bps: nullable,
  te_bps: nullable,
  te_rms_bps: nullable,
  td_bps: nullable,
  te_interval_bps: z.tuple([z.number(), z.number()]).nullable(),
  te_interval_bootstrap_bps: z.tuple([z.number(), z.number()]).nullable(),
  breach_probability: nullable,
  band: bandSchema.nullable(),
  streak: count,
  action: actionSchema.nullable(),
  attribution,
  carry: causeMoney,
  flags: z.array(flagSchema),
})
export type ReviewDay = z.infer<typeof reviewDaySchema>

/** One finding of the explain step. `slice` maps a dimension to its value, e.g. {symbol: "SOL-USDT", hour: "14"}. */
export const findingSchema = z.object({
  sentence: z.string(),
  day: z.string().nullable(),
  slice: z.record(z.string(), z.string()),
  cause: z.enum(CAUSES),
  share: nullable,
  pnl: z.number(),
})
export type Finding = z.infer<typeof findingSchema>

/** The settings a review ran with; everything needed to run it again. */
export const reviewSettingsSchema = z.object({
  capital: nullable,
  currency: z.string().nullable(),
  stablecoins_equal: z.boolean(),
  calendar: z.enum(['24x7', 'weekdays']),
  annualisation: z.number(),
  window: z.int().min(2),
  band_measure: z.enum(BAND_MEASURES),
  band_edges_bps: z.array(z.number()).length(4),
  target_bps: z.number(),
  attribution: z.enum(['shapley', 'ladder']),
  scale: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  strategy: z.string().nullable(),
  match_gate_s: z.number(),
  escalation_after: z.int(),
  /** Good days after a stop before re-enabling is recommended; as many as escalate when absent. */
  re_enable_after: z.int().optional(),
  seed: z.int(),
})
export type ReviewSettings = z.infer<typeof reviewSettingsSchema>

/** review.json, schema parity.review/1. Missing is null with a reason in `flags`. */
export const reviewSchema = z.object({
  schema: z.literal('parity.review/1'),
  version: z.string(),
  generated_at: z.string(),
  status: z.enum(['OK', 'NOT_COMPARABLE']),
  reason: z.string().nullable(),
  settings: reviewSettingsSchema,
  inputs: z.array(inputSchema),
  coverage: z.object({
    live: z.tuple([z.string(), z.string()]).nullable(),
    backtest: z.tuple([z.string(), z.string()]).nullable(),
  }),
  matching: z.object({
    matched: count,
    live_only: count,
    backtest_only: count,
    matched_share_count: nullable,
    matched_share_notional: nullable,
    by_method: z.record(z.string(), count),
    median_dt_ms: nullable,
    median_quantity_ratio: nullable,
  }),
  orders: z.record(z.string(), z.record(z.string(), count)),
  days: z.array(reviewDaySchema),
  total: z.object({
    live_pnl: nullable,
    backtest_pnl: nullable,
    active_pnl: nullable,
    te_bps: nullable,
    te_rms_bps: nullable,
    td_bps: nullable,
    attribution,
    carry: causeMoney,
    alpha_unfilled: nullable,
    sizing_requested: nullable,
    sizing_fill_ratio: nullable,
    te_by_cause_bps: causeBps,
    td_by_cause_bps: causeBps,
    residual_limit: z.number(),
  }),
  reconciliation: z
    .object({
      nav_change: z.number(),
      live_pnl: z.number(),
      difference: z.number(),
      difference_bps: z.number(),
      days: count,
    })
    .nullable(),
  position_breaks: z.array(z.object({ day: z.string(), symbol: z.string(), live: z.number(), backtest: z.number() })),
  explain: z.array(findingSchema),
  suggestions: z.array(z.object({ code: z.string(), value: z.number(), sentence: z.string() })),
  flags: z.array(flagSchema),
  worst_day: z.string().nullable(),
  band: bandSchema.nullable(),
  action: actionSchema.nullable(),
})
export type Review = z.infer<typeof reviewSchema>

/** parity.import/1: what an import did. */
export const importReportSchema = z.object({
  schema: z.literal('parity.import/1'),
  inputs: z.array(inputSchema),
  rejects: z.array(
    z.object({
      file: z.string(),
      line: z.number().nullable(),
      place: z.string().nullable(),
      column: z.string().nullable(),
      reason: z.string(),
      message: z.string(),
    }),
  ),
  notes: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReportSchema>
