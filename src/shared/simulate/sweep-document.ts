import { z } from 'zod'
import { drawFiguresSchema } from './document.ts'
import { scenarioSchema } from './scenario.ts'

/** sweep.json, schema parity.sweep/1: figures over draws at every point, all with one seed. `limit_bps` is the strategy's own tracking-error target. */
export const sweepDocumentSchema = z.object({
  schema: z.literal('parity.sweep/1'),
  version: z.string(),
  inputs: z.array(z.string()),
  base: scenarioSchema,
  limit_bps: z.number(),
  axes: z.array(z.object({ name: z.string(), low: z.number(), high: z.number(), steps: z.int().nullable() })),
  rows: z.array(z.object({ values: z.record(z.string(), z.number()), figures: drawFiguresSchema })),
})
export type SweepDocument = z.infer<typeof sweepDocumentSchema>

/** What a tornado can be of. */
export const TORNADO_MEASURES = ['te_rms_bps', 'te_bps', 'td_bps', 'pnl', 'cost_bps'] as const

/** A one-at-a-time sensitivity, widest bar first: the mean of `measure` with each parameter at its low and high value; null where it has none. */
export const tornadoSchema = z.object({
  measure: z.enum(TORNADO_MEASURES),
  base: z.number().nullable(),
  bars: z.array(
    z.object({
      name: z.string(),
      low: z.object({ value: z.number(), measure: z.number().nullable() }),
      high: z.object({ value: z.number(), measure: z.number().nullable() }),
    }),
  ),
})
export type Tornado = z.infer<typeof tornadoSchema>
