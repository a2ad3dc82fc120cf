import { z } from 'zod'

/** Tiers from best to worst. INSUFFICIENT_DATA is a state of its own: not a pass, not a zero. */
export const TIERS = ['MEETING', 'AT_RISK', 'INSUFFICIENT_DATA', 'VIOLATED', 'CRITICAL'] as const
export const tierSchema = z.enum(TIERS)
export type Tier = z.infer<typeof tierSchema>

const nullable = z.number().nullable()
const count = z.int().nonnegative()
const pair = z.tuple([z.number(), z.number()])

/** The error budget of a share: time for uptime, orders for execution success. `remaining_fraction` is not clamped at 0. */
export const budgetSchema = z.object({
  allowed_minutes: nullable,
  used_minutes: nullable,
  allowed_orders: nullable,
  used_orders: nullable,
  remaining_fraction: nullable,
  /** When the budget ends at the last day's burn; the evaluation time when it is already spent; null while nothing burns. */
  exhaustion: z.string().nullable(),
})
export type Budget = z.infer<typeof budgetSchema>

/** Burn rate per window; 1 spends the budget exactly in its period. Null where nothing is known of the window. */
export const burnSchema = z.object({ '1h': nullable, '6h': nullable, '24h': nullable, '3d': nullable })
export type Burn = z.infer<typeof burnSchema>

/** Burn rates above which alerts fire, by the long window of each; what is absent keeps its default. */
const threshold = z.number().positive().optional()
export const burnThresholdsSchema = z.strictObject({
  '1h': threshold,
  '6h': threshold,
  '24h': threshold,
  '3d': threshold,
})
export type BurnThresholds = z.infer<typeof burnThresholdsSchema>

/** Who set the burn thresholds: the product, the project's parity.toml, or the one who asked. */
export const BURN_SOURCES = ['defaults', 'parity.toml', 'request'] as const
export type BurnSource = (typeof BURN_SOURCES)[number]

/** A burn-rate alert that is firing: both windows above the threshold. */
export const burnAlertSchema = z.object({
  level: z.enum(['page', 'ticket']),
  long_minutes: z.number(),
  short_minutes: z.number(),
  threshold: z.number(),
  burn_long: z.number(),
  burn_short: z.number(),
})
export type BurnAlert = z.infer<typeof burnAlertSchema>

/** Direction of the daily burden r; slope in limits a day. */
export const trendSchema = z.object({
  direction: z.enum(['improving', 'stable', 'declining']).nullable(),
  p: nullable,
  slope: nullable,
  days: count,
  reason: z.string().nullable(),
})
export type Trend = z.infer<typeof trendSchema>

/** Consecutive intervals at VIOLATED or worse. */
export const violationSchema = z.object({
  start: z.string(),
  end: z.string(),
  duration_minutes: z.number(),
  intervals: count,
  worst_value: nullable,
  tier: tierSchema,
  cause: z.string().nullable(),
})
export type Violation = z.infer<typeof violationSchema>

/** One interval (a day) of a service level's history. */
export const intervalSchema = z.object({
  start: z.string(),
  end: z.string(),
  value: nullable,
  burden: nullable,
  coverage: nullable,
  /** What it took from the error budget, in the budget's unit (minutes or orders); null without a budget. */
  bad: nullable,
  tier: tierSchema,
  reason: z.string().nullable(),
})
export type Interval = z.infer<typeof intervalSchema>

/** One service level. `value` in `unit`; null with a `reason`. `formula` is the value's own arithmetic, in words and numbers. */
export const sloSchema = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.enum(['fraction', 'minutes', 'hours', 'bps', 'ms']),
  target: z.number(),
  weight: z.number(),
  value: nullable,
  mean: nullable,
  burden: nullable,
  reason: z.string().nullable(),
  n: count,
  bounds: pair.nullable(),
  coverage: nullable,
  tier: tierSchema,
  tier_reason: z.string(),
  formula: z.string(),
  budget: budgetSchema.nullable(),
  burn: burnSchema.nullable(),
  alerts: z.array(burnAlertSchema),
  trend: trendSchema,
  streak: z.object({ current: count, longest: count }),
  intervals: z.object({ met: count, evaluated: count }),
  violations: z.array(violationSchema),
  /** Days of the history, and the same time in windows of seven days that end with it. */
  history: z.array(intervalSchema),
  weeks: z.array(intervalSchema),
})
export type SloEntry = z.infer<typeof sloSchema>

/** Waiting times with those still open counted honestly. `mean_lower_bound_min` takes an open one at what it has waited so far. */
export const waitingSchema = z.object({
  alerts: count,
  mean_acked_min: nullable,
  mean_lower_bound_min: nullable,
  p95_min: nullable,
  not_reached_above: nullable,
  unacked: count,
  oldest_open_min: nullable,
  /** Kaplan-Meier: the share still waiting just after `minutes`, of `at_risk` that waited until then; one step per time one ended. */
  curve: z.array(z.object({ minutes: z.number(), waiting: z.number(), at_risk: count })),
  reason: z.string().nullable(),
})
export type WaitingEntry = z.infer<typeof waitingSchema>

/** slo.json, schema parity.slo/1. Fractions for shares; missing is null with a reason. */
export const sloDocumentSchema = z.object({
  schema: z.literal('parity.slo/1'),
  version: z.string(),
  as_of: z.string(),
  window: z.object({ start: z.string().nullable(), end: z.string(), days: z.number() }),
  settings: z.object({
    history_days: z.number(),
    burn: z.object({ '1h': z.number(), '6h': z.number(), '24h': z.number(), '3d': z.number() }),
    burn_source: z.enum(BURN_SOURCES),
  }),
  slos: z.array(sloSchema),
  ack: waitingSchema,
  overall: z.object({
    tier: tierSchema,
    score: nullable,
    score_reason: z.string().nullable(),
    evaluated_weight: z.number(),
    intervals_met: nullable,
  }),
  flags: z.array(z.object({ code: z.string(), field: z.string(), count })),
})
export type SloDocument = z.infer<typeof sloDocumentSchema>
