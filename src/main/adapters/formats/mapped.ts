import type { FileSample, Format, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { CellRule } from './cells.ts'
import { refuseWrongRole } from './foreign-format.ts'
import { findColumn, headerCells, type HeaderCell } from './header-cells.ts'
import { isObject, readJson, readJsonLines, valueAt, type JsonObject, type JsonValue } from './json-records.ts'
import { HOLDS_OF_SHAPE } from './mapped-columns.ts'
import { mappedCells, type SourceLookup } from './mapped-cells.ts'
import { SHAPE_READERS } from './mapped-shapes.ts'
import type { ColumnSource, Mapping } from './mapping.ts'
import { RecordWriter, type RecordRows } from './record-writer.ts'
import { sniffDelimited, type DelimitedSniff } from './sniff-delimited.ts'
import { sniffSample } from './sniff-sample.ts'
import { readTableRows } from './table-rows.ts'

/**
 * Returns the format that reads any delimited, JSON or JSON-lines text and Parquet by a mapping. Times and dates the mapping and the
 * answers leave open are AMBIGUOUS; a mapped column that is not there is COLUMN_MISSING. The mapping's time offset and
 * stamp are not applied here: they are settings of the file, applied alike to every format.
 */
export function mappedFormat(mapping: Mapping, id = 'mapped'): Format {
  return {
    id,
    title: 'Mapped file',
    detect: (sample) => (sample.text === null ? null : { score: 1, reason: 'A mapping was given for this file.' }),
    headerOf: (column) => headerText(mapping.columns.get(column)),
    async read(sample, options, sink) {
      refuseWrongRole({ title: `shape "${mapping.shape}"`, holds: HOLDS_OF_SHAPE[mapping.shape] }, sample, options)
      const feeSign = mapping.feeSign ?? options.answers.feeSign ?? null
      const writer = new RecordWriter(sink, options.task)
      await writeRecords({ mapping: { ...mapping, feeSign }, sample, options, sink, writer })
      writer.finish()
    },
  }
}

function headerText(source: ColumnSource | undefined): string | undefined {
  return typeof source === 'object' ? source.join(' + ') : source?.toString()
}

interface MappedReading {
  readonly mapping: Mapping
  readonly sample: FileSample
  readonly options: ReadOptions
  readonly sink: RowSink
  readonly writer: RecordWriter
}

async function writeRecords(reading: MappedReading): Promise<void> {
  const { sample } = reading
  if (sample.parquet !== undefined) {
    await writeTable(reading)
    return
  }
  if (sample.text === null)
    throw new AppError(
      'FORMAT_UNKNOWN',
      `Cannot read ${sample.path} with a mapping: it is binary; export it as CSV or JSON.`,
      { file: sample.path },
    )
  const start = sample.text.replace(/^\uFEFF/, '').trimStart()
  if (!start.startsWith('{') && !start.startsWith('[')) await writeTable(reading)
  else if (isJsonLines(sample.path, start)) await writeLines(reading)
  else await writeDocument(reading)
}

/** One object a line: by its name, or because the first line is a whole object and another follows. */
function isJsonLines(path: string, text: string): boolean {
  if (/\.(jsonl|ndjson)(\.gz|\.zst)?$/i.test(path)) return true
  const [first = '', second = ''] = text.split('\n')
  return first.trimEnd().endsWith('}') && second.trimStart().startsWith('{')
}

async function writeTable({ mapping, sample, options, sink, writer }: MappedReading): Promise<void> {
  const sniff = tableSniff(sample)
  const rule = ruleOf(mapping, options, decimalOf(mapping, options, sniff, sample.path), sniff.dateOrder)
  const readRow = recordReader(mapping, rule, sample.path)
  const style = { delimiter: mapping.delimiter ?? sniff.delimiter, quote: sniff.quote }
  let header: readonly HeaderCell[] | null = null
  let located: ReadonlyMap<string | number, number> = new Map()
  for await (const { line, cells } of readTableRows(sample, style, options.task, sink)) {
    if (header === null) {
      header = mapping.hasHeader ? headerCells(cells, sample.path, line) : numbered(cells)
      located = locateColumns(mapping, header, sample.path, line)
      if (mapping.hasHeader) continue
    }
    if (isRagged(cells, header))
      writer.reject(
        line,
        cells.join(style.delimiter),
        `The row has ${cells.length} cells, the header ${header.length}.`,
      )
    else writer.write(line, () => readRow(line, (column) => cells[located.get(column) ?? -1]))
    if (writer.isPauseDue) await writer.pause()
  }
}

/** A table of headers that stand twice is refused here, in its own words. */
function tableSniff(sample: FileSample): DelimitedSniff {
  return sniffSample(sample) ?? sniffDelimited(sample.text ?? '', sample.path, sample.bytes <= sample.head.length)
}

async function writeLines({ mapping, sample, options, writer }: MappedReading): Promise<void> {
  const readRow = recordReader(mapping, ruleOf(mapping, options, '.', null), sample.path)
  for await (const { line, value, raw } of readJsonLines(sample, options.task)) {
    if (value === null) writer.reject(line, raw, 'The line is not a JSON object.')
    else writer.write(line, () => readRow(line, (column) => valueAt(value, String(column))))
    if (writer.isPauseDue) await writer.pause()
  }
}

async function writeDocument({ mapping, sample, options, sink, writer }: MappedReading): Promise<void> {
  const document = await readJson(sample, options.task)
  const list = mapping.records === null ? document : valueAt(document, mapping.records)
  if (!Array.isArray(list)) {
    const found = isObject(document) ? `an object with ${Object.keys(document).slice(0, 10).join(', ')}` : 'no list'
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${sample.path}: it holds ${found}; say where its list of records is with records = "path" in the mapping.`,
      { file: sample.path },
    )
  }
  sink.place.name = mapping.records ?? '$'
  const readRow = recordReader(mapping, ruleOf(mapping, options, '.', null), sample.path)
  for (const [index, value] of (list as readonly JsonValue[]).entries()) {
    if (typeof value !== 'object' || value === null)
      writer.reject(index + 1, JSON.stringify(value), 'The record is neither an object nor a list.')
    else writer.write(index + 1, () => readRow(index + 1, (column) => cellOf(value, column)))
    if (writer.isPauseDue) await writer.pause()
  }
}

function cellOf(record: JsonObject | readonly JsonValue[], column: string | number): JsonValue | undefined {
  return isObject(record) ? valueAt(record, String(column)) : record[Number(column) - 1]
}

function recordReader(
  mapping: Mapping,
  rule: CellRule,
  path: string,
): (record: number, lookup: SourceLookup) => RecordRows {
  const readShape = SHAPE_READERS[mapping.shape]
  return (record, lookup) => readShape(mappedCells(mapping, rule, path, lookup), mapping, record)
}

/** The mapping speaks for this file, the answers for every file of the call; what a file's head proves comes last. */
function ruleOf(
  mapping: Mapping,
  { answers }: ReadOptions,
  decimal: '.' | ',',
  proved: 'dmy' | 'mdy' | null,
): CellRule {
  return {
    decimal,
    zone: mapping.zone ?? answers.zone ?? null,
    dateOrder: mapping.dateOrder ?? answers.dateOrder ?? proved,
  }
}

function decimalOf(mapping: Mapping, { answers }: ReadOptions, sniff: DelimitedSniff, path: string): '.' | ',' {
  const known = mapping.decimal ?? answers.decimal ?? sniff.decimal
  if (known !== null) return known
  const doubt = sniff.ambiguities.find(({ kind }) => kind === 'decimal')
  if (doubt === undefined) return '.'
  throw new AppError(
    'AMBIGUOUS',
    `Cannot read ${path}: "${doubt.example}" in column "${doubt.column}" reads with a decimal comma and with a point; say which with --decimal.`,
    {
      file: path,
      column: doubt.column,
      hint: '--decimal . or --decimal , or decimal in the mapping file.',
      details: { flag: '--decimal', example: doubt.example },
    },
  )
}

function numbered(cells: readonly string[]): HeaderCell[] {
  return cells.map((_, index) => ({ text: String(index + 1), name: String(index + 1), index }))
}

/** Returns where each mapped source column stands, from 0. Throws COLUMN_MISSING for one that is not there. */
function locateColumns(
  mapping: Mapping,
  header: readonly HeaderCell[],
  path: string,
  line: number,
): ReadonlyMap<string | number, number> {
  const sources: readonly ColumnSource[] = [...mapping.columns.values(), ...mapping.keep.keys()]
  const located = new Map<string | number, number>()
  for (const wanted of sources.flatMap((source) => (typeof source === 'object' ? [...source] : [source]))) {
    const cell = typeof wanted === 'number' ? header[wanted - 1] : findColumn(header, wanted)
    if (cell === undefined || cell === null) throw columnMissing(wanted, header, path, line)
    located.set(wanted, cell.index)
  }
  return located
}

function columnMissing(wanted: string | number, header: readonly HeaderCell[], path: string, line: number): AppError {
  const seen = header.map((cell) => cell.text).join(', ')
  const message = `Cannot read ${path}: column "${wanted}" of the mapping is not in the header at line ${line} (${seen}).`
  return new AppError('COLUMN_MISSING', message, { file: path, line, column: String(wanted) })
}

/** Empty cells too many at the end (a trailing delimiter) do no harm. */
function isRagged(cells: readonly string[], header: readonly HeaderCell[]): boolean {
  return cells.length < header.length || cells.slice(header.length).some((cell) => cell.trim() !== '')
}
