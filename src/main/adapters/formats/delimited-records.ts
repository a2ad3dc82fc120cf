import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { FileSample, Task } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { readText } from './text-stream.ts'

/** A row of a delimited file and the physical line it begins at, the first line being 1. */
export interface DelimitedRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** How the file is written. */
export interface DelimitedStyle {
  readonly delimiter: string
  readonly quote: string
}

/** Characters one row may have: a longer one is a quote left open or no table at all. */
export const MAX_ROW_CHARACTERS = 1 << 20

/**
 * Yields the rows of a delimited file (RFC 4180; line ends may be mixed; blank lines are no rows; a stray quote inside a
 * cell is text). Throws FILE_TRUNCATED when a quote is never closed, FILE_TOO_LARGE for a row
 * over {@link MAX_ROW_CHARACTERS}; FILE_UNREADABLE for bytes that are not UTF-8; CancelledError.
 */
export async function* readDelimited(
  file: FileSample,
  style: DelimitedStyle,
  task: Task,
): AsyncGenerator<DelimitedRecord> {
  const parser = parse({
    delimiter: style.delimiter,
    quote: style.quote,
    escape: style.quote,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: MAX_ROW_CHARACTERS,
  })
  const source = Readable.from(readText(file, task))
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  const lines = lineCounter()
  try {
    for await (const parsed of parser) {
      const { record, info } = parsed as { record: string[]; info: { lines: number } }
      const line = lines(record, info.lines)
      if (record.length > 1 || record[0]?.trim() !== '') yield { line, cells: record }
    }
  } catch (error) {
    throw explain(file.path, error)
  } finally {
    source.destroy()
  }
}

/**
 * Returns where each row begins. csv-parse says the line a row ends at, and counts a quoted CR LF twice (once for each
 * of the two record delimiters it matches).
 */
function lineCounter(): (cells: readonly string[], endLine: number) => number {
  let countedTwice = 0
  return (cells, endLine) => {
    let breaks = 0
    for (const cell of cells) {
      if (!cell.includes('\n')) continue
      breaks += cell.split('\n').length - 1
      countedTwice += cell.split('\r\n').length - 1
    }
    return endLine - countedTwice - breaks
  }
}

function explain(path: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error
  const line = Number(error['lines'] ?? 0)
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new AppError(
      'FILE_TRUNCATED',
      `Cannot read ${path}: a quote is not closed by line ${line}, the end of the file; the file is cut off or a quote is missing.`,
      { file: path, line, cause: error },
    )
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new AppError(
      'FILE_TOO_LARGE',
      `Cannot read ${path}: the row at line ${line} is longer than ${MAX_ROW_CHARACTERS} characters; a quote before it may be missing.`,
      { file: path, line, cause: error },
    )
  }
  return new AppError(
    'FILE_UNREADABLE',
    `Cannot read ${path}: line ${line} is not a delimited row (${error.message}).`,
    { file: path, line, cause: error },
  )
}
