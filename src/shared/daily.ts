import { z } from 'zod'
import { actionDocumentSchema } from './action.ts'
import { ACTIONS, BANDS, importReportSchema } from './review.ts'

/** parity.daily/1: what one run of the daily job did. `judged` are the days it judged anew or corrected. */
export const dailyReportSchema = z.object({
  schema: z.literal('parity.daily/1'),
  version: z.string(),
  status: z.enum(['OK', 'NOT_COMPARABLE']),
  reason: z.string().nullable(),
  /** The last day that could be judged: days after it are not over. */
  until: z.string(),
  imported: importReportSchema,
  /** What was simulated of the days: `off` where parity.toml says so, `skipped` with the reason where the files do not allow it. */
  simulate: z.object({
    status: z.enum(['off', 'skipped', 'done']),
    scenario: z.string().nullable(),
    /** What is left against live under the scenario, in a sentence; or why nothing was simulated. */
    sentence: z.string().nullable(),
    /** The stored result was still right. */
    reused: z.boolean(),
  }),
  /** The stored review was still right, so none was computed. */
  reused: z.boolean(),
  judged: z.array(
    z.object({
      day: z.string(),
      band: z.enum(BANDS).nullable(),
      action: z.enum(ACTIONS).nullable(),
      transition: z.string(),
      revision: z.int().nonnegative(),
      alert: z.boolean(),
    }),
  ),
  /** The action that stands: that of the last judged day. */
  action: actionDocumentSchema.nullable(),
  written: z.array(z.string()),
  deliveries: z.array(
    z.object({
      day: z.string(),
      channel: z.string(),
      status: z.enum(['delivered', 'failed', 'waiting']),
      reason: z.string().nullable(),
    }),
  ),
  notes: z.array(z.string()),
})
export type DailyReport = z.infer<typeof dailyReportSchema>
