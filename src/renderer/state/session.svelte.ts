import type { Params, Result } from '#shared/contract.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import type { Review } from '#shared/review.ts'
import { writeMoneyAs } from '../ui/money.svelte.ts'
import type { Job, Jobs } from './jobs.svelte.ts'

export type ReviewRequest = Params<'review.run'>

/** The open project: what is in it and its latest review. Screens read it; imports and runs renew it. */
export class Session {
  readonly #jobs: Jobs
  info = $state.raw<Result<'project.info'> | null>(null)
  review = $state.raw<Review | null>(null)
  request = $state.raw<ReviewRequest>({})
  error = $state.raw<unknown>(null)
  /** The settings asked for last, also of a review that failed. */
  asked = $state.raw<ReviewRequest>({})
  job = $state.raw<Job | null>(null)
  /** Counts reviews, so that what was fetched for an earlier one is fetched again. */
  revision = $state(0)
  opened = $state(false)
  /** Files were loaded after the latest review ran. */
  stale = $state(false)

  constructor(jobs: Jobs) {
    this.#jobs = jobs
  }

  /** Reads the project and its latest review. */
  async open(): Promise<void> {
    await this.#attempt(async () => {
      const [latest] = await Promise.all([this.#follow('Opening the review', 'review.latest', {}), this.refresh()])
      this.#keep(latest.review, latest.request)
      this.stale = latest.stale
      this.opened = true
    })
  }

  /** Reads what files the project holds. */
  async refresh(): Promise<void> {
    this.info = await this.#follow('Opening the project', 'project.info', {})
  }

  /** Runs the review again with these settings. Returns it, or null when it failed or was cancelled; the last one stays. */
  async run(request: ReviewRequest): Promise<Review | null> {
    this.asked = request
    return this.#attempt(async () => {
      const review = await this.#follow('Reviewing', 'review.run', request)
      this.#keep(review, request)
      this.stale = false
      return review
    })
  }

  /** The last review failed since it must be told which strategy to review. */
  get asksStrategy(): boolean {
    return this.error instanceof AppError && this.error.details['flag'] === '--strategy'
  }

  /** Why the project cannot be reviewed yet, in words, or null. */
  get lacks(): string | null {
    const has = (role: string) => this.info?.sources.some((source) => source.role === role) ?? false
    if (!has('live') && !has('backtest')) return 'There are no trades yet.'
    if (!has('live')) return 'There are no live trades yet.'
    return has('backtest') ? null : 'There is no backtest yet.'
  }

  #keep(review: Review | null, request: ReviewRequest): void {
    writeMoneyAs(review)
    this.review = review
    this.request = request
    this.revision += 1
  }

  async #follow<M extends 'project.info' | 'review.latest' | 'review.run'>(
    title: string,
    method: M,
    params: Params<M>,
  ) {
    const { job, done } = this.#jobs.call(title, method, params)
    this.job = job
    try {
      return await done
    } finally {
      if (this.job === job) this.job = null
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | null> {
    this.error = null
    try {
      return await work()
    } catch (error) {
      this.error = error instanceof CancelledError ? null : error
      return null
    }
  }
}
