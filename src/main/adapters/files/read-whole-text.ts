import { readFile, stat } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import { decodeHead } from './decode-text.ts'

const MAXIMUM_BYTES = 256 * 2 ** 20

/** Returns all of a text file, for formats that need it whole. Throws FILE_TOO_LARGE above 256 MiB, FILE_UNREADABLE for what is not UTF-8 text. */
export async function readWholeText({ path, realPath }: { path: string; realPath: string }): Promise<string> {
  const { size } = await stat(realPath)
  if (size > MAXIMUM_BYTES)
    throw new AppError(
      'FILE_TOO_LARGE',
      `Cannot read ${path}: it has ${Math.ceil(size / 2 ** 20)} MiB, and files of this kind are read up to ${MAXIMUM_BYTES / 2 ** 20} MiB; split it by time.`,
      { file: path },
    )
  const bytes = await readFile(realPath)
  const text = decodeHead(path, bytes)
  if (text === null)
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: it is not text; export it as CSV or JSON.`, {
      file: path,
    })
  return text
}
