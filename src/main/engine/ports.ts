import type { CalibrationRequest } from '#domain/simulate/calibrate/calibration-document.ts'
import type { Step } from '#domain/simulate/calibrate/stepwise.ts'
import type { CompiledScenario } from '#domain/simulate/compile.ts'
import type { DrawSums } from '#domain/simulate/draw-sums.ts'
import type { MeanFills } from '#domain/simulate/mean-fills.ts'
import type { Allocate } from '#domain/simulate/memory.ts'
import type { RejectReason, Role } from '#shared/canonical.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import type { PartialRun } from '#shared/simulate/document.ts'

/** The current instant, UTC microseconds since 1970. */
export interface Clock {
  nowMicros(): number
}

/** What long work says of itself. `total` is null where it cannot be known beforehand. */
export interface Progress {
  readonly step: string
  readonly done: number
  readonly total: number | null
  /** What is counted, where it is neither rows nor files. */
  readonly unit?: 'bytes' | 'percent' | undefined
  /** Figures of a simulation's first draws, while it goes on. */
  readonly partial?: PartialRun | undefined
}

/** What every long call is given: where to report, and when to stop. */
export interface Task {
  readonly signal: AbortSignal
  report(progress: Progress): void
}

/** What the footer of a Parquet file says: its columns with DuckDB's types, and its key-value metadata. */
export interface ParquetHead {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly metadata: ReadonlyMap<string, string>
}

/** The first part of a file, enough to say what it is. `text` is null for binary content. */
export interface FileSample {
  /** The path as the user gave it. */
  readonly path: string
  /** An absolute real path of a regular file that may be opened. */
  readonly realPath: string
  readonly bytes: number
  /** At most the first 256 kB, decompressed when the file is gz or zst. */
  readonly head: Uint8Array
  readonly text: string | null
  /** Set for Parquet files. */
  readonly parquet?: ParquetHead
}

/** How sure a format is that a file is its own: 0 to 1, and why, in words for the user. */
export interface Detection {
  readonly score: number
  readonly reason: string
}

/** Answers to what a file cannot say of itself; the same names as the batch command's flags. */
export interface Answers {
  readonly zone?: string
  readonly dateOrder?: 'dmy' | 'mdy'
  readonly decimal?: '.' | ','
  readonly feeSign?: 'charged' | 'negative-charged'
  readonly strategy?: string
  /** Account value before the first of a file's returns. */
  readonly capital?: number
  /** The symbol of a file that names none. */
  readonly symbol?: string
  /** The kind of security of a LEAN file, which only its folder says: equity, option, crypto, future... */
  readonly security?: string
  /** What one contract of a symbol holds, in coins, where the file counts contracts. */
  readonly contractSizes?: Readonly<Record<string, number>>
  /** The service of an uptime file the strategy depends on, or several; `all` = every one of them. */
  readonly service?: string | readonly string[]
  /** Whether equity files that speak for the same time are accounts that add up, or one account. */
  readonly equityFiles?: 'accounts' | 'one'
  /** What the words of a mapped service-level file mean: `OK` is `up`; an empty meaning leaves its rows out. */
  readonly words?: Readonly<Record<string, string>>
}

/** A fill as a format reads it, before validation: times in UTC microseconds, money in the instrument's quote currency. A field not given is unknown. */
export interface FillRow {
  readonly fill_id?: string | null
  readonly order_id?: string | null
  readonly signal_id?: string | null
  readonly strategy?: string | null
  readonly version?: string | null
  readonly account?: string | null
  /** Links the entry and exits of one round trip. */
  readonly trip_id?: string | null
  readonly symbol: string | null
  readonly side: string | null
  readonly qty: number | null
  readonly price: number | null
  /** Positive = charged, negative = rebate; null = unknown. In `fee_currency`, else the quote currency. */
  readonly fee?: number | null
  readonly fee_currency?: string | null
  readonly liquidity?: string | null
  readonly order_type?: string | null
  readonly limit_price?: number | null
  readonly t_signal?: number | null
  readonly t_sent?: number | null
  readonly t_ack?: number | null
  readonly t_fill: number | null
  readonly arrival_mid?: number | null
  readonly fill_mid?: number | null
  readonly spread_bps?: number | null
  readonly volatility_daily?: number | null
  readonly adv?: number | null
  readonly depth_qty?: number | null
  readonly multiplier?: number | null
}

/** An order as sent, filled or not. */
export interface OrderRow {
  readonly order_id: string | null
  readonly signal_id?: string | null
  readonly strategy?: string | null
  readonly version?: string | null
  readonly trip_id?: string | null
  readonly symbol: string | null
  readonly side: string | null
  readonly qty: number | null
  readonly order_type?: string | null
  readonly limit_price?: number | null
  readonly status: 'filled' | 'partial' | 'cancelled' | 'expired' | 'rejected' | null
  readonly filled_qty?: number | null
  readonly t_signal?: number | null
  readonly t_sent?: number | null
  readonly t_ack?: number | null
  readonly t_final?: number | null
}

/** Funding, borrow, dividend or other cash; positive = received. */
export interface CashRow {
  readonly t: number | null
  readonly symbol?: string | null
  readonly kind: string
  readonly amount: number | null
}

/** A market row: a quote or a bar. Times UTC microseconds; a bar's `t` is its start. */
export interface QuoteRow {
  readonly symbol: string | null
  readonly t: number | null
  readonly bid: number | null
  readonly ask: number | null
  readonly bid_qty?: number | null
  readonly ask_qty?: number | null
}

/** An order book as it was shown at a time, UTC microseconds: each side best first, prices and quantities of one length. */
export interface BookRow {
  readonly symbol: string
  readonly t: number
  readonly bid: readonly number[]
  readonly bid_qty: readonly number[]
  readonly ask: readonly number[]
  readonly ask_qty: readonly number[]
}
export interface BarRow {
  readonly symbol: string | null
  readonly t: number | null
  readonly open: number | null
  readonly high: number | null
  readonly low: number | null
  readonly close: number | null
  readonly volume?: number | null
}

/** The account's value at a time, money; `flow` is money from outside since the row before, positive = paid in. */
export interface EquityRow {
  readonly t: number | null
  readonly nav: number | null
  readonly flow?: number | null
  /** Whose value it is; values of several accounts add up. */
  readonly account?: string | null
}

/**
 * Where a format puts what it reads. `record` is the 1-based source record (for a text file its physical line), so a row
 * refused later by the common validation can be traced; several rows may share one record. Every source record is either
 * given to one of the row methods or to `reject`, and counted once by `counted`.
 */
export interface RowSink {
  fill(record: number, row: FillRow): void
  order(record: number, row: OrderRow): void
  cash(record: number, row: CashRow): void
  quote(record: number, row: QuoteRow): void
  bar(record: number, row: BarRow): void
  book(record: number, row: BookRow): void
  equity(record: number, row: EquityRow): void
  reject(record: number, reason: RejectReason, message: string, at?: { column?: string; raw?: string }): void
  /** Says that `n` more source records were read. */
  counted(n: number): void
  /** Says something about the file that the user should know, e.g. `requested-as-mid`. */
  note(code: string, field: string, count: number): void
  /** Names the place of records in messages: a table or a JSON path; a text file's lines need none. */
  readonly place: { name: string | null }
  /** The bar length the file declares, microseconds, e.g. a strategy timeframe. */
  timeframe: { micros: number | null }
  /** Resolves when enough has been written for more to be accepted. Await it every few thousand rows. */
  drained(): Promise<void>
}

/** What a format is told when it reads. */
export interface ReadOptions {
  readonly role: Role
  readonly answers: Answers
  readonly task: Task
  /** A private folder, emptied afterwards, for copies a reader needs. */
  readonly privateFolder: string
}

/** One foreign file format: detect -> score and reason; read -> canonical rows. One small file each. */
export interface Format {
  readonly id: string
  readonly title: string
  detect(sample: FileSample): Detection | null
  /** The file's own name of what is read as a canonical column, where the user mapped it. */
  readonly headerOf?: (column: string) => string | undefined
  read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void>
}

/** A file checked and sampled; `container` says that `realPath` is packed. */
export interface OpenedSource extends FileSample {
  readonly container: 'gz' | 'zst' | 'zip' | null
  /** Of a zip that holds one file of text: how that begins. */
  readonly inside?: string
}

/** The file system as the engine sees it: files a person named, and a private folder for copies. */
export interface FileAccess {
  /** Checks and samples a path the user gave. Throws AppError with one sentence for anything that is not a readable regular file. */
  open(path: string): Promise<OpenedSource>
  /** Returns the SHA-256 as hexadecimal digits. */
  hash(file: OpenedSource, task: Task): Promise<string>
  /** Runs `work` with a private folder that is removed afterwards, whatever happens. */
  withPrivateFolder<T>(work: (folder: string) => Promise<T>): Promise<T>
}

/** A range of a scenario's draws. */
export interface DrawRange {
  readonly first: number
  readonly count: number
}

/** What a simulation is told and asked. */
export interface ComputeTask {
  readonly signal: AbortSignal
  /** Called as draws arrive, with the number finished without a gap from the first. `soFar` holds those draws only and must be read at once. */
  onDraws?(finished: number, soFar: DrawSums): void
}

/** What an average over draws is told and asked. */
export interface AverageTask {
  readonly signal: AbortSignal
  /** Called as orders are done, with their number. */
  onOrders?(finished: number): void
}

/** What a calibration is told and asked. */
export interface CalibrationTask {
  readonly signal: AbortSignal
  onStep?(step: Step): void
}

/** The machine's cores as the engine sees them. Scenarios stand in memory that `allocate` gives. */
export interface Compute {
  readonly allocate: Allocate
  /** Simulates draws; the bits do not depend on the number of workers. Rejects with CancelledError on abort, WORKER_DIED when a worker dies; other work goes on. */
  simulate(scenario: CompiledScenario, draws: DrawRange, task: ComputeTask): Promise<DrawSums>
  /** Averages each order's fills over the first draws; bits and rejections as those of `simulate`. */
  averageFills(scenario: CompiledScenario, draws: number, task: AverageTask): Promise<MeanFills>
  /** Fits the simulator to live fills and proves the fit; rejections as those of `simulate`. */
  calibrate(request: CalibrationRequest, task: CalibrationTask): Promise<CalibrationDocument>
  close(): Promise<void>
}
