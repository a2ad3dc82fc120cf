import { CONTRACT, type MethodName } from '#shared/contract.ts'
import { AppError, CancelledError, invariant } from '#shared/errors.ts'
import type { Channel, WireMessage } from '#shared/wire.ts'
import { decodeMessage, encodeMessage } from '#shared/wire-codec.ts'
import { toWireError } from '#shared/wire-error.ts'
import type { Task } from '#engine/ports.ts'
import type { Implementation } from '#engine/session-api.ts'

/** What a served channel tells its owner of failures a page is not shown in full. */
export interface ServeOptions {
  readonly onBug?: (method: string, error: unknown) => void
}

const PROGRESS_EVERY_MS = 50
const MAX_RUNNING = 64

/**
 * Answers the calls that come over a channel: checks parameters and results against the contract, reports progress at most
 * every 50 ms (figures of a run always), cancels when asked and when the channel closes. Every call gets exactly one reply or fail.
 */
export function serve(implementation: Implementation, channel: Channel, options: ServeOptions = {}): void {
  const running = new Map<number, AbortController>()
  channel.onClose(() => {
    for (const controller of running.values()) controller.abort()
  })
  channel.onMessage((frame) => {
    const message = readMessage(channel, frame, options)
    if (message?.type === 'cancel') running.get(message.id)?.abort()
    if (message?.type !== 'call') return
    const { id, method, params } = message
    const controller = new AbortController()
    const isNew = !running.has(id)
    if (isNew) running.set(id, controller)
    const answer =
      isNew && running.size <= MAX_RUNNING
        ? perform(implementation, method, params, taskOf(channel, id, controller.signal))
        : refuse(isNew)
    void answer
      .then((result) => encodeMessage({ type: 'reply', id, result }))
      .catch((error: unknown) => {
        if (!(error instanceof AppError || error instanceof CancelledError)) options.onBug?.(method, error)
        return encodeMessage({ type: 'fail', id, error: toWireError(error) })
      })
      .then((reply) => {
        if (isNew) running.delete(id)
        channel.send(reply)
      })
  })
}

function readMessage(
  channel: Channel,
  frame: Parameters<typeof decodeMessage>[0],
  options: ServeOptions,
): WireMessage | null {
  try {
    return decodeMessage(frame)
  } catch (error) {
    // Nobody can be answered: whoever sends no messages is not a page of ours.
    options.onBug?.('frame', error)
    channel.close()
    return null
  }
}

async function refuse(isNew: boolean): Promise<never> {
  await Promise.resolve()
  invariant(isNew, 'a call has an id of its own')
  throw new AppError('PARAMETER_INVALID', `More than ${MAX_RUNNING} calls are running; wait for some to end.`)
}

async function perform(implementation: Implementation, name: string, params: unknown, task: Task): Promise<unknown> {
  if (!isMethod(name))
    throw new AppError(
      'PARAMETER_INVALID',
      `The engine has no method "${name.slice(0, 100)}"; reload the page, it may be of another version.`,
    )
  const given = CONTRACT[name].params.safeParse(params)
  if (!given.success) throw invalid(name, given.error.issues[0])
  const run = implementation[name] as (params: unknown, task: Task) => Promise<unknown>
  const result = CONTRACT[name].result.safeParse(await run(given.data, task))
  invariant(
    result.success,
    `the result of ${name} is as the contract says: ${result.error?.issues[0]?.path.join('.') ?? ''} ${result.error?.issues[0]?.message ?? ''}`,
  )
  return result.data
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(CONTRACT, name)
}

function invalid(method: string, issue: { path: PropertyKey[]; message: string } | undefined): AppError {
  const where =
    issue === undefined || issue.path.length === 0 ? 'the parameters' : `"${issue.path.map(String).join('.')}"`
  return new AppError(
    'PARAMETER_INVALID',
    `${method} cannot take ${where}: ${issue?.message ?? 'not as the contract says'}.`,
    {
      ...(issue !== undefined && { details: { path: issue.path.map(String) } }),
    },
  )
}

function taskOf(channel: Channel, id: number, signal: AbortSignal): Task {
  let sentAt = -Infinity
  let step = ''
  return {
    signal,
    report(progress) {
      const now = performance.now()
      const isSoon = progress.step === step && now - sentAt < PROGRESS_EVERY_MS
      if (isSoon && progress.partial === undefined) return
      sentAt = now
      step = progress.step
      channel.send(encodeMessage({ type: 'progress', id, progress }))
    },
  }
}
