import { AppError } from '#shared/errors.ts'

/** Returns the JSON document of a failure, schema parity.error/1. */
export function errorDocument(error: unknown): Record<string, unknown> {
  const known = error instanceof AppError ? error : null
  return {
    schema: 'parity.error/1',
    code: known?.code ?? 'BUG',
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint ?? null,
    file: known?.place.file ?? null,
    line: known?.place.line ?? null,
    column: known?.place.column ?? null,
  }
}
