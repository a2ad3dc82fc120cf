import { z } from 'zod'
import { canaryDocumentSchema } from './canary.ts'
import { burnThresholdsSchema, sloDocumentSchema } from './slo.ts'

/** An instant with an offset; up to where the data speaks when absent. */
const asOf = z.iso.datetime({ offset: true }).optional()

/** One entry of the audit log. `body` is its JSON text, as hashed. */
const auditEntrySchema = z.object({
  seq: z.int().positive(),
  at: z.string(),
  kind: z.string(),
  body: z.string(),
  hash: z.string(),
})

/** Methods of service levels, canaries and the audit log. A null document says with `reason` what is missing. */
export const SERVICE_CONTRACT = {
  'slo.history': {
    params: z.object({ as_of: asOf, burn: burnThresholdsSchema.optional() }),
    result: z.object({ document: sloDocumentSchema.nullable(), reason: z.string().nullable() }),
  },
  'canary.readiness': {
    params: z.object({ deployment: z.string().max(200).optional(), as_of: asOf }),
    result: z.object({
      document: canaryDocumentSchema.nullable(),
      reason: z.string().nullable(),
      /** Ids of every deployment the project holds, the one started last first. */
      deployments: z.array(z.string()),
    }),
  },
  'audit.entries': {
    params: z.object({
      kind: z.string().max(40).optional(),
      after: z.int().nonnegative().default(0),
      limit: z.int().positive().max(1000).default(200),
    }),
    result: z.object({ rows: z.array(auditEntrySchema), total: z.int() }),
  },
} as const
