import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMarkdown, reviewMarkdown } from '#domain/report/review-markdown.ts'
import { notComparable, THREE_DAYS, withoutCapital } from './review-fixture.ts'

const headings = (markdown: string) => [...markdown.matchAll(/^## (.*)$/gm)].map((match) => match[1])
const cells = (row: string) => row.replaceAll('\\\\', '').replaceAll('\\|', '').split('|').length

describe('the Markdown report', () => {
  const markdown = reviewMarkdown(THREE_DAYS)

  it('has the sections of the HTML report in its order', () => {
    expect(headings(markdown)).toEqual([
      'Why',
      'Findings',
      'Worst days',
      'Days',
      'Matching',
      'Position breaks',
      'To read with care',
      'Inputs',
      'Settings',
    ])
  })

  it('says the worst day in money, in bps of capital and annualised, and what it was', () => {
    expect(markdown).toContain('| 2026-03-03 | −33.00 | −3.3 | 63.0 | slippage | −30.00 |')
    expect(markdown).toContain('- −3.3 bps of capital on 3 Mar: 71 % slippage.')
    expect(markdown).toContain('| fee-unknown | fee | 3 | The fee of these fills is not known')
  })

  it('heads tracking error by cause with the measure that its last row is, rms or not', () => {
    // The column said TE, and its last row rms: 113.7 where the verdict said TE 107.1.
    expect(markdown).toContain('| TE rms, bps | TD, bps |')
    const byTe = { ...THREE_DAYS, settings: { ...THREE_DAYS.settings, band_measure: 'te_bps' as const } }
    expect(reviewMarkdown(byTe)).toContain('| TE, bps | TD, bps |')
  })

  it('says what each side covers where nothing can be compared, and money where capital is unknown', () => {
    expect(headings(reviewMarkdown(notComparable(THREE_DAYS)))).toContain('What each side covers')
    expect(reviewMarkdown(withoutCapital(THREE_DAYS))).toContain('| 2026-03-03 | −20.00 | +13.00 | −33.00 | – | – |')
  })

  it('keeps its tables and takes no HTML, link, image, address or formula from text of files', () => {
    const marks = fc.constantFrom(
      '|',
      '\\',
      '`',
      '<',
      '>',
      '[',
      ']',
      '(',
      ')',
      '!',
      '\n',
      '\r',
      'https://x.y',
      '$',
      '*',
      '&',
      '@a',
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(marks, fc.string()), maxLength: 20 }), (text) => {
        const named = { ...THREE_DAYS, inputs: THREE_DAYS.inputs.map((input) => ({ ...input, path: `x${text}` })) }
        const row =
          reviewMarkdown(named)
            .split('\n')
            .find((line) => line.includes('canonical-csv')) ?? ''
        expect(cells(row)).toBe(9)
        const escaped = escapeMarkdown(text)
        expect(escaped).not.toMatch(/(?<!\\)(\\\\)*[`<>[\]|$*]|:\/\/|[@\r\n]/)
      }),
    )
  })

  it('takes no heading or list from text at the start of a line', () => {
    expect(['# x', '- x', '1. x', '+ x', '-3.3 bps', '1.5 times'].map(escapeMarkdown)).toEqual([
      '\\# x',
      '\\- x',
      '1\\. x',
      '\\+ x',
      '-3.3 bps',
      '1.5 times',
    ])
  })
})
