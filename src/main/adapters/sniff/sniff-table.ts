import { CANONICAL, type Role, type Shape } from '#shared/canonical.ts'
import type { OpenedSource } from '#engine/ports.ts'
import type { Sniffed } from '#engine/look-tools.ts'
import { sniffDelimited, type DelimitedSniff } from '../formats/sniff-delimited.ts'
import { proposeColumns } from './column-synonyms.ts'
import { isHeadWhole } from './preview-source.ts'
import { PREVIEW_ROWS } from './preview-sink.ts'
import { questionsOf } from './questions.ts'
import { describeColumns, sampleRows } from './sniff-columns.ts'
import { sniffService } from './sniff-service.ts'
import { NOTHING, noHeader, noRows, type Look } from './sniffed.ts'
import { shapeToMap, sideOfName, suggestRole } from './suggest-role.ts'

/** Says how a delimited file of no known program would be read: as a canonical table, or by mapping its columns. */
export function sniffTable(file: OpenedSource, name: string, look: Look): Sniffed {
  const { said } = look
  const text = file.text ?? ''
  const sniff = sniffDelimited(text, name, isHeadWhole(file))
  const rows = sampleRows(text, sniff)
  const format = sniff.delimiter === '\t' ? 'canonical-tsv' : 'canonical-csv'
  const shown = { format, preview_header: sniff.header.map((cell) => cell.text), preview: rows.slice(0, PREVIEW_ROWS) }
  if (!sniff.hasHeader)
    return (
      sniffService(file, name, look) ?? {
        ...NOTHING,
        ...shown,
        format: null,
        reason: 'Its first line looks like data.',
        problem: noHeader(name),
      }
    )
  const suggestion = suggestRole(new Set(sniff.header.map((cell) => cell.name)), name, said.role)
  const service = suggestion.shape === null && said.role === null ? sniffService(file, name, look) : null
  if (service !== null) return service
  const shape = suggestion.shape ?? shapeToMap(said.role, new Set(sniff.header.map((cell) => cell.name)))
  return {
    ...NOTHING,
    ...shown,
    reason:
      suggestion.shape === null
        ? 'No known format claims it; its columns were matched by name.'
        : `The header has every required column of ${shape}.`,
    role: suggestion.shape === null ? roleOfUnknown(said.role, name) : suggestion.role,
    ...mappedAs(shape, sniff, rows, look),
    problem: sniff.headerOnly ? noRows(name) : null,
  }
}

function roleOfUnknown(said: Role | null, name: string): Role | null {
  return said ?? sideOfName(name)
}

/** What the columns of a table are as a shape, under the user's choices, and what has to be asked about those that are read. */
function mappedAs(
  shape: Shape,
  sniff: DelimitedSniff,
  rows: readonly string[][],
  { said }: Look,
): Pick<Sniffed, 'shape' | 'holds' | 'columns' | 'unused' | 'questions'> {
  const proposed = proposeColumns(shape, sniff.header, said.columns)
  const used = new Set([...proposed.values()].map((cell) => cell.text))
  const fee = proposed.get('fee')
  const feeCells = fee === undefined ? null : { column: fee.text, cells: rows.map((row) => row[fee.index] ?? '') }
  return {
    shape,
    holds: shape,
    columns: describeColumns(CANONICAL[shape], proposed, sniff, rows),
    unused: sniff.header.filter((cell) => !used.has(cell.text)).map((cell) => cell.text),
    questions: questionsOf(sniff, used, feeCells, said.answers),
  }
}
