import { CommanderError } from 'commander'
import { AppError, CancelledError } from '#shared/errors.ts'

/** Returns the JSON document of a failure, schema parity.error/1. */
export function errorDocument(error: unknown): Record<string, unknown> {
  const known = error instanceof AppError ? error : null
  return {
    schema: 'parity.error/1',
    code: known?.code ?? codeOf(error),
    message: (error instanceof Error ? error.message : String(error)).replace(/^error: /, ''),
    hint: known?.hint ?? null,
    file: known?.place.file ?? null,
    line: known?.place.line ?? null,
    column: known?.place.column ?? null,
  }
}

function codeOf(error: unknown): string {
  if (error instanceof CommanderError) return 'USAGE'
  return error instanceof CancelledError ? 'CANCELLED' : 'BUG'
}
