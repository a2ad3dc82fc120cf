import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalMarkOf, isEmptyCell, parseNumber } from '#adapters/formats/read-number.ts'

describe('parseNumber', () => {
  it.each([
    ['1234.5', '.', 1234.5],
    ['1,234.5', '.', 1234.5],
    ['1.234,5', ',', 1234.5],
    ['1234,5', ',', 1234.5],
    ["1'234.5", '.', 1234.5],
    ['1 234,5', ',', 1234.5],
    ['-.5', '.', -0.5],
    ['5.', '.', 5],
    ['9.64e-05', '.', 0.0000964],
    ['(12.50)', '.', -12.5],
    ['$1,000', '.', 1000],
    ['-$2.5', '.', -2.5],
  ] as const)('reads %s with mark %s', (text, mark, value) => {
    expect(parseNumber(text, mark)).toBe(value)
  })

  it.each([
    '1,23.4',
    '12,34',
    '1,2345.6',
    '',
    '.',
    '-',
    'abc',
    '0x10',
    'NaN',
    'Infinity',
    '1e999',
    '500DOGE',
    '1.2.3',
    '1 2',
    '--1',
  ])('takes %j for no number with a point', (text) => {
    expect(parseNumber(text, '.')).toBeNull()
  })

  it('reads back every number as written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value), '.')).toBe(value === 0 ? Number(String(value)) : value)
        expect(parseNumber(String(value).replace('.', ','), ',')).toBe(value === 0 ? Number(String(value)) : value)
      }),
    )
  })
})

describe('decimalMarkOf', () => {
  it.each([
    ['0.796', '.'],
    ['1.5', '.'],
    ['1,5', ','],
    ['1,234.5', '.'],
    ['1.234,5', ','],
    ['1,234,567', '.'],
    ['1,234', 'either-comma'],
    ['1.234', 'either-dot'],
    // No group of thousands begins with a zero, so this proves a comma.
    ['0,123', ','],
    ['1234', null],
    ['a,b', null],
  ])('%s proves %s', (text, proof) => {
    expect(decimalMarkOf(text)).toBe(proof)
  })
})

describe('isEmptyCell', () => {
  it('knows the words for nothing, and that NaN is not one', () => {
    expect(['', ' ', 'null', 'None', 'n/a', '-'].every(isEmptyCell)).toBe(true)
    expect(['NaN', '0', 'x'].some(isEmptyCell)).toBe(false)
  })
})
