import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REPORT_SECTIONS } from '#domain/report/report-sections.ts'
import { reviewBodyText, reviewHtml } from '#domain/report/review-html.ts'
import type { Review } from '#shared/review.ts'
import { notComparable, reviewDay, reviewOf, THREE_DAYS, withoutCapital } from './review-fixture.ts'

const sectionsOf = (html: string) => [...html.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1])

/** The document without text and attribute values: what no text of a user may change. */
const skeleton = (html: string) => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""')).join('')

const textOf = (html: string) => html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, '\n')

/** Puts one text wherever a file or a person may have put it. */
function withText(review: Review, text: string): Review {
  const name = `x${text}`
  return {
    ...review,
    reason: name,
    version: name,
    settings: { ...review.settings, currency: name, strategy: name, from: name, to: name },
    inputs: review.inputs.map((input) => ({ ...input, path: name, role: name, format: name, sha256: name })),
    matching: { ...review.matching, by_method: { [name]: 1 } },
    orders: { [name]: { [name]: 2 } },
    position_breaks: review.position_breaks.map((row) => ({ ...row, symbol: name })),
    explain: review.explain.map((finding) => ({ ...finding, sentence: name })),
    suggestions: review.suggestions.map((suggestion) => ({ ...suggestion, sentence: name })),
    flags: review.flags.map((flag) => ({ ...flag, code: name, field: name })),
  }
}

describe('the HTML report', () => {
  const html = reviewHtml(THREE_DAYS)

  it('has its sections in the order a reviewer reads, each under its title', () => {
    const sections = REPORT_SECTIONS.filter(({ body }) => body(THREE_DAYS) !== null)
    expect(REPORT_SECTIONS.filter((section) => !sections.includes(section)).map(({ id }) => id)).toEqual([
      'scenarios',
      'service-levels',
      'canary',
    ])
    expect(sectionsOf(html)).toEqual(sections.map(({ id }) => id))
    for (const { title } of sections) expect(html).toContain(`<h2>${title}</h2>`)
  })

  it('shows the sections asked for, in the order asked for, and refuses an unknown one by name', () => {
    expect(sectionsOf(reviewHtml(THREE_DAYS, { sections: ['days', 'verdict', 'days'] }))).toEqual(['days', 'verdict'])
    expect(() => reviewHtml(THREE_DAYS, { sections: ['nope'] })).toThrow('There is no report section "nope"')
  })

  it('is printed on A4, or on Letter where that is asked for', () => {
    expect(html.match(/@page\{size:\w+\}/g)).toEqual(['@page{size:A4}'])
    expect(reviewHtml(THREE_DAYS, { paper: 'Letter' }).match(/@page\{size:\w+\}/g)).toEqual(['@page{size:Letter}'])
  })

  it('lets the keyboard scroll each wide table, under a name of its own', () => {
    const frames = [...html.matchAll(/<div class="table"([^>]*)>/g)].map(([, rest = '']) => rest)
    const names = frames.map((rest) => /aria-label="([^"]+)"/.exec(rest)?.[1])
    expect(frames.length).toBeGreaterThan(4)
    expect(frames.every((rest) => rest.includes('tabindex="0"'))).toBe(true)
    expect(names).not.toContain(undefined)
    expect(new Set(names).size).toBe(names.length)
  })

  it('writes a true minus in sentences too, whose JSON has a hyphen', () => {
    const said = {
      ...THREE_DAYS,
      suggestions: [{ code: 'offset' as const, value: -7, sentence: 'Shift by -7 hours.' }],
    }
    expect(textOf(reviewHtml(said))).toContain('Shift by \u22127 hours.')
    expect(textOf(reviewHtml(said))).not.toMatch(/(^|\s)-\d/)
  })

  it('gives the same bytes for the same review, and its body is the body a screen previews', () => {
    expect(reviewHtml(structuredClone(THREE_DAYS))).toBe(html)
    expect(html).toContain(reviewBodyText(THREE_DAYS))
  })

  it('stands alone: its own policy, no script, no handler, nothing but references into itself', () => {
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">`,
    )
    expect(html).not.toMatch(
      /<(script|iframe|object|embed|link|img|base|form|foreignObject)\b|\son\w+=|javascript:|@import/i,
    )
    expect(html).not.toMatch(/https?:|"\/\//)
    for (const [, target] of html.matchAll(/\b(?:href|src|action)="([^"]*)"/g)) expect(target).toMatch(/^#/)
    for (const [, target] of html.matchAll(/url\(([^)]*)\)/g)) expect(target).toMatch(/^#/)
  })

  it('points only at what it holds', () => {
    const ids = new Set([...html.matchAll(/\bid="([^"]+)"/g)].map((match) => match[1]))
    const targets = [...html.matchAll(/(?:href="|url\()#([^")]+)/g)].map((match) => match[1])
    expect(targets.length).toBeGreaterThan(20)
    for (const target of targets) expect(ids).toContain(target)
  })

  it('says the worst day in bps of capital and annualised, the residual, and every input’s hash', () => {
    const text = textOf(html)
    expect(text).toContain('−3.3 bps of capital')
    expect(text).toContain('63.0 bps annualised, mostly slippage')
    expect(text).toContain('the residual is within the 0.001 that rounding may leave')
    expect(text).toContain('ab'.repeat(32))
    expect(text).toContain('The fee of these fills is not known')
  })

  it('keeps its structure whatever text files hold', () => {
    const plainText = skeleton(reviewHtml(withText(THREE_DAYS, '')))
    const marks = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '=',
      '`',
      '/',
      '-->',
      ']]>',
      '</style>',
      '<script>',
      '"><img onerror=x>',
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(marks, fc.string({ unit: 'binary' })), maxLength: 20 }), (text) => {
        expect(skeleton(reviewHtml(withText(THREE_DAYS, text)))).toBe(plainText)
      }),
      { numRuns: 200 },
    )
  })

  it('draws finite numbers for any days', () => {
    const money = fc.double({ min: -1e9, max: 1e9, noNaN: true })
    const te = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true }))
    const day = fc.record({ live: money, backtest: money, slippage: money, te })
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 40 }), fc.boolean(), (days, capital) => {
        const review = reviewOf(
          days.map(({ live, backtest, slippage, te: value }, index) => {
            const date = new Date(Date.UTC(2024, 0, 1 + index * 3)).toISOString().slice(0, 10)
            return reviewDay({
              day: date,
              live,
              backtest,
              causes: { slippage, alpha: live - backtest - slippage },
              te: value,
            })
          }),
        )
        expect(reviewHtml(capital ? review : withoutCapital(review))).not.toMatch(/NaN|Infinity|undefined|\[object/)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a report without capital', () => {
  const sections = ['verdict', 'over-time', 'why', 'worst-days', 'days']
  const html = reviewHtml(withoutCapital(THREE_DAYS), { sections })

  it('has money only: no bps column, no tracking error, no band', () => {
    expect(html).toContain('No capital was given')
    expect(html).toContain('−33.00')
    expect(textOf(html)).not.toMatch(/bps of capital|Tracking error rms|TE rms\n/)
    expect(html).toContain('the darker, the larger')
  })
})

describe('a report of what cannot be compared', () => {
  it('says why and what each side covers, and holds no empty section', () => {
    const html = reviewHtml(notComparable(THREE_DAYS))
    expect(sectionsOf(html)).toEqual(['verdict', 'matching', 'care', 'inputs', 'settings', 'formulas'])
    const text = textOf(html)
    expect(text).toContain('Not comparable: the sides share no day')
    expect(text).toContain('1 Mar 2026 to 4 Mar 2026')
  })
})

describe('long lists', () => {
  it('are cut with what is left out and where it is', () => {
    const breaks = Array.from({ length: 47 }, () => ({ day: '2026-03-02', symbol: 'SOL', live: 1, backtest: 0 }))
    const html = reviewHtml({ ...THREE_DAYS, position_breaks: breaks }, { sections: ['position-breaks'] })
    expect([...html.matchAll(/<td>SOL<\/td>/g)]).toHaveLength(30)
    expect(html).toContain('… and 17 more breaks; all are in review.json.')
  })

  it('keep 900 days of figures small enough to mail', () => {
    const days = Array.from({ length: 900 }, (_, index) =>
      reviewDay({
        day: new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10),
        live: index % 7,
        backtest: index % 5,
        causes: { fees: 1 },
      }),
    )
    const html = reviewHtml(reviewOf(days))
    expect(html.length).toBeLessThan(1_000_000)
    expect(html).toContain('… and 500 more days; all are in review.json and days.csv.')
  })
})
