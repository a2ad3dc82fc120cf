import type { Detection, FileSample, ReadOptions, RowSink } from '#engine/ports.ts'
import { refuseWrongRole, type AskedFlag, type ForeignFormat, type Holds } from './foreign-format.ts'
import { RecordWriter } from './record-writer.ts'
import { sourceFile, type SourceFile } from './source-file.ts'

/** What every format says of itself; see {@link ForeignFormat}. */
export interface FormatAbout {
  readonly id: string
  readonly title: string
  readonly holds: Holds
  readonly times: string
  readonly asks?: readonly AskedFlag[]
}

/** One file being read: where its records are and where they go. */
export interface Reading {
  readonly sample: FileSample
  readonly options: ReadOptions
  readonly sink: RowSink
  readonly writer: RecordWriter
  readonly file: SourceFile
}

/** Makes a format of what it says of itself, how it is told, and how its records are written; files imported as what they are not are refused. */
export function recordFormat(
  about: FormatAbout,
  detect: (sample: FileSample) => Detection | null,
  writeRecords: (reading: Reading) => Promise<void>,
): ForeignFormat {
  const { id, title, holds, times, asks = [] } = about
  return {
    id,
    title,
    holds,
    times,
    asks,
    detect,
    async read(sample, options, sink) {
      refuseWrongRole(about, sample, options)
      const writer = new RecordWriter(sink, options.task)
      await writeRecords({ sample, options, sink, writer, file: sourceFile(sample, options, sink) })
      writer.finish()
    },
  }
}
