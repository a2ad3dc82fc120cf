import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterOf, filterParams, formatHash, parseHash } from '../../src/renderer/state/url-state.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })

describe('the address', () => {
  it('brings back every route it was made from', () => {
    const route = fc.record({
      screen: fc.stringMatching(/^[a-z]{1,12}$/),
      params: fc.dictionary(text, fc.array(text, { minLength: 1, maxLength: 3 }), { maxKeys: 4 }),
    })
    fc.assert(
      fc.property(route, (given) => {
        const back = parseHash(formatHash(given))
        expect(back.screen).toBe(given.screen)
        expect(Object.entries(back.params).toSorted()).toEqual(Object.entries(given.params).toSorted())
      }),
    )
  })

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        expect(filterOf(parseHash(`#${hash}`))).toBeTypeOf('object')
      }),
    )
    expect(parseHash('#/%E0%A4%A').screen).toBe('')
    expect(Object.getPrototypeOf(parseHash('#/x?__proto__=1').params)).toBe(Object.prototype)
  })

  it('brings back every filter', () => {
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    const list = fc.array(text, { minLength: 1, maxLength: 3 })
    const filter = fc.record(
      {
        from: day,
        to: day,
        symbol: list,
        hour: fc.array(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }),
        side: fc.constantFrom<['buy' | 'sell']>(['buy'], ['sell']),
        liquidity: list,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(filter, (given) => {
        expect(filterOf(parseHash(formatHash({ screen: 'x', params: filterParams(given) })))).toEqual(given)
      }),
    )
  })

  it('leaves out what is not valid and keeps the rest', () => {
    // Before, one bad hour would have emptied the whole filter.
    expect(filterOf(parseHash('#/parity?from=2026-03-11&to=soon&hour=24&symbol=A&side=up'))).toEqual({
      from: '2026-03-11',
      symbol: ['A'],
    })
  })
})
