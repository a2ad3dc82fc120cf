import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSuspects } from '#adapters/duckdb/load/suspects.ts'
import { importText, openProject } from '../support/project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CELLS = ['', 'a', 'b', 'aa', 'ä€', 'a"b', 'a,b', 'two\nlines', '"', ' a', 'x'.repeat(600)]

/** A cell as it may be written: quoted where it must be, and sometimes where it need not. */
const written = (cell: string, always: boolean) =>
  always || /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

const anyCell = fc.constantFrom(...CELLS)
const anyFile = fc.record({
  rows: fc.array(fc.tuple(anyCell, anyCell, anyCell, fc.boolean()), { minLength: 1, maxLength: 30 }),
  wanted: fc.uniqueArray(anyCell, { minLength: 1, maxLength: 4 }),
  column: fc.integer({ min: 0, max: 2 }),
  newline: fc.constantFrom('\n', '\r\n'),
  ends: fc.boolean(),
  mark: fc.boolean(),
})

/** Rows as a reader of its own gives them: cells, and the physical line each begins on. A row of three empty cells is a row. */
function readIndependently(text: string) {
  let line = 1
  return parse(text, { bom: true }).map((cells) => {
    const begins = line
    line += cells.join('').split('\n').length
    return { cells, line: begins }
  })
}

describe('the records that may be refused', () => {
  it('are those with one of the texts in the cell, each with its line, in a file of their own that reads the same', async () => {
    const source = { realPath: join(temporaryFolder(), 'fills.csv'), columnCount: 3, delimiter: ',', quote: '"' }
    const property = fc.asyncProperty(anyFile, async ({ rows, wanted, column, newline, ends, mark }) => {
      const lines = [
        'k,l,m',
        ...rows.map(([k, l, m, always]) => [k, l, m].map((cell) => written(cell, always)).join(',')),
      ]
      const text = (mark ? '\uFEFF' : '') + (lines.join('\n') + (ends ? '\n' : '')).replaceAll('\n', newline)
      writeFileSync(source.realPath, text)
      const [header, ...data] = readIndependently(text)
      const texts = wanted.map((cell) => cell.replaceAll('\n', newline))
      const found = await findSuspects(source, column, texts)
      const matching = data.filter(({ cells }) => texts.includes(cells[column] ?? ''))
      expect(found?.records.map(({ line }) => line)).toEqual(matching.map(({ line }) => line))
      const again = readIndependently(Buffer.from(found?.file ?? []).toString('utf8'))
      expect(again.map(({ cells }) => cells)).toEqual([header, ...matching].map((row) => row?.cells))
    })
    await fc.assert(property, { numRuns: 300, endOnFailure: true })
  })
})

const HEADER = 'order_id,symbol,side,qty,price,t_fill'
const goodRow = (id: number, time: string) => `o${id},BTC/USDT,buy,1,100,${time}`

describe('refused rows that cannot be found again by one cell', () => {
  it('are named by reading the file in order where they are more than ten thousand', async () => {
    // The last of 10,050 bad rows after one good one stands on line 1 + 1 + 10,050.
    const workbench = await openProject()
    const time = '2025-01-01T00:00:00Z'
    const bad = Array.from({ length: 10_050 }, (_, index) => goodRow(index, time).replace('buy', 'hold'))
    const report = await importText(workbench, [HEADER, goodRow(-1, time), ...bad, ''].join('\n'))
    expect(report.inputs[0]?.rows).toEqual({ read: 10_051, accepted: 1, rejected: 10_050 })
    const [last] = await workbench.store.runText('SELECT max(line) AS line FROM reject')
    expect(last).toEqual({ line: 10_052 })
  })

  it('are named where times are seconds with a fraction and no row has an id', async () => {
    const workbench = await openProject()
    const header = HEADER.replace('order_id', 'note')
    const rows = [goodRow(1, '1735689600.5'), goodRow(2, '1735689600.5').replace('buy', 'hold'), '']
    const report = await importText(workbench, [header, ...rows].join('\n'))
    expect(report.rejects.map(({ line, reason }) => ({ line, reason }))).toEqual([{ line: 3, reason: 'unknown-side' }])
  })

  it('are named where their key is not written as a number is given back', async () => {
    // Below the part that says what a column holds, milliseconds with a sign and a zero too many: DuckDB gives 1735689600500
    // back, which does not stand on line 1 + 10,000 + 1.
    const workbench = await openProject()
    const good = Array.from({ length: 10_000 }, (_, index) => goodRow(index, '1735689600500'))
    const bad = goodRow(-1, '+01735689600501').replace('buy', 'hold')
    const report = await importText(workbench, [HEADER, ...good, bad, ''].join('\n'))
    expect(report.rejects.map(({ line, reason }) => ({ line, reason }))).toEqual([
      { line: 10_002, reason: 'unknown-side' },
    ])
  })
})
