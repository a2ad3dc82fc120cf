import { CANONICAL } from '#shared/canonical.ts'
import type { OpenedSource } from '#engine/ports.ts'
import type { Sniffed } from '#engine/look-tools.ts'
import { describeParquet } from '../duckdb/describe-parquet.ts'
import { headerCells } from '../formats/header-cells.ts'
import { sniffDelimited } from '../formats/sniff-delimited.ts'
import { proposeColumns } from './column-synonyms.ts'
import { previewSource } from './preview-source.ts'
import { PREVIEW_ROWS } from './preview-sink.ts'
import { describeColumns } from './sniff-columns.ts'
import { NOTHING, type Look } from './sniffed.ts'
import { shapeToMap, sideOfName, suggestRole } from './suggest-role.ts'

/** Says what a Parquet file holds, by its own schema and first rows; a packed one is unpacked to be looked at. */
export async function sniffParquet(file: OpenedSource, name: string, { said, folder, task }: Look): Promise<Sniffed> {
  const source = file.container === null ? file : (await previewSource(file, folder, task))?.sample
  if (source === undefined)
    return { ...NOTHING, format: 'canonical-parquet', reason: 'A packed Parquet file, too large to look into.' }
  const { columns, rows } = await describeParquet(source.realPath, name, PREVIEW_ROWS)
  const header = headerCells(
    columns.map((column) => column.name),
    name,
  )
  const names = new Set(header.map((cell) => cell.name))
  const { shape, role } = suggestRole(names, name, said.role)
  const fits = shape ?? shapeToMap(said.role, names)
  const proposed = proposeColumns(fits, header, said.columns)
  const sniff = {
    ...sniffDelimited('', name),
    header,
    columns: header.map((cell) => ({ header: cell, content: contentOf(columns[cell.index]?.type ?? ''), time: null })),
    ambiguities: [],
  }
  const used = new Set([...proposed.values()].map((cell) => cell.text))
  return {
    ...NOTHING,
    format: 'canonical-parquet',
    reason:
      shape === null
        ? 'A Parquet file; its columns were matched by name.'
        : `A Parquet file with every required column of ${shape}.`,
    role: shape === null ? (said.role ?? sideOfName(name)) : role,
    shape: fits,
    holds: fits,
    columns: describeColumns(CANONICAL[fits], proposed, sniff, rows),
    unused: header.filter((cell) => !used.has(cell.text)).map((cell) => cell.text),
    preview_header: header.map((cell) => cell.text),
    preview: rows,
  }
}

function contentOf(type: string): 'number' | 'time' | 'text' {
  if (/INT|DOUBLE|FLOAT|DECIMAL|REAL/.test(type)) return 'number'
  return /TIMESTAMP|DATE/.test(type) ? 'time' : 'text'
}
