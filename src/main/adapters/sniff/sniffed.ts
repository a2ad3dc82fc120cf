import { AppError } from '#shared/errors.ts'
import type { Task } from '#engine/ports.ts'
import { problemOf, type Said, type Sniffed } from '#engine/look-tools.ts'

/** What looking at a file needs. */
export interface Look {
  /** What the user said of the file so far. */
  readonly said: Said
  /** A private folder, removed afterwards. */
  readonly folder: string
  readonly task: Task
}

/** A file of which nothing is known yet. */
export const NOTHING: Sniffed = {
  format: null,
  reason: '',
  role: null,
  shape: null,
  holds: '',
  columns: [],
  unused: [],
  preview: [],
  preview_header: [],
  preview_is: 'raw',
  questions: [],
  problem: null,
}

/** What is said of a file no format claims. */
export function unknownFormat(name: string): Sniffed['problem'] {
  return problemOf(
    new AppError('FORMAT_UNKNOWN', `Cannot read ${name}: no known format claims it.`, {
      hint: 'Export it as CSV with a header; its columns can then be mapped here.',
    }),
  )
}

/** What is said of a table without a header. */
export function noHeader(name: string): Sniffed['problem'] {
  return problemOf(
    new AppError('HEADER_INVALID', `Cannot read ${name}: line 1 looks like data, not a header.`, {
      line: 1,
      hint: 'Add a first line that names the columns, and drop the file again.',
    }),
  )
}

/** What is said of a table with a header only. */
export function noRows(name: string): Sniffed['problem'] {
  return problemOf(
    new AppError('NOTHING_ACCEPTED', `Cannot read ${name}: it holds no rows below its header.`, {
      line: 1,
      hint: 'Export it again with rows.',
    }),
  )
}
