import type { FileSample, Format, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { readRecord, type CellRule } from './cells.ts'
import { readDelimited } from './delimited-records.ts'
import { findColumn, headerCells, type HeaderCell } from './header-cells.ts'
import { isObject, readJson, readJsonLines, valueAt, type JsonValue } from './json-records.ts'
import { mappedCells, type SourceLookup } from './mapped-cells.ts'
import { SHAPE_READERS } from './mapped-shapes.ts'
import type { ColumnSource, Mapping } from './mapping.ts'
import { sniffDelimited, type DelimitedSniff } from './sniff-delimited.ts'

const DRAIN_EVERY = 2000

/**
 * Returns the format that reads any delimited, JSON or JSON-lines text by a mapping. Times and dates the mapping and the
 * answers leave open are AMBIGUOUS; a mapped column that is not there is COLUMN_MISSING. The mapping's time offset and
 * stamp are not applied here: they are settings of the file, applied alike to every format.
 */
export function mappedFormat(mapping: Mapping, id = 'mapped'): Format {
  return {
    id,
    title: 'Mapped file',
    detect: (sample) => (sample.text === null ? null : { score: 1, reason: 'A mapping was given for this file.' }),
    read: (sample, options, sink) => {
      const feeSign = mapping.feeSign ?? options.answers.feeSign ?? null
      return read({ ...mapping, feeSign }, sample, options, sink)
    },
  }
}

async function read(mapping: Mapping, sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  if (sample.text === null) {
    throw new AppError(
      'FORMAT_UNKNOWN',
      `Cannot read ${sample.path} with a mapping: it is binary; export it as CSV or JSON.`,
      { file: sample.path },
    )
  }
  const start = sample.text.replace(/^\uFEFF/, '').trimStart()
  if (!start.startsWith('{') && !start.startsWith('[')) await readTable(mapping, sample, options, sink)
  else if (isJsonLines(sample.path, start)) await readLines(mapping, sample, options, sink)
  else await readDocument(mapping, sample, options, sink)
}

/** One object a line: by its name, or because the first line is a whole object and another follows. */
function isJsonLines(path: string, text: string): boolean {
  if (/\.(jsonl|ndjson)(\.gz|\.zst)?$/i.test(path)) return true
  const [first = '', second = ''] = text.split('\n')
  return first.trimEnd().endsWith('}') && second.trimStart().startsWith('{')
}

async function readTable(mapping: Mapping, sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  const sniff = sniffDelimited(sample.text ?? '', sample.path, sample.bytes <= sample.head.length)
  const rule = ruleOf(mapping, options, decimalOf(mapping, options, sniff, sample.path), sniff.dateOrder)
  const write = recordWriter(mapping, rule, sample.path, sink)
  const style = { delimiter: mapping.delimiter ?? sniff.delimiter, quote: sniff.quote }
  let header: readonly HeaderCell[] | null = null
  let located: ReadonlyMap<string | number, number> = new Map()
  let index = 0
  for await (const { line, cells } of readDelimited(sample, style, options.task)) {
    if (header === null) {
      header = mapping.hasHeader ? headerCells(cells, sample.path, line) : numbered(cells)
      located = locateColumns(mapping, header, sample.path, line)
      if (mapping.hasHeader) continue
    }
    sink.counted(1)
    if (isRagged(cells, header))
      sink.reject(line, 'ragged-row', `The row has ${cells.length} cells, the header ${header.length}.`, {
        raw: cells.join(style.delimiter).slice(0, 200),
      })
    else write(line, (column) => cells[located.get(column) ?? -1])
    if (++index % DRAIN_EVERY === 0) await sink.drained()
  }
}

async function readLines(mapping: Mapping, sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  const write = recordWriter(mapping, ruleOf(mapping, options, '.', null), sample.path, sink)
  let index = 0
  for await (const { line, value, raw } of readJsonLines(sample, options.task)) {
    sink.counted(1)
    if (value === null) sink.reject(line, 'ragged-row', 'The line is not a JSON object.', { raw: raw.slice(0, 200) })
    else write(line, (column) => valueAt(value, String(column)))
    if (++index % DRAIN_EVERY === 0) await sink.drained()
  }
}

async function readDocument(mapping: Mapping, sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
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
  const write = recordWriter(mapping, ruleOf(mapping, options, '.', null), sample.path, sink)
  for (const [index, value] of (list as readonly JsonValue[]).entries()) {
    sink.counted(1)
    if (typeof value !== 'object' || value === null)
      sink.reject(index + 1, 'ragged-row', 'The record is neither an object nor a list.', {
        raw: JSON.stringify(value),
      })
    else write(index + 1, (column) => (isObject(value) ? valueAt(value, String(column)) : value[Number(column) - 1]))
    if (index % DRAIN_EVERY === 0) await sink.drained()
  }
}

function recordWriter(
  mapping: Mapping,
  rule: CellRule,
  path: string,
  sink: RowSink,
): (record: number, lookup: SourceLookup) => void {
  const readShape = SHAPE_READERS[mapping.shape]
  return (record, lookup) => {
    readRecord(sink, record, () => {
      const fills = readShape(mappedCells(mapping, rule, path, lookup), mapping, record)
      for (const fill of fills) sink.fill(record, fill)
    })
  }
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
      details: { flag: '--decimal' },
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
