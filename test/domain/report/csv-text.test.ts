import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, csvLayout, csvText, guardFormula } from '#domain/report/csv-text.ts'

const read = (text: string) => parse(text)

/** Text rich in what formulas, quoting and line breaks are made of. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '"', ',', "'", '＝', '\u00A0'),
    fc.string(),
  ),
  maxLength: 12,
})

describe('the guard against formulas', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['  =1', "'  =1"],
    ['\u00A0=1', "'\u00A0=1"],
    ['＝1', "'＝1"],
    ['a\n=1', "a\n'=1"],
    ['a\r\n @x', "a\r\n' @x"],
    ['a=1', 'a=1'],
    ['1INCH-USDT', '1INCH-USDT'],
    ["'=1", "'=1"],
  ])('turns %j into %j', (text, guarded) => {
    expect(guardFormula(text)).toBe(guarded)
  })

  it('changes nothing when applied again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(guardFormula(guardFormula(text))).toBe(guardFormula(text))
      }),
    )
  })

  it('leaves no line that begins a formula', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of guardFormula(text).split(/[\r\n]/)) expect(line).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
      }),
    )
  })
})

describe('CSV', () => {
  const layout = csvLayout<readonly [string, number | null]>([
    ['name', (row) => row[0]],
    ['value', (row) => row[1]],
  ])

  it('reads back cell by cell, text guarded and numbers exact', () => {
    const rows = fc.array(
      fc.tuple(hostile, fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null })),
    )
    fc.assert(
      fc.property(rows, (given) => {
        const [header, ...lines] = read(csvText(layout, given))
        expect(header).toEqual(['name', 'value'])
        expect(lines.map(([name]) => name)).toEqual(given.map(([name]) => guardFormula(name)))
        expect(lines.map(([, value]) => (value === '' ? null : Number(value)))).toEqual(
          given.map(([, value]) => (value === null ? null : value + 0)),
        )
      }),
    )
  })

  // A negative number that got an apostrophe would be text to every program that reads the file.
  it('never guards a number, and writes all of it', () => {
    expect([csvCell(-0.1), csvCell(1 / 3), csvCell(1e-9), csvCell(null), csvCell(true)]).toEqual([
      '-0.1',
      '0.3333333333333333',
      '1e-9',
      '',
      'true',
    ])
  })
})
