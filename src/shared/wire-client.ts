import type { MethodName, Params, Result } from './contract.ts'
import { AppError, CancelledError } from './errors.ts'
import type { Channel, Frame, ProgressMessage, WireMessage } from './wire.ts'
import { decodeMessage, encodeMessage } from './wire-codec.ts'
import { fromWireError } from './wire-error.ts'

/** What a caller may add to a call: how to stop it, and where to hear of its progress. */
export interface CallOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ProgressMessage) => void
}

/** The engine as a shell sees it: the contract's methods, called by name. */
export interface EngineClient {
  /**
   * Calls a method. Rejects with AppError (the user can act), CancelledError (after `signal` aborts and the engine has let
   * go; a call that was too late to cancel resolves), Invariant (a bug of ours), or ENGINE_GONE when the channel ends.
   */
  call<M extends MethodName>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>>
}

/** Returns the error every call gets that was waiting when the engine went away. */
export function engineGone(): AppError {
  return new AppError(
    'ENGINE_GONE',
    'The engine stopped before it answered; whatever had not been finished was not kept. It is being started again; try once more.',
  )
}

/** What cannot be read ends the channel: answers after it could be anybody's. */
function readMessage(channel: Channel, frame: Frame): WireMessage | null {
  try {
    return decodeMessage(frame)
  } catch {
    channel.close()
    return null
  }
}

interface Pending {
  settle(message: WireMessage): void
  fail(error: Error): void
}

/** Returns a client over one channel. When the channel closes every pending call fails at once, and so does each later one. */
export function connectClient(channel: Channel): EngineClient {
  const pending = new Map<number, Pending>()
  let nextId = 1
  let isOpen = true
  channel.onMessage((frame) => {
    const message = readMessage(channel, frame)
    if (message !== null) pending.get(message.id)?.settle(message)
  })
  channel.onClose(() => {
    isOpen = false
    for (const call of [...pending.values()]) call.fail(engineGone())
  })

  return {
    call<M extends MethodName>(
      method: M,
      params: Params<M>,
      { signal, onProgress }: CallOptions = {},
    ): Promise<Result<M>> {
      return new Promise((resolve, reject) => {
        if (!isOpen || signal?.aborted === true) {
          reject(isOpen ? new CancelledError() : engineGone())
          return
        }
        const id = nextId++
        const cancel = () => channel.send(encodeMessage({ type: 'cancel', id }))
        const end = () => {
          pending.delete(id)
          signal?.removeEventListener('abort', cancel)
        }
        const fail = (error: Error) => {
          end()
          reject(error)
        }
        const settle = (message: WireMessage) => {
          if (message.type === 'progress') onProgress?.(message.progress)
          else if (message.type === 'fail') fail(fromWireError(message.error))
          else if (message.type === 'reply') {
            end()
            resolve(message.result as Result<M>)
          }
        }
        pending.set(id, { settle, fail })
        signal?.addEventListener('abort', cancel, { once: true })
        channel.send(encodeMessage({ type: 'call', id, method, params }))
      })
    },
  }
}
