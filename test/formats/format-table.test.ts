import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatTable, withFormatTable } from '#adapters/formats/format-table.ts'
import { FORMATS } from '#adapters/formats/registry.ts'

const document = readFileSync(join(import.meta.dirname, '../../docs/formats.md'), 'utf8')

it('docs/formats.md has the table of the registry; node scripts/write-format-table.ts writes it', () => {
  expect(withFormatTable(document, FORMATS)).toBe(document)
})

it('every format has a line with its id, and a document without the marks is left alone', () => {
  const lines = formatTable(FORMATS).split('\n')
  expect(lines).toHaveLength(FORMATS.length + 2)
  for (const { id } of FORMATS) expect(lines.filter((line) => line.includes(`\`${id}\``))).toHaveLength(1)
  expect(withFormatTable('no marks', FORMATS)).toBeNull()
})
