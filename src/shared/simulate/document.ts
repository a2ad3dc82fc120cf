import { z } from 'zod'
import { CAUSES, type Cause } from '../review.ts'
import { paramsSchema } from './scenario.ts'

/** Parts of the cost of execution, in the order they are shown; each is money, positive = worse, and together they are the whole cost. */
export const COST_COMPONENTS = [
  'base',
  'volatility',
  'spread',
  'impact',
  'depth',
  'noise',
  'adverse',
  'latency',
  'limit',
  'fees',
  'opportunity',
] as const
export type CostComponent = (typeof COST_COMPONENTS)[number]
export type CostLine = CostComponent | 'total'

/** A result over draws: mean, 5th, 50th and 95th percentile (type 7), and the Monte-Carlo standard error of the mean, sd / sqrt(draws), null for one draw. */
export const distributionSchema = z.object({
  mean: z.number(),
  p5: z.number(),
  p50: z.number(),
  p95: z.number(),
  se: z.number().nullable(),
})
export type Distribution = z.infer<typeof distributionSchema>

const nullable = distributionSchema.nullable()
const lines = [...COST_COMPONENTS, 'total'] as const
const byLine = <T extends z.ZodType>(schema: T) =>
  z.object(Object.fromEntries(lines.map((line) => [line, schema])) as Record<CostLine, T>)

/** Latency percentiles over orders and draws, ms. */
export const latencySchema = z.object({ p50: z.number(), p95: z.number(), p99: z.number() })
export type LatencyQuantiles = z.infer<typeof latencySchema>

/** Measures of one day, or of all evaluated days, over draws; null where a measure has no value (no live run, no capital, too few days, nothing filled). Money in the quote currency; cost_bps of filled notional. */
export const figuresSchema = z.object({
  te_bps: nullable,
  te_rms_bps: nullable,
  td_bps: nullable,
  pnl: nullable,
  cost_bps: byLine(nullable),
  cost_money: byLine(z.number()),
  fill_ratio: nullable,
  maker_share: nullable,
  latency_ms: latencySchema.nullable(),
})
export type ScenarioFigures = z.infer<typeof figuresSchema>

/** A scenario's result. te_bps, te_rms_bps and td_bps of a day cover the window that ends there, pnl_cumulated all days up to it; `exact` says that recombining under other instant parameters is exact. */
export const scenarioSummarySchema = z.object({
  name: z.string(),
  version: z.int(),
  params: paramsSchema,
  seed: z.int(),
  draws: z.int(),
  days: z.array(figuresSchema.extend({ day: z.string(), te_day_bps: nullable, pnl_cumulated: nullable })),
  total: figuresSchema,
  exact: z.boolean(),
})
export type ScenarioSummary = z.infer<typeof scenarioSummarySchema>

/** The figures of all evaluated days that are measured draw by draw, over draws; null where there is no value. */
export const drawFiguresSchema = z.object({
  te_bps: nullable,
  te_rms_bps: nullable,
  td_bps: nullable,
  pnl: nullable,
  cost_bps: nullable,
  fill_ratio: nullable,
  maker_share: nullable,
})

/** Scenario minus baseline, draw by draw under common random numbers; null where they cannot be paired. */
export type BaselineDifference = z.infer<typeof drawFiguresSchema>

/** What a run that goes on knows of one scenario: figures of its first `done` draws, of `draws` asked for. */
export const partialRunSchema = z.object({
  name: z.string(),
  done: z.int().positive(),
  draws: z.int().positive(),
  figures: drawFiguresSchema,
})
export type PartialRun = z.infer<typeof partialRunSchema>

const byCause = z
  .object(Object.fromEntries(CAUSES.map((cause) => [cause, z.number()])) as Record<Cause, z.ZodNumber>)
  .extend({ residual: z.number() })
const measure = z.number().nullable()

/**
 * What is left between live and a scenario: live minus simulated P&L (money) by cause, where each order's simulated fill is
 * the mean of the first `draws` draws, put in the backtest's place and attributed as a review does. Measures are those of that
 * mean, so Monte-Carlo noise is not in them. `limit_bps` is the strategy's own tracking-error target.
 */
export const againstLiveSchema = z.object({
  limit_bps: z.number(),
  draws: z.int(),
  te_rms_bps: measure,
  td_bps: measure,
  active_pnl: z.number(),
  attribution: byCause,
  days_over_limit: z.int(),
  days: z.array(z.object({ day: z.string(), active_pnl: z.number(), te_day_bps: measure, attribution: byCause })),
  sentence: z.string(),
})
export type AgainstLive = z.infer<typeof againstLiveSchema>

/** simulate.json, schema parity.simulate/1. The first scenario is the baseline the others are held against. `inputs` says which inputs were estimated. */
export const simulateDocumentSchema = z.object({
  schema: z.literal('parity.simulate/1'),
  version: z.string(),
  inputs: z.array(z.string()),
  scenarios: z
    .array(
      scenarioSummarySchema.extend({
        against_baseline: drawFiguresSchema.nullable(),
        against_live: againstLiveSchema.nullable(),
      }),
    )
    .min(1),
})
export type SimulateDocument = z.infer<typeof simulateDocumentSchema>
