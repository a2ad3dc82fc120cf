import type { Detection, FileSample, ReadOptions } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { CellRule } from './cells.ts'
import { ambiguous, type ForeignFormat } from './foreign-format.ts'
import { headerCells, normaliseHeader, type HeaderCell } from './header-cells.ts'
import { recordFormat, type FormatAbout, type Reading } from './record-format.ts'
import type { RecordRows } from './record-writer.ts'
import { namesOf, scoreHeader, sniffSample, type WantedColumn } from './sniff-sample.ts'
import type { DelimitedSniff } from './sniff-delimited.ts'
import type { SourceFile } from './source-file.ts'
import { sourceRow, type SourceRow } from './source-row.ts'
import { readTableRows } from './table-rows.ts'

/** A table told by its header, delimited text or Parquet: which columns it must have, and what a row is. */
export interface CsvDefinition extends FormatAbout {
  /** Columns the header must have, spelled in any case; of a list any one, and the row is read by the first name. */
  readonly header: readonly WantedColumn[]
  /** Columns that say it is another format. */
  readonly without?: readonly string[]
  /** Zone of times without an offset, where the format settles it; else it is asked. */
  readonly zone?: string
  readonly dateOrder?: 'dmy' | 'mdy'
  readonly read: (row: SourceRow, file: SourceFile) => RecordRows
}

/** A CSV format whose rows build on those before, e.g. changes of a book. */
export interface CsvStateDefinition extends Omit<CsvDefinition, 'read'> {
  /** Returns the reader of one file. */
  readonly open: (file: SourceFile) => CsvReader
}
export interface CsvReader {
  read(row: SourceRow): RecordRows
  /** What is left when the file ends; it belongs to the last record. */
  end(): RecordRows
}

/** Makes a format of a definition. Column order, case, byte-order mark and further columns do not matter. */
export function csvFormat(definition: CsvDefinition | CsvStateDefinition): ForeignFormat {
  return recordFormat(
    definition,
    (sample) => detect(definition, sample),
    (reading) => writeRows(definition, reading),
  )
}

function detect(definition: CsvDefinition | CsvStateDefinition, sample: FileSample): Detection | null {
  const sniff = sniffSample(sample)
  if (sniff?.hasHeader !== true) return null
  const score = scoreHeader(new Set(sniff.header.map(({ name }) => name)), definition.header, definition.without)
  return score === null
    ? null
    : { score, reason: `The header has the ${definition.header.length} columns of ${definition.title}.` }
}

async function writeRows(
  definition: CsvDefinition | CsvStateDefinition,
  { sample, options, sink, writer, file }: Reading,
): Promise<void> {
  const sniff = sniffSample(sample)
  if (sniff === null)
    throw new AppError('FORMAT_UNKNOWN', `Cannot read ${sample.path}: it is not a table.`, { file: sample.path })
  const rule = csvRule(definition, sniff, sample.path, options)
  const reader = readerOf(definition, file)
  let last = 0
  let table: Table | null = null
  for await (const { line, cells } of readTableRows(sample, sniff, options.task, sink)) {
    if (table === null) {
      table = tableOf(definition.header, headerCells(cells, sample.path, line))
      continue
    }
    const { find, header } = table
    last = line
    if (isRagged(cells, header.length))
      writer.reject(
        line,
        cells.join(sniff.delimiter),
        `The row has ${cells.length} cells, the header ${header.length}.`,
      )
    else
      writer.write(line, () => {
        const row = sourceRow(
          (column) => cells[find(column)],
          (column) => find(column) >= 0,
          rule,
          sample.path,
        )
        return reader.read(row)
      })
    if (writer.isPauseDue) await writer.pause()
  }
  writer.add(last, reader.end())
}

function readerOf(definition: CsvDefinition | CsvStateDefinition, file: SourceFile): CsvReader {
  if ('open' in definition) return definition.open(file)
  return { read: (row) => definition.read(row, file), end: () => ({}) }
}

/** Says what a format and the user's answers settle of a delimited file; AMBIGUOUS where a decimal mark reads both ways. */
export function csvRule(
  { zone, dateOrder }: Pick<CsvDefinition, 'zone' | 'dateOrder'> | Pick<CsvStateDefinition, 'zone' | 'dateOrder'>,
  sniff: DelimitedSniff,
  path: string,
  { answers }: ReadOptions,
): CellRule {
  return {
    decimal: decimalOf(sniff, path, answers.decimal),
    zone: zone ?? answers.zone ?? null,
    dateOrder: dateOrder ?? answers.dateOrder ?? sniff.dateOrder,
  }
}

/** Programs write a decimal point; a file delimited by `;` was saved again by a spreadsheet, so its mark is proved or asked. */
function decimalOf(sniff: DelimitedSniff, path: string, answered: '.' | ',' | undefined): '.' | ',' {
  if (sniff.delimiter !== ';') return '.'
  const known = answered ?? sniff.decimal
  if (known !== null) return known
  const doubt = sniff.ambiguities.find(({ kind }) => kind === 'decimal')
  if (doubt === undefined) return '.'
  throw ambiguous(
    path,
    doubt.column,
    `"${doubt.example}" in column "${doubt.column}" reads with a decimal point and with a decimal comma; give --decimal . or --decimal ,`,
    '--decimal',
    doubt.example,
  )
}

interface Table {
  readonly header: readonly HeaderCell[]
  /** Position of a column, -1 where the file has none of its names. */
  readonly find: (column: string) => number
}

function tableOf(wanted: readonly WantedColumn[], header: readonly HeaderCell[]): Table {
  const found = new Map(header.map(({ name, index }) => [name, index]))
  for (const column of wanted) {
    const [first = '', ...others] = namesOf(column)
    const other = others.find((name) => found.has(name))
    if (!found.has(first) && other !== undefined) found.set(first, found.get(other)!)
  }
  const cache = new Map<string, number>()
  const find = (column: string): number => {
    const known = cache.get(column) ?? found.get(normaliseHeader(column)) ?? -1
    cache.set(column, known)
    return known
  }
  return { header, find }
}

/** Empty cells too many at the end (a trailing delimiter) do no harm. */
function isRagged(cells: readonly string[], columns: number): boolean {
  return cells.length < columns || cells.slice(columns).some((cell) => cell.trim() !== '')
}
