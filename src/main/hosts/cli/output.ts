import { open, rename, mkdir, rm } from 'node:fs/promises'
import { dirname, join, basename } from 'node:path'
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

/** Writes a text file whole or not at all: to a temporary name beside it, flushed, then renamed over. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => cannotWrite(path, cause))
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    const handle = await open(temporary, 'wx', 0o644)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    cannotWrite(path, cause)
  }
}

function cannotWrite(path: string, cause: unknown): never {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC')
    throw new AppError('DISK_FULL', `Cannot write ${path}: the disk is full; free some space and try again.`, {
      file: path,
      cause,
    })
  throw new AppError(
    'FILE_UNREADABLE',
    `Cannot write ${path}: ${code ?? 'the system refused'}; choose another folder with --out.`,
    { file: path, cause },
  )
}
