import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileSample } from '#engine/ports.ts'
import { readDelimited, MAX_ROW_CHARACTERS } from '#adapters/formats/delimited-records.ts'
import { failureOf } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const COMMA = { delimiter: ',', quote: '"' }

const sampleOf = (path: string): FileSample => ({ path, realPath: path, bytes: 1, head: new Uint8Array(), text: '' })

async function rowsOf(path: string, signal?: AbortSignal): Promise<[number, ...string[]][]> {
  const rows: [number, ...string[]][] = []
  for await (const { line, cells } of readDelimited(sampleOf(path), COMMA, silentTask(signal)))
    rows.push([line, ...cells])
  return rows
}

describe('readDelimited', () => {
  it('says at which physical line each row begins', async () => {
    const path = temporaryFile('f.csv', 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"p\nq"\n3,z\r\n4,last')
    expect(await rowsOf(path)).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\r\ny'],
      [5, '2', 'p\nq'],
      [7, '3', 'z'],
      [8, '4', 'last'],
    ])
  })

  it('takes a stray quote inside a cell for text and keeps ragged rows', async () => {
    expect(await rowsOf(temporaryFile('f.csv', 'a,b\n5" pipe,x\n1\n1,2,3\n'))).toEqual([
      [1, 'a', 'b'],
      [2, '5" pipe', 'x'],
      [3, '1'],
      [4, '1', '2', '3'],
    ])
  })

  it('says that a quote is never closed', async () => {
    const failure = await failureOf(() => rowsOf(temporaryFile('f.csv', 'a,b\n1,"x\n2,3\n')))
    expect(failure).toMatchObject({ code: 'FILE_TRUNCATED' })
  })

  it('refuses a row of 10 MB without holding the file', async () => {
    const path = temporaryFile('f.csv', `a,b\n1,${'x'.repeat(10 << 20)}\n`)
    const failure = await failureOf(() => rowsOf(path))
    expect(failure).toMatchObject({ code: 'FILE_TOO_LARGE' })
    expect(failure.message).toContain(String(MAX_ROW_CHARACTERS))
  })

  it('finds bytes that are not UTF-8 far behind the head', async () => {
    const path = temporaryFile(
      'f.csv',
      Buffer.concat([Buffer.from('a,b\n' + '1,2\n'.repeat(100_000)), Buffer.from([0x63, 0xe9, 0x0a])]),
    )
    expect(await failureOf(() => rowsOf(path))).toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('joins characters that two chunks share', async () => {
    const path = temporaryFile('f.csv', `a,b\n${'é,ü\n'.repeat(100_000)}`)
    const rows = await rowsOf(path)
    expect(new Set(rows.slice(1).map(([, ...cells]) => cells.join()))).toEqual(new Set(['é,ü']))
    expect(rows.at(-1)?.[0]).toBe(100_001)
  })

  it('stops when cancelled', async () => {
    expect(await failureOf(() => rowsOf(temporaryFile('f.csv', 'a,b\n'), AbortSignal.abort()))).toMatchObject({
      code: 'CancelledError',
    })
  })

  it('reads back any quoted table with the lines its rows begin at', async () => {
    const folder = temporaryFolder()
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r\n', ';'), maxLength: 6 })
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 10 })
    let run = 0
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), async (table, end) => {
        const written = table.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',') + end)
        const path = join(folder, `${run++}.csv`)
        writeFileSync(path, written.join(''))
        let line = 1
        const expected = table.map((row, index) => {
          const begins = line
          line += written[index]!.split('\n').length - 1
          return [begins, ...row]
        })
        expect(await rowsOf(path)).toEqual(expected)
      }),
    )
  })
})
