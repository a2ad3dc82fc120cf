import { untrack } from 'svelte'
import type { MethodName, Params, Result } from '#shared/contract.ts'
import type { PartialRun } from '#shared/simulate/document.ts'
import type { ProgressMessage } from '#shared/wire.ts'
import { CancelledError } from '#shared/errors.ts'
import type { EngineClient } from '#shared/wire-client.ts'

/** One call under way: what it is, how far it is, and how to stop it. */
export class Job {
  readonly title: string
  readonly startedAt = performance.now()
  readonly #controller = new AbortController()
  progress = $state.raw<ProgressMessage | null>(null)
  /** The figures a simulation has so far, the latest of each scenario, in the order they began. */
  partials = $state.raw<readonly PartialRun[]>([])
  readonly #unit: ProgressMessage['unit']

  /** `unit` is what progress counts where the work does not say it itself. */
  constructor(title: string, unit?: ProgressMessage['unit']) {
    this.title = title
    this.#unit = unit
  }

  /** What progress counts, where it is neither rows nor files. */
  get unit(): ProgressMessage['unit'] {
    return this.progress?.unit ?? this.#unit
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  hear(progress: ProgressMessage): void {
    this.progress = progress
    const { partial } = progress
    if (partial === undefined) return
    const at = this.partials.findIndex(({ name }) => name === partial.name)
    this.partials = this.partials.toSpliced(at === -1 ? this.partials.length : at, 1, partial)
  }

  cancel(): void {
    this.#controller.abort(new CancelledError(this.title))
  }
}

/** Every call under way, for the job list, the loading states and Ctrl+. */
export class Jobs {
  readonly #engine: EngineClient
  running = $state.raw<readonly Job[]>([])

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  /** Calls the engine as a job the user can see and cancel. `replaces` is cancelled first, as its answer is no longer wanted. */
  call<M extends MethodName>(title: string, method: M, params: Params<M>, replaces?: Job | null) {
    replaces?.cancel()
    return this.start(title, (job) =>
      this.#engine.call(method, params, { signal: job.signal, onProgress: (progress) => job.hear(progress) }),
    ) satisfies { job: Job; done: Promise<Result<M>> }
  }

  /** Runs any work as a job. */
  start<T>(
    title: string,
    work: (job: Job) => Promise<T>,
    unit?: ProgressMessage['unit'],
  ): { job: Job; done: Promise<T> } {
    const job = new Job(title, unit)
    // An effect that asks must not ask again because another job began.
    this.running = [...untrack(() => this.running), job]
    const done = work(job).finally(() => (this.running = this.running.filter((other) => other !== job)))
    return { job, done }
  }

  /** Cancels the job begun last. */
  cancelLast(): void {
    this.running.at(-1)?.cancel()
  }
}

/** Returns seconds left at the present pace, or null while nothing can be said. */
export function secondsLeft(progress: ProgressMessage | null, elapsedMs: number): number | null {
  if (progress?.total == null || progress.done <= 0 || progress.total <= 0) return null
  const left = Math.max(0, progress.total - progress.done)
  return (elapsedMs * left) / progress.done / 1000
}
