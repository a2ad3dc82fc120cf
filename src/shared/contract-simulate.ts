import { z } from 'zod'
import { calibrationDocumentSchema } from './simulate/calibration-document.ts'
import { simulateDocumentSchema } from './simulate/document.ts'
import { isNumericName, type NumericName } from './simulate/parameters.ts'
import { paramsSchema, scenarioSchema } from './simulate/scenario.ts'
import { sweepDocumentSchema, TORNADO_MEASURES, tornadoSchema } from './simulate/sweep-document.ts'

/** Days simulated, inclusive; the other settings are those of the last review. */
const days = { from: z.iso.date().optional(), to: z.iso.date().optional() }

/** A set of parameters, or the name of a preset or stored scenario (`name@2` for a version). */
const choice = z.union([z.string().min(1).max(200), scenarioSchema])
const draws = z.int().min(1).max(1_000_000).optional()
const seed = z.int().min(0).max(0xffffffff).optional()
const numericName = z.custom<NumericName>((name) => typeof name === 'string' && isNumericName(name))

/** Methods of scenarios, sweeps and calibration. A failed check of parameters is PARAMETER_INVALID with the sentence to show. */
export const SIMULATE_CONTRACT = {
  /** Presets as they stand over the loaded backtest are made by scenario.run; here are their names, meanings and changes, and what is stored. */
  'scenario.list': {
    params: z.object({}),
    result: z.object({
      presets: z.array(z.object({ name: z.string(), meaning: z.string(), params: paramsSchema.partial() })),
      saved: z.array(
        z.object({
          scenario: scenarioSchema,
          source: z.enum(['user', 'calibration']),
          note: z.string(),
          saved_at: z.string(),
        }),
      ),
    }),
  },
  /** Stores a scenario as the next version of its name; nothing is replaced. */
  'scenario.save': {
    params: z.object({
      scenario: scenarioSchema,
      source: z.enum(['user', 'calibration']).default('user'),
      note: z.string().max(1000).default(''),
    }),
    result: z.object({ scenario: scenarioSchema }),
  },
  /** Runs the baseline and the chosen scenarios. A page shows first figures by a run of few draws with `left: false`, then all. */
  'scenario.run': {
    params: z.object({
      scenarios: z.array(choice).max(20),
      on: choice.optional(),
      ...{ seed, draws, ...days },
      /** Attribute live against each simulated run. */
      left: z.boolean().default(true),
    }),
    result: simulateDocumentSchema,
  },
  /**
   * One simulated scenario's sums, for sliders on instant parameters: pass `values` (draws x days x 15, draw by draw) with the
   * other columns to dailyPnl, drawFigures or summariseScenario of the domain, in the page. NaN: not evaluated, or no capital.
   */
  'scenario.instant': {
    params: z.object({ scenario: choice, on: choice.optional(), seed, draws, ...days }),
    result: z.object({
      scenario: scenarioSchema,
      days: z.array(z.string()),
      draws: z.int(),
      limit_bps: z.number(),
      currency: z.string().nullable(),
      days_per_year: z.number(),
      window: z.int(),
      has_live: z.boolean(),
      has_capital: z.boolean(),
      /** False where a limit price bound: recombining is then an approximation. */
      exact: z.boolean(),
      columns: z.object({
        values: z.instanceof(Float64Array),
        intended_edge: z.instanceof(Float64Array),
        intended_notional: z.instanceof(Float64Array),
        other_pnl: z.instanceof(Float64Array),
        live_pnl: z.instanceof(Float64Array),
        capital: z.instanceof(Float64Array),
      }),
    }),
  },
  'sweep.run': {
    params: z.object({
      base: choice,
      axes: z
        .array(z.object({ name: numericName, low: z.number(), high: z.number(), steps: z.int().min(1).max(10_000) }))
        .min(1)
        .max(10),
      hypercube: z.int().min(1).max(10_000).nullable().default(null),
      ...{ seed, draws, ...days },
    }),
    result: sweepDocumentSchema,
  },
  'sweep.tornado': {
    params: z.object({
      base: choice,
      names: z.array(numericName).min(1).max(60),
      measure: z.enum(TORNADO_MEASURES).default('te_rms_bps'),
      ...{ seed, draws, ...days },
    }),
    result: tornadoSchema,
  },
  /** Fits the simulator to live and proves it; stores nothing: `scenario.save` with source `calibration` keeps the fitted set. */
  'calibration.run': { params: z.object(days), result: calibrationDocumentSchema },
} as const
