import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#shared/errors.ts'

const MAGIC = { offset: 8, text: 'DUCK' } as const

/**
 * Makes the folder of a project and refuses a path where no project can be: a directory, a file that is not a DuckDB
 * database (DuckDB would look for an extension to open an SQLite file), a folder that cannot be made. Throws PROJECT_INVALID.
 */
export function prepareProjectFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    throw new AppError(
      'PROJECT_INVALID',
      `The folder ${dirname(path)} cannot be made; give --project a place this user may write to.`,
      { cause },
    )
  }
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return
  if (!stats.isFile() || magicOf(path) !== MAGIC.text)
    throw new AppError(
      'PROJECT_INVALID',
      `${path} is ${stats.isDirectory() ? 'a directory' : 'a file'}, not a parity project; give --project another file name.`,
    )
}

function magicOf(path: string): string {
  const buffer = Buffer.alloc(MAGIC.text.length)
  const descriptor = openSync(path, 'r')
  try {
    readSync(descriptor, buffer, 0, buffer.length, MAGIC.offset)
  } finally {
    closeSync(descriptor)
  }
  return buffer.toString('latin1')
}
