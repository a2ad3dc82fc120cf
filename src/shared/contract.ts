import { z } from 'zod'
import { CANONICAL, ROLES } from './canonical.ts'
import { SERVICE_CONTRACT } from './contract-service.ts'
import { madeFileSchema, TABLE_CONTRACT } from './contract-table.ts'
import { SIMULATE_CONTRACT } from './contract-simulate.ts'
import { importReportSchema, reviewSchema, reviewSettingsSchema } from './review.ts'

const day = z.iso.date()
const token = z.string().min(1).max(200)
const shape = z.enum(Object.keys(CANONICAL) as [keyof typeof CANONICAL])

/** Answers to what a file cannot say of itself. */
export const answersSchema = z.object({
  zone: z.string().max(64).optional(),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  feeSign: z.enum(['charged', 'negative-charged']).optional(),
  strategy: z.string().max(200).optional(),
  /** Account value before the first of a file's returns. */
  capital: z.number().positive().optional(),
  symbol: z.string().min(1).max(100).optional(),
  security: z.string().max(40).optional(),
  contractSizes: z.record(z.string(), z.number().positive()).optional(),
  /** The service of an uptime file the strategy depends on, several, or `all`. */
  service: z.union([z.string().max(500), z.array(z.string().max(500)).max(500).readonly()]).optional(),
  /** Whether equity files that speak for the same time are accounts that add up, or one account. */
  equityFiles: z.enum(['accounts', 'one']).optional(),
  /** What the words of a service-level file mean. */
  words: z.record(z.string(), z.string()).optional(),
  /** Length of one bar, microseconds. */
  barMicros: z.number().positive().optional(),
})

/** A picked, dropped or offered file, known to the page by an opaque token only. */
export const pickedFileSchema = z.object({ token, name: z.string(), bytes: z.number().nonnegative() })
export type PickedFile = z.infer<typeof pickedFileSchema>

/** What a file cannot say of itself: each choice with how the example reads under it; `entry` says that another answer may be typed. */
export const questionSchema = z.object({
  kind: z.enum([
    'zone',
    'date-order',
    'decimal',
    'fee-sign',
    'strategy',
    'symbol',
    'security',
    'contract-size',
    'bar-length',
    'capital',
    'service',
    'word',
    'equity-files',
  ]),
  column: z.string().nullable(),
  example: z.string(),
  choices: z.array(z.object({ label: z.string(), reads: z.string(), answers: answersSchema })),
  entry: z.enum(['zone', 'text', 'number']).nullable(),
})
export type Question = z.infer<typeof questionSchema>

/** What the import screen shows of one file before anything is committed. */
export const sniffedFileSchema = z.object({
  token,
  name: z.string(),
  bytes: z.number(),
  format: z.string().nullable(),
  reason: z.string(),
  role: z.enum(ROLES).nullable(),
  shape: shape.nullable(),
  /** What its rows are, in words: fills, trades tape, quotes, order book... */
  holds: z.string(),
  columns: z.array(
    z.object({
      field: z.string(),
      source: z.string().nullable(),
      kind: z.string(),
      required: z.boolean(),
      samples: z.array(z.string()),
      empty_share: z.number().nullable(),
      issue: z.string().nullable(),
    }),
  ),
  unused: z.array(z.string()),
  preview: z.array(z.array(z.string())),
  preview_header: z.array(z.string()),
  /** Whether the preview shows the file's own cells, or the rows as they will be read. */
  preview_is: z.enum(['raw', 'read']),
  questions: z.array(questionSchema),
  /** Answers given before for a file with this header. */
  remembered: answersSchema,
  problem: z
    .object({
      code: z.string(),
      message: z.string(),
      line: z.number().nullable(),
      column: z.string().nullable(),
      fix: z.string().nullable(),
    })
    .nullable(),
})
export type SniffedFile = z.infer<typeof sniffedFileSchema>

/** A file to look at, under what the user said of it so far. */
export const lookedAtFileSchema = pickedFileSchema.extend({
  role: z.enum(ROLES).nullable().optional(),
  answers: answersSchema.optional(),
  columns: z.record(z.string(), z.string()).optional(),
  /** Looked at before: it is only compared with the others, and left out of what is found. */
  known: z.boolean().optional(),
})

/** One file to load. `columns` maps canonical fields to the file's header; a field named as in the header may be left out. */
export const importFileSchema = z.object({
  token,
  role: z.enum(ROLES),
  answers: answersSchema,
  columns: z.record(z.string(), z.string()).optional(),
  barMicros: z.number().positive().optional(),
})

/** A file the host was started with, and what it is where the command line said so. */
export const offeredFileSchema = pickedFileSchema.extend({ role: z.enum(ROLES).nullable() })
export type OfferedFile = z.infer<typeof offeredFileSchema>

/** What a user may set of a review; absent = default or detected. */
export const reviewRequestSchema = z.object({
  capital: z.number().positive().optional(),
  calendar: z.enum(['24x7', 'weekdays']).optional(),
  window: z.int().min(2).max(2000).optional(),
  attribution: z.enum(['shapley', 'ladder']).optional(),
  scale: z.union([z.number().positive(), z.literal('auto')]).optional(),
  strategy: z.string().max(200).optional(),
  from: day.optional(),
  to: day.optional(),
  targetBps: z.number().positive().optional(),
  matchGateSeconds: z.number().positive().optional(),
  seed: z.int().optional(),
  bandEdgesBps: z.array(z.number().positive()).length(4).optional(),
  escalationAfter: z.int().positive().optional(),
  reEnableAfter: z.int().positive().optional(),
  currency: z.string().max(20).optional(),
  stablecoinsEqual: z.boolean().optional(),
})

/** Rows a drill-down is narrowed to; absent = all. */
export const sliceFilterSchema = z.object({
  from: day.optional(),
  to: day.optional(),
  symbol: z.array(z.string()).optional(),
  hour: z.array(z.int().min(0).max(23)).optional(),
  side: z.array(z.enum(['buy', 'sell'])).optional(),
  order_type: z.array(z.string()).optional(),
  liquidity: z.array(z.string()).optional(),
  version: z.array(z.string()).optional(),
})
export type SliceFilter = z.infer<typeof sliceFilterSchema>

const money = z.number()
const causesMoney = { alpha: money, sizing: money, timing: money, slippage: money, fees: money, price: money }

/**
 * One row of the symbol table or of another dimension: P&L difference of its fills by cause, money. A pair with fills on
 * several days counts on each; notional is that of the larger side. An hour's value is 00 to 23 UTC.
 */
export const sliceRowSchema = z.object({
  value: z.string(),
  pairs: z.int(),
  notional: money,
  active: money,
  ...causesMoney,
})

/**
 * One pair of the order table over the evaluated days the filter leaves. Times ISO 8601 UTC of each side's first fill;
 * quantities unscaled, prices averages by quantity; latency_ms is live minus backtest time; slippage_bps is what the live
 * price cost against the backtest's, positive = worse; the P&L difference by cause is money and excludes what later days
 * make of the position.
 */
export const pairRowSchema = z.object({
  pair_id: z.number(),
  kind: z.enum(['matched', 'live_only', 'backtest_only']),
  method: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  day,
  live_time: z.string().nullable(),
  backtest_time: z.string().nullable(),
  live_qty: z.number().nullable(),
  backtest_qty: z.number().nullable(),
  live_price: z.number().nullable(),
  backtest_price: z.number().nullable(),
  latency_ms: z.number().nullable(),
  slippage_bps: z.number().nullable(),
  active: money,
  ...causesMoney,
})
export type PairRow = z.infer<typeof pairRowSchema>

/** One fill behind a pair, as loaded, with its file and line where known. */
export const fillRowSchema = z.object({
  origin: z.enum(['live', 'backtest']),
  time: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  qty: z.number(),
  price: z.number(),
  fee: z.number().nullable(),
  fee_currency: z.string().nullable(),
  mid: z.number().nullable(),
  order_type: z.string().nullable(),
  liquidity: z.string().nullable(),
  fill_id: z.string().nullable(),
  order_id: z.string().nullable(),
  signal_id: z.string().nullable(),
  file: z.string(),
})

/** Names of the columns of the attribution cube: small integer codes into `labels`, then sums. */
export const CUBE_CODES = ['day', 'symbol', 'hour', 'side', 'order_type', 'liquidity', 'version'] as const
export const CUBE_SUMS = ['pairs', 'notional', 'alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'] as const

/** Columns cross as binary frames: each name is a typed array of the same length. */
export const columnsSchema = z.record(
  z.string(),
  z.instanceof(Float64Array).or(z.instanceof(Uint16Array)).or(z.instanceof(Uint32Array)),
)

const none = z.object({})
const namedStrategySchema = z.object({ name: z.string(), fills: z.int() })

const page = { after: z.int().nonnegative().default(0), limit: z.int().positive().max(10_000).default(200) }

const pairOrder = z.enum(['active', 'alpha', 'sizing', 'timing', 'slippage', 'fees', 'price']).default('active')

/** One method: what it takes and gives. Every call can be cancelled and reports progress. */
interface Method {
  readonly params: z.ZodType
  readonly result: z.ZodType
}

/** The one contract between shells and engine. Names are `feature.verb`; the engine, the client and validation are inferred from it. */
export const CONTRACT = {
  'project.info': {
    params: none,
    result: z.object({
      path: z.string(),
      version: z.string(),
      sources: z.array(
        z.object({
          source_id: z.number(),
          role: z.string(),
          path: z.string(),
          format: z.string(),
          sha256: z.string(),
          rows_read: z.number(),
          rows_accepted: z.number(),
          rows_rejected: z.number(),
          imported_at: z.string(),
        }),
      ),
      review: reviewRequestSchema,
      has_review: z.boolean(),
      /** The engine stopped three times in five minutes: it now uses one thread and rebuilds nothing unasked. */
      safe_mode: z.boolean(),
    }),
  },
  /** What the engine's process holds of the machine's memory now. Answered while other work runs. */
  'project.memory': { params: none, result: z.object({ resident_bytes: z.int().nonnegative() }) },
  'import.offered': { params: none, result: z.object({ files: z.array(offeredFileSchema) }) },
  /** A database's own log (-wal, -shm), given together with it, is read with it and not listed. */
  'import.sniff': {
    params: z.object({ files: z.array(lookedAtFileSchema).min(1).max(500) }),
    result: z.object({
      /** An archive of several files is given as its members. */
      files: z.array(sniffedFileSchema),
      /** Files left out since another of the same content is there. */
      duplicates: z.array(z.object({ token, name: z.string(), of: z.string() })),
    }),
  },
  'import.run': { params: z.object({ files: z.array(importFileSchema).min(1).max(500) }), result: importReportSchema },
  'import.sample': { params: none, result: importReportSchema },
  /** Takes a loaded file with all its rows out of the project again; the audit log keeps both. */
  'import.remove': { params: z.object({ source_id: z.number() }), result: z.object({ path: z.string() }) },
  'import.rejects': {
    params: z.object(page),
    result: z.object({
      rows: z.array(
        z.object({
          path: z.string(),
          line: z.number().nullable(),
          place: z.string().nullable(),
          column_name: z.string().nullable(),
          raw: z.string().nullable(),
          reason: z.string(),
          message: z.string(),
        }),
      ),
      total: z.int(),
    }),
  },
  'review.run': { params: reviewRequestSchema, result: reviewSchema },
  'review.latest': {
    params: none,
    result: z.object({
      review: reviewSchema.nullable(),
      request: reviewRequestSchema,
      /** Files were loaded since: run the review again. */
      stale: z.boolean(),
    }),
  },
  'review.defaults': { params: none, result: reviewSettingsSchema.nullable() },
  /** The strategies that the fills of each side name, '' for fills without one. */
  'review.strategies': {
    params: none,
    result: z.object({ live: z.array(namedStrategySchema), backtest: z.array(namedStrategySchema) }),
  },
  'attribution.slices': {
    params: z.object({ by: z.enum(CUBE_CODES), filter: sliceFilterSchema }),
    result: z.object({ rows: z.array(sliceRowSchema) }),
  },
  'attribution.pairs': {
    params: z.object({
      filter: sliceFilterSchema,
      cause: pairOrder,
      ...page,
    }),
    result: z.object({ rows: z.array(pairRowSchema), total: z.int() }),
  },
  /** Makes a Parquet file of the pairs a filter leaves, in the same order. */
  'export.pairs': { params: z.object({ filter: sliceFilterSchema, cause: pairOrder }), result: madeFileSchema },
  'attribution.fills': {
    params: z.object({ pair_id: z.number() }),
    result: z.object({ rows: z.array(fillRowSchema) }),
  },
  'attribution.cube': {
    params: none,
    result: z.object({ labels: z.record(z.string(), z.array(z.string())), columns: columnsSchema }),
  },
  'report.preview': {
    params: z.object({ sections: z.array(z.string()).optional() }),
    result: z.object({ html: z.string() }),
  },
  'report.files': {
    params: z.object({
      formats: z.array(z.enum(['html', 'json', 'md', 'csv'])),
      sections: z.array(z.string()).optional(),
      /** What the HTML is printed on; A4 when absent. */
      paper: z.enum(['A4', 'Letter']).optional(),
    }),
    result: z.object({ files: z.array(z.object({ name: z.string(), text: z.string() })) }),
  },
  ...SERVICE_CONTRACT,
  ...SIMULATE_CONTRACT,
  ...TABLE_CONTRACT,
} as const satisfies Record<string, Method>

export type MethodName = keyof typeof CONTRACT
/** What a caller gives; defaults may be left out. */
export type Params<M extends MethodName> = z.input<(typeof CONTRACT)[M]['params']>
/** What the engine gets, defaults filled in. */
export type ParsedParams<M extends MethodName> = z.output<(typeof CONTRACT)[M]['params']>
/** What a call resolves to. */
export type Result<M extends MethodName> = z.output<(typeof CONTRACT)[M]['result']>
