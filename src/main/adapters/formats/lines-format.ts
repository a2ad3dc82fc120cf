import type { Detection, FileSample, Task } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_ROW_CHARACTERS } from './delimited-records.ts'
import type { ForeignFormat } from './foreign-format.ts'
import { recordFormat, type FormatAbout, type Reading } from './record-format.ts'
import type { RecordRows } from './record-writer.ts'
import type { SourceFile } from './source-file.ts'
import { readText } from './text-stream.ts'

/** A format of one record a line without quotes or header, read as text: dumps of millions of lines. */
export interface LinesDefinition extends FormatAbout {
  readonly detect: (sample: FileSample) => Detection | null
  /** Returns the reader of one file's lines; it may keep what earlier lines said. Null: the line is no record (a header). */
  readonly open: (file: SourceFile, sample: FileSample) => (line: string, number: number) => RecordRows | null
}

/** Makes a format of a definition. Blank lines are no records. */
export function linesFormat(definition: LinesDefinition): ForeignFormat {
  return recordFormat(definition, definition.detect, (reading) => writeLines(definition, reading))
}

async function writeLines(definition: LinesDefinition, { sample, options, writer, file }: Reading): Promise<void> {
  const readLine = definition.open(file, sample)
  let number = 0
  for await (const lines of lineBatches(sample, options.task)) {
    for (const raw of lines) {
      number += 1
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
      if (line.trim() !== '') writer.writeIfRecord(number, () => readLine(line, number))
    }
    await writer.pause()
  }
}

/** Yields the lines of a text file, a chunk's worth at a time. Throws FILE_TOO_LARGE for a line no table has. */
export async function* lineBatches(sample: FileSample, task: Task): AsyncGenerator<readonly string[]> {
  let rest = ''
  for await (const chunk of readText(sample, task)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_ROW_CHARACTERS)
      throw new AppError(
        'FILE_TOO_LARGE',
        `Cannot read ${sample.path}: a line is longer than ${MAX_ROW_CHARACTERS} characters.`,
        {
          file: sample.path,
        },
      )
    yield lines
  }
  if (rest !== '') yield [rest]
}

/** Returns the whole lines of a file's head; the last, which may be cut, only when the head is the file. */
export function headLines({ text, bytes, head }: FileSample, count: number): string[] {
  const lines = (text ?? '').replace(/^\uFEFF/, '').split(/\r?\n/)
  if (bytes > head.length) lines.pop()
  return lines.filter((line) => line !== '').slice(0, count)
}

/** Says whether lines are of a kind: the first is, and most are, since a bad row among the first does not make it another kind of file. */
export function areMostly(lines: readonly string[], isOfKind: (line: string) => boolean): boolean {
  const [first] = lines
  return first !== undefined && isOfKind(first) && lines.filter(isOfKind).length > lines.length / 2
}
