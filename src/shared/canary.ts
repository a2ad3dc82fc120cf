import { z } from 'zod'

/** States of a canary. ROLLED_BACK, ABORTED and FULL are never left. */
export const CANARY_STATES = [
  'NOT_STARTED',
  'STAGING',
  'STAGING_PASSED',
  'PROD_CANARY',
  'PROD_READY',
  'FULL',
  'EXPIRED',
  'ROLLED_BACK',
  'ABORTED',
] as const
export const canaryStateSchema = z.enum(CANARY_STATES)
export type CanaryState = z.infer<typeof canaryStateSchema>

/** What to do now. */
const CANARY_DECISIONS = ['WAIT', 'HOLD', 'ADVANCE', 'READY', 'PROMOTE', 'DECIDE', 'ROLLBACK', 'ABORT'] as const
export const canaryDecisionSchema = z.enum(CANARY_DECISIONS)
export type CanaryDecision = z.infer<typeof canaryDecisionSchema>

/** Verdict of a gate. Only `pass` lets a canary through; `pending` needs time, `insufficient` needs data. */
export const VERDICTS = ['pass', 'fail', 'pending', 'insufficient'] as const
export const verdictSchema = z.enum(VERDICTS)
export type Verdict = z.infer<typeof verdictSchema>

const nullable = z.number().nullable()
const count = z.int().nonnegative()
const pair = z.tuple([z.number(), z.number()])

/** One gate: what was measured, its limit, how much room is left (negative = beyond), from how many observations of which file. */
export const gateSchema = z.object({
  gate: z.string(),
  verdict: verdictSchema,
  value: nullable,
  limit: nullable,
  margin: nullable,
  n: count,
  reason: z.string(),
  source: z.string(),
})
export type Gate = z.infer<typeof gateSchema>

/** A trigger that fired, in order of precedence. `action` says what it asks for. */
export const triggerSchema = z.object({
  trigger: z.string(),
  action: z.enum(['abort', 'rollback', 'hold', 'warn']),
  at: z.string(),
  reason: z.string(),
})
export type Trigger = z.infer<typeof triggerSchema>

const slotShapeSchema = z.object({
  p5: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p95: z.number(),
  /** Kernel density at points spread evenly from `low` to `high`, per unit of the metric. */
  density: z.array(z.number()).max(64),
})

/** How a metric's values by slot are distributed in each arm, over the slots both traded in. `outside` values lie beyond low and high. */
const slotDistributionSchema = z.object({
  slots: count,
  low: z.number(),
  high: z.number(),
  outside: count,
  canary: slotShapeSchema,
  control: slotShapeSchema,
})
export type SlotDistribution = z.infer<typeof slotDistributionSchema>

/** Canary against control in one metric. `difference` is canary less control in the metric's unit; `sequence` is valid at every look, `fixed_look` at one look only. */
export const evidenceSchema = z.object({
  metric: z.string(),
  unit: z.string(),
  margin: z.number(),
  worse_when: z.enum(['higher', 'lower']),
  canary_n: count,
  control_n: count,
  paired_slots: count,
  difference: nullable,
  sequence: pair.nullable(),
  verdict: z.enum(['regression', 'non-inferior', 'inconclusive']),
  reason: z.string(),
  fixed_look: z
    .object({
      test: z.enum(['wilcoxon-signed-rank', 'mann-whitney']),
      p: z.number(),
      shift: z.number(),
      interval: pair,
      effect: nullable,
      note: z.string(),
    })
    .nullable(),
  /** Null for counts, below six paired slots, or where every slot has the same value. */
  slots: slotDistributionSchema.nullable(),
  thin: z.string().nullable(),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** One tick of the decision log: the decision with its reason and the inputs it was taken on. */
export const canaryLogSchema = z.object({
  t: z.string(),
  state: canaryStateSchema,
  decision: canaryDecisionSchema,
  binding: z.string(),
  reason: z.string(),
  inputs: z.object({
    covered_hours: z.number(),
    telemetry_age_min: nullable,
    trades: count,
    risk_used: nullable,
    failed_evaluations: count,
    evaluations: count,
    gates: z.record(z.string(), verdictSchema),
    triggers: z.array(z.string()),
  }),
})
export type CanaryLogEntry = z.infer<typeof canaryLogSchema>

/** canary.json, schema parity.canary/1. */
export const canaryDocumentSchema = z.object({
  schema: z.literal('parity.canary/1'),
  version: z.string(),
  as_of: z.string(),
  deployment: z.object({
    id: z.string(),
    version: z.string(),
    control_version: z.string().nullable(),
    staging_started: z.string().nullable(),
    production_started: z.string().nullable(),
    traffic: nullable,
    covered_hours: z.number(),
    minimum_hours: z.number(),
    maximum_hours: z.number(),
  }),
  state: canaryStateSchema,
  decision: canaryDecisionSchema,
  binding: z.string(),
  summary: z.string(),
  gates: z.array(gateSchema),
  triggers: z.array(triggerSchema),
  evidence: z.array(evidenceSchema),
  risk: z.array(z.object({ t: z.string(), used: z.number(), high_water: z.number() })),
  time_to_decision: z.object({
    p10: z.string().nullable(),
    p50: z.string().nullable(),
    p90: z.string().nullable(),
    binding: z.string(),
    parts: z.array(
      z.object({ part: z.string(), hours_p10: nullable, hours_p50: nullable, hours_p90: nullable, reason: z.string() }),
    ),
  }),
  log: z.array(canaryLogSchema),
  flags: z.array(z.object({ code: z.string(), field: z.string(), count })),
})
export type CanaryDocument = z.infer<typeof canaryDocumentSchema>
