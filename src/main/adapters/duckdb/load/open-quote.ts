import { AppError } from '#shared/errors.ts'
import { readChunks } from '../../files/read-chunks.ts'
import { NO_RECORDS, walkRecords, type CellMarks } from './record-walker.ts'

/**
 * Refuses a file in which a quote opens and never closes: DuckDB leaves out every row from there on without a word.
 * Throws FILE_UNREADABLE with the line of the quote. Costs one pass over the file, next to nothing where it has no quotes.
 */
export async function refuseOpenQuote(shown: string, path: string, marks: CellMarks): Promise<void> {
  if (!(await hasOddQuotes(path, marks.quote))) return
  const line = await walkRecords(path, marks, NO_RECORDS)
  if (line === null) return
  throw new AppError(
    'FILE_UNREADABLE',
    `Cannot read ${shown}: a quote that opens on line ${line} is never closed, so the rows from there on cannot be told apart; close it and import the file again.`,
    { file: shown, line },
  )
}

async function hasOddQuotes(path: string, quote: string): Promise<boolean> {
  const code = quote.charCodeAt(0)
  let odd = false
  for await (const bytes of readChunks(path)) {
    for (let at = bytes.indexOf(code); at >= 0 && at < bytes.length; at++) if (bytes[at] === code) odd = !odd
  }
  return odd
}
