import { describe, expect, it } from 'vitest'
import { csvText, tsvText } from '../../src/renderer/ui/delimited.ts'
import { durationText, timeText, WRITE } from '../../src/renderer/ui/text.ts'

describe('numbers and times on screen', () => {
  it('write prices and quantities as they were quoted, not as floats come out', () => {
    expect(WRITE.price(0.1 + 0.2)).toBe('0.3')
    expect(WRITE.price(64_250.5)).toBe('64,250.5')
    expect(WRITE.quantity(-0.00012)).toBe('−0.00012')
    expect(WRITE.quantity(null)).toBe('–')
  })

  it('write a time in the zone that was chosen, over a change of clocks too', () => {
    expect(timeText('2026-03-11T14:02:11.482Z', 'UTC')).toBe('2026-03-11 14:02:11.482')
    // Paris is UTC+1 until 29 March 2026 01:00 UTC, then UTC+2.
    expect(timeText('2026-03-29T00:59:59.999Z', 'Europe/Paris')).toBe('2026-03-29 01:59:59.999')
    expect(timeText('2026-03-29T01:00:00.000Z', 'Europe/Paris')).toBe('2026-03-29 03:00:00.000')
    expect(timeText(null, 'UTC')).toBe('–')
  })

  it('write how long something takes without false precision', () => {
    expect([0.42, 42, 185].map(durationText)).toEqual(['0.4 s', '42 s', '3 min 5 s'])
  })
})

describe('copied and exported tables', () => {
  const header = ['symbol', 'gap']
  const rows = [
    ['=HYPERLINK("x")', -0.1],
    ['a,b', null],
  ] as const

  it('keep every digit and a plain minus, leave missing empty, and let no spreadsheet run text', () => {
    expect(csvText(header, rows)).toBe('symbol,gap\n"\'=HYPERLINK(""x"")",-0.1\n"a,b",\n')
    expect(csvText(['n'], [[1 / 3]])).toBe('n\n0.3333333333333333\n')
  })

  it('go to the clipboard as one line a row', () => {
    expect(tsvText(header, [['a\tb\nc', 1]])).toBe('symbol\tgap\na b c\t1')
  })
})
