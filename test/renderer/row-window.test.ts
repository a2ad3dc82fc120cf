import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowWindow, tableHeight, TALLEST, topToShow, type RowView } from '../../src/renderer/ui/row-window.ts'

const view = fc.record({
  top: fc.double({ min: 0, max: 20_000_000, noNaN: true }),
  height: fc.integer({ min: 48, max: 1200 }),
  rowHeight: fc.constantFrom(24, 25, 32),
  count: fc.integer({ min: 0, max: 10_000_000 }),
})

describe('the rows of a table that are drawn', () => {
  it('are those that show and twelve around them, by hand', () => {
    // 2400 / 24: row 100 is the first that shows, 240 / 24 = 10 rows show, so 88 to 122.
    const middle = rowWindow({ top: 2400, height: 240, rowHeight: 24, count: 1000 })
    expect(middle).toEqual({ first: 88, end: 122, before: 88 * 24, after: (1000 - 122) * 24 })
    expect(rowWindow({ top: 0, height: 240, rowHeight: 24, count: 5 })).toEqual({
      first: 0,
      end: 5,
      before: 0,
      after: 0,
    })
  })

  it('are as few for ten million as for a thousand, and always cover what shows', () => {
    fc.assert(
      fc.property(view, (given) => {
        const { first, end, before, after } = rowWindow(given)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(given.height / given.rowHeight) + 26)
        // Room and rows together are the table, so the scroll bar never jumps.
        const whole = before + (end - first) * given.rowHeight + after
        expect(whole).toBeGreaterThanOrEqual(tableHeight(given) - 1e-6)
        const top = Math.min(given.top, Math.max(0, tableHeight(given) - given.height))
        expect(before).toBeLessThanOrEqual(top + 1e-6)
        const bottom = Math.min(top + given.height, tableHeight(given))
        expect(before + (end - first) * given.rowHeight).toBeGreaterThanOrEqual(bottom - 1e-6)
      }),
    )
  })

  it('reach the last row at the end of the scroll bar, where a table is too tall for a browser too', () => {
    for (const count of [1000, 1_000_000, 10_000_000]) {
      const all: RowView = { top: Infinity, height: 240, rowHeight: 24, count }
      expect(rowWindow(all).end).toBe(count)
      expect(tableHeight(all)).toBeLessThanOrEqual(TALLEST)
    }
  })

  it('hold any row that was scrolled to, whole', () => {
    fc.assert(
      fc.property(view, fc.nat(), (given, wish) => {
        fc.pre(given.count > 0)
        const row = wish % given.count
        const there = { ...given, top: topToShow(given, row) }
        const { first, end } = rowWindow(there)
        expect(first <= row && row < end).toBe(true)
        // Scrolling to a row that shows already moves nothing.
        expect(topToShow(there, row)).toBeCloseTo(there.top, 3)
      }),
    )
  })
})
