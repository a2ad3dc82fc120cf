import { z } from 'zod'
import { AppError } from './errors.ts'
import { burnThresholdsSchema } from './slo.ts'

const files = z.array(z.string().min(1)).default([])
const bps = z.number().positive()
const mapping = z.string().min(1).optional()
const variable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, 'it names an environment variable that holds the secret, not the secret itself')

/** Where the bot interface answers: Telegram's own, or a server of one's own. */
const telegramApi = z.url().default('https://api.telegram.org')

/** parity.toml: what the daily job reads, judges by and writes. Paths are relative to the file. Documented in docs/slo-canary.md. */
export const dailyConfigSchema = z.strictObject({
  /** The project file the job keeps its history in. */
  project: z.string().min(1),
  /** Folder of each day's report. */
  out: z.string().min(1),
  live: files,
  backtest: files,
  market: files,
  equity: files,
  orders: files,
  cash: files,
  positions: files,
  uptime: files,
  incidents: files,
  health: files,
  risk: files,
  deployment: files,
  /** Of the live and backtest files. */
  mapping: z.string().min(1).optional(),
  /** Of each kind of service-level file. */
  mappings: z
    .strictObject({ uptime: mapping, incidents: mapping, health: mapping, risk: mapping, deployment: mapping })
    .prefault({}),
  zone: z.string().min(1).optional(),
  /** The service of the uptime files the strategy depends on, several, or `all`. */
  service: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]).optional(),
  capital: z.number().positive().optional(),
  /** What equity files of the same time are: accounts that add up, or one account. */
  equity_files: z.enum(['accounts', 'one']).optional(),
  window: z.int().min(2).default(20),
  scale: z.union([z.number().positive(), z.literal('auto')]).default(1),
  target_bps: bps.default(20),
  calendar: z.enum(['24x7', 'weekdays']).optional(),
  strategy: z.string().min(1).optional(),
  /** What is simulated beside the backtest's own assumptions: a scenario file, a preset or a stored scenario; `as-live` when absent, nothing for `none`. */
  scenario: z.string().min(1).optional(),
  seed: z.int().nonnegative().default(1),
  bands: z
    .strictObject({
      good: bps.default(10),
      warning: bps.default(20),
      critical: bps.default(50),
      emergency: bps.default(100),
    })
    .prefault({})
    .refine(
      ({ good, warning, critical, emergency }) => good < warning && warning < critical && critical < emergency,
      'the edges must rise from good to emergency',
    ),
  escalation: z
    .strictObject({ after: z.int().positive().default(3), re_enable_after: z.int().positive().default(3) })
    .prefault({}),
  slo: z.strictObject({ burn: burnThresholdsSchema.prefault({}) }).prefault({}),
  outputs: z
    .strictObject({
      action: z.string().min(1).optional(),
      metrics: z.string().min(1).optional(),
      rules: z.string().min(1).optional(),
    })
    .prefault({}),
  slack: z.strictObject({ url_env: variable }).optional(),
  telegram: z.strictObject({ token_env: variable, chat_env: variable, api: telegramApi }).optional(),
})
export type DailyConfig = z.infer<typeof dailyConfigSchema>

/** Returns a parsed parity.toml with its defaults. Throws PARAMETER_INVALID with the first key that is wrong and why, or when no live or no backtest file is named. */
export function readDailyConfig(value: unknown, path: string): DailyConfig {
  const parsed = dailyConfigSchema.safeParse(value)
  if (!parsed.success) throw invalid(path, parsed.error.issues[0])
  const missing = (['live', 'backtest'] as const).find((role) => parsed.data[role].length === 0)
  if (missing)
    throw new AppError(
      'PARAMETER_INVALID',
      `Cannot use ${path}: "${missing}" names no file. Give at least one, such as ${missing} = ["${missing}.csv"].`,
      { file: path },
    )
  return parsed.data
}

function invalid(path: string, issue: z.core.$ZodIssue | undefined): AppError {
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys : []
  const place = [...(issue?.path ?? []), ...keys.slice(0, 1)].join('.') || 'the file'
  const why =
    keys.length > 0 ? 'it is not a known key; docs/slo-canary.md lists them' : (issue?.message ?? 'it is not valid')
  return new AppError('PARAMETER_INVALID', `Cannot use ${path}: ${place}: ${why}.`, { file: path })
}
