/** Every way a person's input or surroundings can stop us; scripts match on these, so they never change meaning. */
export type ErrorCode =
  | 'FILE_MISSING'
  | 'FILE_UNREADABLE'
  | 'FILE_EMPTY'
  | 'FILE_TOO_LARGE'
  | 'FILE_TRUNCATED'
  | 'FORMAT_UNKNOWN'
  | 'HEADER_INVALID'
  | 'COLUMN_MISSING'
  | 'AMBIGUOUS'
  | 'NOTHING_ACCEPTED'
  | 'NOT_COMPARABLE'
  | 'PARAMETER_INVALID'
  | 'USAGE'
  | 'PROJECT_BUSY'
  | 'PROJECT_INVALID'
  | 'PROJECT_NEWER'
  | 'DISK_FULL'
  | 'OUT_OF_MEMORY'
  | 'AUDIT_BROKEN'
  | 'WORKER_DIED'
  | 'ENGINE_GONE'
  | 'UNAUTHORISED'

/** Where in a file something was found: 1-based physical line (the header is 1) or a record locator, and the header's own text. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly record?: string
  readonly column?: string
}

interface AppErrorOptions extends Place {
  readonly hint?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** A failure the user can act on: one sentence that says what was found and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly place: Place
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? {}
    const { file, line, record, column } = options
    this.place = {
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(record !== undefined && { record }),
      ...(column !== undefined && { column }),
    }
  }
}

/** The caller asked to stop; never reported as an empty result. */
export class CancelledError extends Error {
  constructor(what = 'The work') {
    super(`${what} was cancelled; nothing was changed.`)
    this.name = 'CancelledError'
  }
}

/** A bug of ours: `rule` states what must hold. */
export class Invariant extends Error {
  constructor(rule: string) {
    super(`Invariant: ${rule}`)
    this.name = 'Invariant'
  }
}

/** Throws {@link Invariant} unless `condition` holds; `rule` is the positive rule, not the failure. */
export function invariant(condition: unknown, rule: string): asserts condition {
  if (!condition) throw new Invariant(rule)
}

/** Process exit codes of the batch command. */
export const EXIT = { done: 0, bug: 1, usage: 2, failedGate: 3, rejected: 4, busy: 5 } as const

const EXIT_BY_CODE: Partial<Record<ErrorCode, number>> = {
  USAGE: EXIT.usage,
  PARAMETER_INVALID: EXIT.usage,
  PROJECT_BUSY: EXIT.busy,
}

/** Returns the exit code an error ends the batch command with: 4 for anything the user's input caused unless it is usage (2) or a busy project (5); 1 for our own bugs. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof AppError) return EXIT_BY_CODE[error.code] ?? EXIT.rejected
  return EXIT.bug
}
