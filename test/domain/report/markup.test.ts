import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coordinate, element, escapeAttribute, escapeText, showableText, styleSheet } from '#domain/report/markup.ts'

const text = fc.string({
  unit: fc.oneof(fc.constantFrom('<', '>', '&', '"', "'", '`', '=', '/'), fc.string({ unit: 'binary' })),
})

const unescaped = (markup: string) =>
  markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

describe('escapes', () => {
  it('leave no mark that could open a tag, an entity or end an attribute, and lose nothing', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(escapeText(given)).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/)
        expect(escapeAttribute(given)).not.toMatch(/[<>"]|&(?!(amp|lt|gt|quot);)/)
        expect(unescaped(escapeText(given))).toBe(showableText(given))
        expect(unescaped(escapeAttribute(given))).toBe(showableText(given))
      }),
    )
  })

  it('show what would reorder, hide or break text as replaced, and keep scripts and emoji whole', () => {
    expect(showableText('gpj.\u202Eexe\u0000\uD800')).toBe('gpj.\uFFFDexe\uFFFD\uFFFD')
    expect(showableText('a\r\n\tb')).toBe('a b')
    expect(showableText('می\u200Cخواهم 👩\u200D🚀')).toBe('می\u200Cخواهم 👩\u200D🚀')
  })
})

describe('elements', () => {
  it('escape children and attributes, and leave out what is null', () => {
    const made = element('p', { title: '"><img onerror=x>', id: null, width: 1.2345 }, '<script>', null, [
      element('br', {}),
    ])
    expect(made.markup).toBe('<p title="&quot;&gt;&lt;img onerror=x&gt;" width="1.23">&lt;script&gt;<br></p>')
  })

  it('refuse a coordinate that is not finite, for it would draw nothing and say nothing', () => {
    expect(() => coordinate(Number.NaN)).toThrow('Invariant: a drawing has finite coordinates')
    expect([coordinate(-0.001), coordinate(1 / 3), coordinate(7)]).toEqual(['0', '0.33', '7'])
  })

  it('refuse a style sheet with markup in it', () => {
    expect(() => styleSheet('</style><script>')).toThrow('Invariant')
  })
})
