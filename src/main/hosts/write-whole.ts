import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'

/** What a file is written from: all at once, or in pieces. */
export type FileContent = string | Uint8Array | Iterable<string> | AsyncIterable<string>

/**
 * Writes a file whole or not at all: to a temporary name beside it, flushed, then renamed over, so that a link of that name
 * is replaced and never followed. Throws DISK_FULL or FILE_UNREADABLE.
 */
export async function writeWhole(path: string, content: FileContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => cannotWrite(path, cause))
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    // One of this process id that was killed may have left its file; a container gives every run the same id.
    await rm(temporary, { force: true })
    const handle = await open(temporary, 'wx', 0o644)
    try {
      await handle.writeFile(content)
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
    `Cannot write ${path}: ${code ?? 'the system refused'}; choose another folder.`,
    {
      file: path,
      cause,
    },
  )
}
