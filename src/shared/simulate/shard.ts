import { z } from 'zod'
import { againstLiveSchema } from './document.ts'
import { scenarioSchema } from './scenario.ts'

/** What one shard computed: draws [first, first + count) of one scenario, sums and latency counts as little-endian base64. */
export const shardRangeSchema = z.object({
  scenario: scenarioSchema,
  first: z.int().nonnegative(),
  count: z.int().nonnegative(),
  sums: z.string(),
  latency_counts: z.string(),
})

const byDay = z.array(z.number())

/**
 * What a result needs beside sums, so that shards merge without the files: day names, sentences on inputs, what the days
 * intended (money), the live run (null: none; NaN is null) and what is left against live, one entry per scenario.
 */
export const runContextSchema = z.object({
  version: z.string(),
  days: z.array(z.string()),
  inputs: z.array(z.string()),
  intended_edge: byDay,
  intended_notional: byDay,
  orders: z.array(z.int()),
  other_pnl: byDay,
  live: z
    .object({
      pnl: z.array(z.number().nullable()),
      capital: z.array(z.number().nullable()).nullable(),
      days_per_year: z.number(),
      window: z.int(),
    })
    .nullable(),
  against_live: z.array(againstLiveSchema.nullable()),
})
export type RunContext = z.infer<typeof runContextSchema>

/** parity.shard/1: part `index` of `of` of a run, 1-based. `orders` is the hash of the orders simulated, so parts of different runs never merge. */
export const shardSchema = z.object({
  schema: z.literal('parity.shard/1'),
  index: z.int().positive(),
  of: z.int().positive(),
  orders: z.string(),
  days: z.int().positive(),
  ranges: z.array(shardRangeSchema),
  context: runContextSchema,
})
export type ShardDocument = z.infer<typeof shardSchema>
