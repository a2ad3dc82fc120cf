import { z } from 'zod'
import { AppError, CancelledError, Invariant, type ErrorCode } from './errors.ts'

/** Why something failed, as it crosses a channel. Structured clone and JSON both lose an Error's code, so it is spelled out. */
export interface WireError {
  /** `app`: the user can act; `cancelled`: the caller asked to stop; `bug`: ours, its stack stays in the engine's log. */
  readonly kind: 'app' | 'cancelled' | 'bug'
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  readonly place?:
    | { file?: string | undefined; line?: number | undefined; record?: string | undefined; column?: string | undefined }
    | undefined
  readonly details?: Record<string, unknown> | undefined
  readonly cause?: WireError | undefined
}

const text = z.string().max(20_000)

export const wireErrorSchema: z.ZodType<WireError> = z.object({
  kind: z.enum(['app', 'cancelled', 'bug']),
  code: z.string().max(100),
  message: text,
  hint: text.optional(),
  place: z
    .object({ file: text.optional(), line: z.number().optional(), record: text.optional(), column: text.optional() })
    .optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  get cause() {
    return wireErrorSchema.optional()
  },
})

/** What a page is told of a bug: nothing of the code behind it. */
export const BUG_MESSAGE = 'The engine met a bug of its own; nothing was changed. What happened stands in its log.'
const MAX_CAUSES = 4

/** Returns an error as it crosses: code, place and hint kept, causes kept by code and message, stacks never. */
export function toWireError(error: unknown, depth = 0): WireError {
  if (error instanceof CancelledError) return { kind: 'cancelled', code: 'CANCELLED', message: error.message }
  if (!(error instanceof AppError)) return bugOf(error, depth)
  const { code, message, hint, place, details, cause } = error
  return {
    kind: 'app',
    code,
    message,
    ...(hint !== undefined && { hint }),
    place,
    details: { ...details },
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: toWireError(cause, depth + 1) }),
  }
}

/** A cause of an AppError keeps its message, which names what the system refused; a bug on its own does not, unless it states its rule. */
function bugOf(error: unknown, depth: number): WireError {
  const message = error instanceof Error && (depth > 0 || error instanceof Invariant) ? error.message : BUG_MESSAGE
  return { kind: 'bug', code: error instanceof Error ? error.name : 'Error', message: message.slice(0, 2000) }
}

/** Returns the error a wire error was: AppError, CancelledError or Invariant; a cause of another kind is a plain Error. */
export function fromWireError(wire: WireError, isCause = false): Error {
  if (wire.kind === 'cancelled')
    return new CancelledError(wire.message.replace(/ was cancelled; nothing was changed\.$/, ''))
  const { message, hint, details } = wire
  if (wire.kind === 'bug')
    return isCause
      ? Object.assign(new Error(message), { name: wire.code })
      : new Invariant(message.replace(/^Invariant: /, ''))
  const cause = wire.cause === undefined ? undefined : fromWireError(wire.cause, true)
  const { file, line, record, column } = wire.place ?? {}
  return new AppError(wire.code as ErrorCode, message, {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(record !== undefined && { record }),
    ...(column !== undefined && { column }),
    ...(hint !== undefined && { hint }),
    ...(details !== undefined && { details }),
    ...(cause !== undefined && { cause }),
  })
}
