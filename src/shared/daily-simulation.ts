import { z } from 'zod'
import { reviewSchema } from './review.ts'
import { againstLiveSchema, type SimulateDocument } from './simulate/document.ts'

/** The scenario the daily job simulates unless told otherwise: the one calibrated to live, which is what the simulator should have assumed. */
export const DEFAULT_DAILY_SCENARIO = 'as-live'

/** `scenario = "none"` in parity.toml: nothing is simulated. */
export const NO_SCENARIO = 'none'

/** What the daily job simulated, as it is kept beside its review: the whole document, or why there is none. */
export interface StoredSimulation {
  /** The scenario asked for. */
  readonly scenario: string
  /** The backtest's own assumptions first, the scenario last; null when it could not be simulated. */
  readonly document: SimulateDocument | null
  /** Where the scenario's parameters come from, and how far to trust them. */
  readonly origin: string | null
  /** Why there is no document. */
  readonly reason: string | null
}

const assumptionSchema = z.object({
  name: z.string(),
  unit: z.string(),
  backtest: z.union([z.number(), z.string()]),
  scenario: z.union([z.number(), z.string()]),
})

/** What the simulator should have assumed: parameters that differ from the backtest's own, and what each leaves between live and the simulation. */
export const daySimulationSchema = z.object({
  scenario: z.string(),
  version: z.int().nullable(),
  seed: z.int().nullable(),
  draws: z.int().nullable(),
  reason: z.string().nullable(),
  origin: z.string().nullable(),
  assumptions: z.array(assumptionSchema),
  /** Live less the backtest simulated on its own assumptions. */
  baseline: againstLiveSchema.nullable(),
  /** Live less the scenario. */
  left: againstLiveSchema.nullable(),
})
export type DaySimulation = z.infer<typeof daySimulationSchema>

/** review.json of the daily job: a review with what was simulated of its days; absent where nothing is simulated. */
export const dailyReviewSchema = reviewSchema.extend({ simulation: daySimulationSchema.optional() })
export type DailyReview = z.infer<typeof dailyReviewSchema>
