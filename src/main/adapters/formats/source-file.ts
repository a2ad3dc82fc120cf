import type { FileSample, ParquetHead, ReadOptions, RowSink } from '#engine/ports.ts'
import { ambiguous } from './foreign-format.ts'
import { symbolOfName } from './symbol-of-name.ts'

/** What the reader of a record may need to know of its file. */
export interface SourceFile {
  readonly path: string
  readonly options: ReadOptions
  /** Set for Parquet files. */
  readonly parquet: ParquetHead | null
  /** The symbol the file is named after; throws AMBIGUOUS when its name has none. */
  symbol(): string
  /** Says how long the file's bars are, microseconds. */
  declareBars(micros: number): void
  /** Says something about the file that the user should know, once for the file, with the count of records. */
  note(code: string, field: string, count: number): void
}

/** Returns what readers may know of their file. */
export function sourceFile({ path, parquet }: FileSample, options: ReadOptions, sink: RowSink): SourceFile {
  const symbol = symbolOfName(path) ?? options.answers.symbol ?? null
  return {
    path,
    options,
    parquet: parquet ?? null,
    declareBars: (micros) => (sink.timeframe.micros = micros),
    note: (code, field, count) => sink.note(code, field, count),
    symbol() {
      if (symbol !== null) return symbol
      throw ambiguous(
        path,
        'symbol',
        'it holds no symbol and its name has none; name the file after it, as in BTCUSDT-1m.csv, or give --symbol BTCUSDT.',
        '--symbol',
      )
    },
  }
}
