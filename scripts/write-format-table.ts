import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFormatTable } from '#adapters/formats/format-table.ts'
import { FORMATS } from '#adapters/formats/registry.ts'

/** Renews the table of formats in docs/formats.md. A test fails while it is not the registry's. */
const path = join(import.meta.dirname, '../docs/formats.md')
const written = withFormatTable(readFileSync(path, 'utf8'), FORMATS)
if (written === null) throw new Error('docs/formats.md has lost the marks around its table of formats')
writeFileSync(path, written)
