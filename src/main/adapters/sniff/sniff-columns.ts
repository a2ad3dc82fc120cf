import { parse } from 'csv-parse/sync'
import type { CanonicalColumn } from '#shared/canonical.ts'
import type { SniffedFile } from '#shared/contract.ts'
import type { HeaderCell } from '../formats/header-cells.ts'
import { isEmptyCell } from '../formats/read-number.ts'
import type { DelimitedSniff } from '../formats/sniff-delimited.ts'

type Column = SniffedFile['columns'][number]

const SAMPLED_ROWS = 1000
const SHOWN_SAMPLES = 3

/** Returns the rows below the header in a file's head: whole ones, at most a thousand. */
export function sampleRows(text: string, sniff: DelimitedSniff): string[][] {
  const rows: string[][] = []
  try {
    parse(text.replace(/^\uFEFF/, ''), {
      delimiter: sniff.delimiter,
      quote: sniff.quote,
      escape: sniff.quote,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: SAMPLED_ROWS + 1,
      on_record: (record: string[]) => {
        rows.push(record)
        return null
      },
    })
  } catch {
    // The head may be cut inside a quoted cell; what came before it is enough to show.
  }
  const body = sniff.hasHeader ? rows.slice(1) : rows
  return body.filter((row) => row.length === sniff.header.length)
}

/** Describes each canonical column for the mapping table: required and unmapped first, then mapped, then the rest. */
export function describeColumns(
  columns: readonly CanonicalColumn[],
  proposed: ReadonlyMap<string, HeaderCell>,
  sniff: DelimitedSniff,
  rows: readonly string[][],
): Column[] {
  const described = columns.map((column) => describe(column, proposed.get(column.name), sniff, rows))
  const rank = (column: Column) => (column.source === null ? (column.required ? 0 : 2) : 1)
  return described.sort((a, b) => rank(a) - rank(b))
}

function describe(
  { name, kind, required }: CanonicalColumn,
  cell: HeaderCell | undefined,
  sniff: DelimitedSniff,
  rows: readonly string[][],
): Column {
  if (cell === undefined)
    return {
      field: name,
      source: null,
      kind,
      required,
      samples: [],
      empty_share: null,
      issue: required ? 'required, and no column is mapped to it' : null,
    }
  const cells = rows.map((row) => row[cell.index]?.trim() ?? '')
  const filled = cells.filter((text) => !isEmptyCell(text))
  return {
    field: name,
    source: cell.text,
    kind,
    required,
    samples: [...new Set(filled)].slice(0, SHOWN_SAMPLES),
    empty_share: cells.length === 0 ? null : 1 - filled.length / cells.length,
    issue: issueOf(kind, required, cell, sniff, filled.length, cells.length),
  }
}

function issueOf(
  kind: string,
  required: boolean,
  cell: HeaderCell,
  sniff: DelimitedSniff,
  filled: number,
  total: number,
): string | null {
  const content = sniff.columns[cell.index]?.content ?? 'empty'
  if (content === 'empty') return required ? 'required, and every sampled cell is empty' : null
  if (kind === 'number' && content !== 'number') return 'holds text where a number is expected'
  if (kind === 'time' && content === 'text') return 'holds text where a time is expected'
  const doubt = sniff.ambiguities.find((ambiguity) => ambiguity.column === cell.text)
  if (doubt !== undefined) return ISSUES[doubt.kind]
  return required && filled < total ? 'some cells are empty; those rows are refused' : null
}

const ISSUES = {
  zone: 'times have no offset; say their zone',
  'date-order': 'day and month cannot be told apart; say their order',
  decimal: 'decimal point or comma cannot be told apart; say which',
} as const
