import { z } from 'zod'
import { scenarioSchema } from './scenario.ts'

const pair = z.tuple([z.number(), z.number()])

/** How well predictions fit, bps unless said; coverage of the central 50 and 90 % bands; PIT counts in ten bins; QQ pairs (theoretical, observed). */
const scoresSchema = z.object({
  observations: z.int(),
  mae: z.number(),
  bias: z.number(),
  loss: z.number(),
  coverage50: z.number(),
  coverage90: z.number(),
  pit: z.array(z.number()),
  qq: z.array(pair),
})
const byModel = z.object({ fitted: scoresSchema, constant: scoresSchema, current: scoresSchema })

const splitSchema = z.object({
  name: z.string(),
  trained_to: z.string(),
  tested_from: z.string(),
  tested_to: z.string(),
  in_sample: byModel,
  out_of_sample: byModel,
})

const chances = z.object({ constant: z.number(), current: z.number() }).nullable()

const verdict = z.enum(['better', 'even', 'worse', 'untested'])

/**
 * The proof of another part than slippage: scores in `unit` (latency: ms, pinball loss; fills: % of the quantity, squared error;
 * fees: bps, absolute error), whether it is better than both baselines, worse than the current parameters or neither, and why.
 */
const proofSchema = z.object({
  part: z.enum(['slippage', 'latency', 'fills', 'fees']),
  unit: z.string(),
  holdout: splitSchema.nullable(),
  walk_forward: z.array(splitSchema),
  p: chances,
  verdict,
  sentence: z.string(),
})
export type CalibrationProof = z.infer<typeof proofSchema>

/** One parameter; `fitted`, `se` and `interval` (95 %) are null where the data cannot tell, and `reason` says why. */
const estimateSchema = z.object({
  name: z.string(),
  current: z.number(),
  fitted: z.number().nullable(),
  se: z.number().nullable(),
  interval: pair.nullable(),
  observations: z.int(),
  identifiable: z.boolean(),
  reason: z.string().nullable(),
})

const feeSchema = z.object({
  liquidity: z.enum(['maker', 'taker']),
  kind: z.enum(['flat', 'tiers', 'mixed', 'unknown']),
  rate_bps: z.number().nullable(),
  rates: z.array(z.object({ rate_bps: z.number(), fills: z.int(), volume_from: z.number(), volume_to: z.number() })),
})

/** calibration.json, schema parity.calibration/1: the simulator fitted to live, the proof, and the fitted scenario as stored. */
export const calibrationDocumentSchema = z.object({
  schema: z.literal('parity.calibration/1'),
  version: z.string(),
  from: z.string(),
  to: z.string(),
  orders: z.int(),
  /** The stored set that `current` parameters are; null for the defaults. */
  current: z.object({ name: z.string(), version: z.int() }).nullable(),
  parameters: z.array(estimateSchema),
  correlation: z.object({ names: z.array(z.string()), matrix: z.array(z.array(z.number())) }),
  fees: z.array(feeSchema),
  validation: z.object({
    holdout: splitSchema.nullable(),
    walk_forward: z.array(splitSchema),
    p: chances,
    verdict,
    sentence: z.string(),
    others: z.array(proofSchema),
  }),
  recommended: z.boolean(),
  sentence: z.string(),
  scenario: scenarioSchema,
})
export type CalibrationDocument = z.infer<typeof calibrationDocumentSchema>
