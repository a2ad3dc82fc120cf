import { z } from 'zod'
import { ACTIONS, BANDS } from './review.ts'

const nullable = z.number().nullable()

/** action.json, schema parity.action/1: what a risk guard is told to do, and on what evidence. Written to a temporary file and renamed. */
export const actionDocumentSchema = z.object({
  schema: z.literal('parity.action/1'),
  as_of: z.string(),
  day: z.string(),
  /** The band the day acts as. Null when it could not be judged: then nothing is asked for. */
  level: z.enum(BANDS).nullable(),
  action: z.enum(ACTIONS).nullable(),
  reason: z.string(),
  streak: z.int().nonnegative(),
  evidence: z.object({
    te_bps: nullable,
    te_rms_bps: nullable,
    td_bps: nullable,
    te_day_bps: nullable,
    active_return: nullable,
    dominant_cause: z.string().nullable(),
    sentence: z.string().nullable(),
    review: z.string().nullable(),
  }),
})
export type ActionDocument = z.infer<typeof actionDocumentSchema>
