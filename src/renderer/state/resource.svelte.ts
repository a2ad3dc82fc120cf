import { untrack } from 'svelte'
import type { MethodName, Params, Result } from '#shared/contract.ts'
import { CancelledError } from '#shared/errors.ts'
import type { Job, Jobs } from './jobs.svelte.ts'

/** The answer of one method, kept on screen while the next is fetched and greyed when it fails. */
export class Resource<M extends MethodName> {
  readonly #jobs: Jobs
  readonly #method: M
  readonly #title: string
  value = $state.raw<Result<M> | null>(null)
  error = $state.raw<unknown>(null)
  job = $state.raw<Job | null>(null)
  #asked = ''

  constructor(jobs: Jobs, title: string, method: M) {
    this.#jobs = jobs
    this.#title = title
    this.#method = method
  }

  /** Asks again, unless the same question was answered or is being asked. The last question wins. */
  async load(params: Params<M>, revision: unknown = null): Promise<void> {
    const question = JSON.stringify([params, revision])
    if (question === this.#asked) return
    this.#asked = question
    // An effect that loads must not load again because the job it began is kept here.
    const before = untrack(() => this.job)
    const { job, done } = this.#jobs.call(this.#title, this.#method, params, before)
    this.job = job
    try {
      const value = await done
      if (this.job !== job) return
      this.value = value
      this.error = null
    } catch (error) {
      if (this.job !== job) return
      this.error = error instanceof CancelledError ? null : error
      this.#asked = ''
    } finally {
      if (this.job === job) this.job = null
    }
  }

  /** Forgets the answer, so that the next load asks. */
  clear(): void {
    this.#asked = ''
    this.value = null
    this.error = null
  }
}
