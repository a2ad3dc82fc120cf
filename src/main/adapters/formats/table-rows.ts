import type { FileSample, RowSink, Task } from '#engine/ports.ts'
import { readParquetRows } from '../duckdb/parquet-file.ts'
import { readDelimited, type DelimitedRecord, type DelimitedStyle } from './delimited-records.ts'

/** Yields the rows of a table, its header first: delimited text by physical line, Parquet by record from 1. */
export async function* readTableRows(
  sample: FileSample,
  style: DelimitedStyle,
  task: Task,
  sink: Pick<RowSink, 'place'>,
): AsyncGenerator<DelimitedRecord> {
  if (sample.parquet === undefined) {
    yield* readDelimited(sample, style, task)
    return
  }
  sink.place.name = 'Parquet'
  yield { line: 0, cells: sample.parquet.columns.map(({ name }) => name) }
  let line = 0
  for await (const rows of readParquetRows(sample, sample.parquet, task))
    for (const cells of rows) yield { line: ++line, cells }
}
