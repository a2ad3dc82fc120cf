import { AppError, CancelledError } from '#shared/errors.ts'
import type { Channel } from '#shared/wire.ts'
import { connectClient, engineGone, type CallOptions, type EngineClient } from '#shared/wire-client.ts'
import type { MethodName, Params, Result } from '#shared/contract.ts'

/** How the page stands with the engine: `refused` is for good; while connecting, `error` is what keeps it out for now. */
export type LinkState =
  | { readonly kind: 'connecting'; readonly error?: AppError }
  | { readonly kind: 'open' }
  | { readonly kind: 'refused'; readonly error: AppError }

/** A client that finds the engine again after it stopped. What was pending fails with ENGINE_GONE and is not asked again. */
export interface EngineLink extends EngineClient {
  /** Tells the state now and at every change; returns how to stop listening. */
  onState(listener: (state: LinkState) => void): () => void
}

/** Waits between attempts, and how long a call waits for a connection, milliseconds. */
export interface LinkTiming {
  readonly backoffMs: readonly number[]
  readonly patienceMs: number
}

const TIMING: LinkTiming = { backoffMs: [200, 1000, 5000], patienceMs: 15_000 }

/**
 * Keeps a channel open by `open`, which rejects with UNAUTHORISED when there is no point in trying again. A call made while
 * there is none waits for it, until `patienceMs` or the caller's signal ends.
 */
export function linkEngine(open: () => Promise<Channel>, timing: LinkTiming = TIMING): EngineLink {
  const listeners = new Set<(state: LinkState) => void>()
  let state: LinkState = { kind: 'connecting' }
  let client: EngineClient | null = null
  let failures = 0
  const enter = (next: LinkState) => {
    state = next
    for (const listener of [...listeners]) listener(next)
  }
  const retry = () => {
    const wait = timing.backoffMs[Math.min(failures, timing.backoffMs.length - 1)] ?? 0
    failures += 1
    setTimeout(connect, wait)
  }
  const connect = () => {
    open().then(
      (channel) => {
        client = connectClient(channel)
        failures = 0
        enter({ kind: 'open' })
        channel.onClose(() => {
          client = null
          enter({ kind: 'connecting' })
          retry()
        })
      },
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'UNAUTHORISED') {
          enter({ kind: 'refused', error })
          return
        }
        if (error instanceof AppError && error.code !== 'ENGINE_GONE') enter({ kind: 'connecting', error })
        retry()
      },
    )
  }
  const onState = (listener: (state: LinkState) => void) => {
    listeners.add(listener)
    listener(state)
    return () => {
      listeners.delete(listener)
    }
  }
  const connected = (signal: AbortSignal | undefined): Promise<EngineClient> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer)
        stopListening()
        signal?.removeEventListener('abort', cancel)
        settle()
      }
      const cancel = () => end(() => reject(new CancelledError()))
      const timer = setTimeout(() => end(() => reject(engineGone())), timing.patienceMs)
      let stopListening = () => {}
      signal?.addEventListener('abort', cancel, { once: true })
      const listener = (now: LinkState) => {
        const found = client
        if (now.kind === 'open' && found !== null) end(() => resolve(found))
        const { error } = now.kind === 'open' ? {} : now
        if (error !== undefined) end(() => reject(error))
      }
      listeners.add(listener)
      stopListening = () => listeners.delete(listener)
      listener(state)
    })
  connect()
  return {
    onState,
    async call<M extends MethodName>(method: M, params: Params<M>, options: CallOptions = {}): Promise<Result<M>> {
      if (options.signal?.aborted === true) throw new CancelledError()
      return await (await connected(options.signal)).call(method, params, options)
    },
  }
}
