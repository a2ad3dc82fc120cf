import type { MadeFile, TableCell, TableColumn } from '#shared/contract-table.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import type { Review } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { ImportTools } from './import-files.ts'
import type { LookTools } from './look-tools.ts'
import type { Compute, Task } from './ports.ts'
import { PairRanking } from './pair-ranking.ts'
import { reviewParity, type ReviewTools } from './review-parity.ts'
import type { ReviewRequest } from './review-settings.ts'
import { buildReviewTables } from './review-tables.ts'
import { FileTokens } from './session-files.ts'

/** Makes files for the page, which fetches each by its token in blocks until the next is made. */
export interface MadeFilesPort {
  parquet(
    columns: readonly TableColumn[],
    batches: AsyncIterable<readonly (readonly TableCell[])[]>,
    task: Task,
  ): Promise<MadeFile>
  read(token: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>
}

/** What a session needs from outside, beside what imports and reviews need. */
export interface SessionTools extends ImportTools, ReviewTools, LookTools {
  readonly compute: Compute
  /** Files made for the page to fetch. */
  readonly made: MadeFilesPort
  /** Bytes of memory this process has. */
  readonly residentBytes: () => number
  /** Writes a new text file into a private folder. */
  readonly writeText: (path: string, text: string) => Promise<void>
}

/** The last review as stored: what was asked, what came out, and whether files were loaded since. */
export interface StoredReview {
  readonly request: ReviewRequest
  readonly review: Review
  readonly stale: boolean
}

/**
 * One open project as its screens see it. Work on the project runs one piece at a time, in the order asked. The tables a
 * drill-down reads are temporary: an import and a restart lose them, and they are rebuilt from the last review's request
 * when next needed.
 */
export class Session {
  readonly tools: SessionTools
  readonly files = new FileTokens()
  /** The pairs of the drill-down in the order last asked for. */
  readonly pairs: PairRanking
  /** The engine died repeatedly: nothing heavy is started unasked. */
  readonly safeMode: boolean
  #queue: Promise<unknown> = Promise.resolve()
  #isPrepared = false

  constructor(tools: SessionTools, safeMode = false) {
    this.tools = tools
    this.pairs = new PairRanking(tools.store)
    this.safeMode = safeMode
  }

  /** Runs `work` after everything asked before. A call cancelled while it waits fails at once; its turn passes on. */
  async exclusive<T>(task: Task, work: () => Promise<T>): Promise<T> {
    const before = this.#queue
    const { promise, resolve: release } = Promise.withResolvers<undefined>()
    this.#queue = promise
    try {
      await untilAborted(before, task.signal)
      return await work()
    } finally {
      void before.then(() => {
        release(undefined)
      })
    }
  }

  /** Says that the temporary tables are gone or speak of something else. */
  forgetTables(): void {
    this.#isPrepared = false
    this.pairs.forget()
  }

  /** Reviews the project and keeps the tables for the drill-down. Call inside {@link exclusive}. */
  async review(request: ReviewRequest, task: Task): Promise<Review> {
    this.forgetTables()
    const review = await reviewParity(this.tools, request, task)
    this.#isPrepared = review.status === 'OK'
    return review
  }

  /** Returns the last stored review, or null. */
  async stored(): Promise<StoredReview | null> {
    const { store } = this.tools
    const [run] = await store.rows(queries.latestRun, {})
    if (run === undefined) return null
    const review = JSON.parse(run.review) as Review
    const now = (await store.rows(queries.sources, {})).map((source) => `${source.role} ${source.sha256}`)
    const then = new Set(review.inputs.map((input) => `${input.role} ${input.sha256}`))
    const stale = now.length !== then.size || now.some((source) => !then.has(source))
    return { request: JSON.parse(run.settings) as ReviewRequest, review, stale }
  }

  /** Makes sure the drill-down tables stand; throws USAGE before the first review, NOT_COMPARABLE where it had nothing to compare. Call inside {@link exclusive}. */
  async prepare(task: Task): Promise<void> {
    if (this.#isPrepared) return
    const stored = await this.stored()
    if (stored === null)
      throw new AppError('USAGE', 'There is no review yet; load live and backtest files and run one.')
    if (this.safeMode)
      throw new AppError(
        'USAGE',
        'The engine is in safe mode after repeated failures; run the review again to see its details.',
      )
    await buildReviewTables(this.tools.store, stored.request, task)
    this.#isPrepared = true
  }
}

/** Resolves with the promise, or rejects as soon as the signal aborts. */
function untilAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.reject(new CancelledError())
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const stop = () => {
    reject(new CancelledError())
  }
  signal.addEventListener('abort', stop, { once: true })
  return Promise.race([promise, stopped]).finally(() => {
    signal.removeEventListener('abort', stop)
  })
}
