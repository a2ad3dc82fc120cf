import type { Worker } from 'node:worker_threads'
import { releaseProxy, wrap, type Remote } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { AppError, CancelledError } from '#shared/errors.ts'

/** How long a worker told to stop may take before it is replaced. */
const GRACE_MS = 150

/** Workers that share a queue of calls. A call runs on one worker; a worker runs one call at a time. */
export interface WorkerPool<Api> {
  readonly size: number
  /**
   * Runs a call on the next free worker. Rejects with WORKER_DIED when that worker dies during it (others go on, and the
   * dead one is replaced when next needed), with CancelledError as soon as `signal` aborts, waiting or running; a worker
   * that does not return within 150 ms of the abort is terminated and replaced.
   */
  run<T>(call: (api: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T>
  close(): Promise<void>
}

interface Slot<Api> {
  worker: Worker | null
  api: Remote<Api> | null
  busy: boolean
  /** Fails the call under way; set while there is one. */
  died: ((error: AppError) => void) | null
}

/** Makes a pool of `size` workers, each made by `spawn` when first needed. comlink alone waits for ever on a dead worker and cannot cancel: hence this. */
export function createWorkerPool<Api>(spawn: () => Worker, size: number): WorkerPool<Api> {
  const slots = Array.from({ length: size }, (): Slot<Api> => ({ worker: null, api: null, busy: false, died: null }))
  const waiting: (() => void)[] = []
  const next = () => {
    if (slots.some((slot) => !slot.busy)) waiting.shift()?.()
  }
  return {
    size,
    run: (call, signal) =>
      new Promise((resolve, reject) => {
        const onAbort = () => reject(new CancelledError('The computation'))
        signal?.addEventListener('abort', onAbort)
        waiting.push(() => {
          const slot = slots.find(({ busy }) => !busy)!
          slot.busy = true
          void runOn(slot, spawn, call, signal)
            .then(resolve, reject)
            .finally(() => {
              signal?.removeEventListener('abort', onAbort)
              slot.busy = false
              next()
            })
        })
        next()
      }),
    close: async () => {
      await Promise.all(slots.map(stop))
    },
  }
}

async function runOn<Api, T>(
  slot: Slot<Api>,
  spawn: () => Worker,
  call: (api: Remote<Api>) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const isAborted = () => signal?.aborted === true
  if (isAborted()) throw new CancelledError('The computation')
  const api = start(slot, spawn)
  const stopped = new Promise<never>((_, reject) => (slot.died = reject))
  let timer: ReturnType<typeof setTimeout> | undefined
  const onAbort = () => {
    timer = setTimeout(() => {
      slot.died?.(new AppError('WORKER_DIED', 'A worker did not stop when told to and was ended.'))
      void stop(slot)
    }, GRACE_MS)
  }
  signal?.addEventListener('abort', onAbort)
  try {
    return await Promise.race<T>([call(api), stopped])
  } catch (error) {
    throw isAborted() ? new CancelledError('The computation') : error
  } finally {
    slot.died = null
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

function start<Api>(slot: Slot<Api>, spawn: () => Worker): Remote<Api> {
  if (slot.api !== null) return slot.api
  const worker = spawn()
  let cause: unknown
  worker.once('error', (error) => {
    cause = error
  })
  worker.once('exit', (code) => {
    if (slot.worker !== worker) return
    slot.worker = null
    slot.api = null
    slot.died?.(
      new AppError('WORKER_DIED', `A computation stopped because its worker ended (exit code ${code}). Run it again.`, {
        cause,
        hint: 'If it happens again, use fewer draws or a smaller selection: the machine may be out of memory.',
      }),
    )
  })
  slot.worker = worker
  return (slot.api = wrap<Api>(nodeEndpoint(worker)))
}

async function stop<Api>(slot: Slot<Api>): Promise<void> {
  const { worker, api } = slot
  slot.worker = null
  slot.api = null
  if (worker === null) return
  api?.[releaseProxy]()
  await worker.terminate()
}
