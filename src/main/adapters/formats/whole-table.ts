import type { FileSample, ReadOptions } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { readDelimited, type DelimitedRecord } from './delimited-records.ts'
import { sniffSample } from './sniff-sample.ts'

/** Rows a statement that is read whole may have: its records refer to each other in both directions. */
const MAX_ROWS = 1_000_000

/** Reads all rows of a delimited file, the header among them. Throws FILE_TOO_LARGE above a million rows. */
export async function readWholeTable(sample: FileSample, { task }: ReadOptions): Promise<DelimitedRecord[]> {
  const style = sniffSample(sample) ?? { delimiter: ',', quote: '"' }
  const rows: DelimitedRecord[] = []
  for await (const row of readDelimited(sample, style, task)) {
    if (rows.length >= MAX_ROWS)
      throw new AppError(
        'FILE_TOO_LARGE',
        `Cannot read ${sample.path}: a statement may have ${MAX_ROWS} rows; export a shorter period.`,
        { file: sample.path },
      )
    rows.push(row)
  }
  return rows
}
