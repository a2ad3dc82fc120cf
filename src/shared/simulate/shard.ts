import { z } from 'zod'
import { scenarioSchema } from './scenario.ts'

/** What one shard computed: draws [first, first + count) of one scenario, sums and latency counts as little-endian base64. */
export const shardRangeSchema = z.object({
  scenario: scenarioSchema,
  first: z.int().nonnegative(),
  count: z.int().nonnegative(),
  sums: z.string(),
  latency_counts: z.string(),
})

/** parity.shard/1: part `index` of `of` of a run, 1-based. `orders` is the hash of the orders simulated, so parts of different runs never merge. */
export const shardSchema = z.object({
  schema: z.literal('parity.shard/1'),
  index: z.int().positive(),
  of: z.int().positive(),
  orders: z.string(),
  days: z.int().positive(),
  ranges: z.array(shardRangeSchema),
})
export type ShardDocument = z.infer<typeof shardSchema>
