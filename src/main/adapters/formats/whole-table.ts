import type { FileSample, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { readDelimited, type DelimitedRecord } from './delimited-records.ts'
import { sniffSample } from './sniff-sample.ts'

/** Rows a statement that is read whole may have: its records refer to each other in both directions. */
const MAX_ROWS = 1_000_000

/** Reads a delimited file whole: its header, and its rows; those that have fewer cells than the header are rejected. Throws FILE_TOO_LARGE above a million rows. */
export async function readWholeTable(
  sample: FileSample,
  { task }: ReadOptions,
  sink: RowSink,
): Promise<{ header: readonly string[]; rows: DelimitedRecord[] }> {
  const style = sniffSample(sample) ?? { delimiter: ',', quote: '"' }
  const rows: DelimitedRecord[] = []
  let header: readonly string[] | null = null
  for await (const row of readDelimited(sample, style, task)) {
    const { line, cells } = row
    if (header === null) {
      header = cells
      continue
    }
    if (rows.length >= MAX_ROWS)
      throw new AppError(
        'FILE_TOO_LARGE',
        `Cannot read ${sample.path}: a statement may have ${MAX_ROWS} rows; export a shorter period.`,
        { file: sample.path },
      )
    if (cells.length < header.length) {
      sink.counted(1)
      sink.reject(line, 'ragged-row', `The row has ${cells.length} cells, the header ${header.length}.`, {
        raw: cells.join(style.delimiter).slice(0, 200),
      })
    } else rows.push(row)
  }
  return { header: header ?? [], rows }
}
