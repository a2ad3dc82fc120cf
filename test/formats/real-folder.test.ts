import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AppError } from '#shared/errors.ts'
import { importFiles } from '#engine/import-files.ts'
import type { ImportRequest } from '#engine/import-request.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { rankFormats } from '#adapters/formats/registry.ts'
import { ROOT } from '../support/planted-folder.ts'
import { withProject } from '../support/project.ts'
import { realData } from '../support/real-data.ts'
import { silentTask } from '../support/recording-sink.ts'
import { countsOfSources, folderFiles, OTHER_COUNTS } from './real-folder.ts'

const folder = realData('.')
const files = folderFiles()
const load = async (request: ImportRequest) =>
  await withProject(async (workbench) => await importFiles(workbench, [request], silentTask()))

async function refusalOf(request: ImportRequest): Promise<AppError> {
  try {
    await load(request)
  } catch (error) {
    return error as AppError
  }
  throw new Error('the file loaded')
}

if (folder === null) console.log('The real files are not on this machine; their folder is not walked.')

describe.skipIf(folder === null)('the folder of real files', () => {
  it('holds no file without an entry here, and no entry is of a file that is gone', () => {
    const found = readdirSync(folder!, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'SOURCES.md')
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder!, '/').length))
    expect(found.toSorted()).toEqual([...files.keys()].toSorted())
  })

  it('has as many records as SOURCES.md counts; where not, the reason is known', () => {
    const counts = countsOfSources()
    const otherwise = [...files].flatMap(([path, { read, way }]) => {
      const said = counts.get(path)
      if (said === undefined || way.by === 'sidecar' || way.by === 'refusal' || path in OTHER_COUNTS) return []
      // `wc -l` counts line ends, so a last line without one is missing.
      const fits = said.some((count) => read === count || read === count + 1)
      return fits ? [] : [`${path}: ${read}, not ${said.join(', ')}`]
    })
    expect(otherwise).toEqual([])
  })

  it.for([...files])('%s', { timeout: 400_000 }, async ([path, { way, role, format, read }]) => {
    const request = { path: join(folder!, path), role, answers: {} }
    switch (way.by) {
      case 'sidecar':
        expect(rankFormats(await openFile(request.path))).toEqual([])
        return
      case 'refusal': {
        const { code, message } = await refusalOf(request)
        expect([code, message]).toEqual([way.code, expect.stringContaining(way.says)])
        return
      }
      case 'question': {
        const { code, details } = await refusalOf(request)
        expect([code, details['flag']]).toEqual(['AMBIGUOUS', way.flag])
      }
    }
    const report = await load({
      ...request,
      ...(way.by === 'question' && { answers: way.answers }),
      ...(way.by === 'mapping' && { mapping: join(ROOT, 'test/fixtures/mappings', `${way.mapping}.toml`) }),
    })
    expect(report.inputs).toMatchObject([{ format, rows: { read } }])
    const [{ rows } = { rows: { read: 0, accepted: 0, rejected: 0 } }] = report.inputs
    expect(rows.accepted + rows.rejected).toBe(read)
    expect(rows.accepted).toBeGreaterThan(0)
  })
})
