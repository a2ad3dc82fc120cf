import { describe, expect, it } from 'vitest'
import { legsPremium, parseLegs, spreadSymbol } from '#adapters/formats/option-legs.ts'

const OPENED = Date.UTC(2025, 4, 30, 14, 15) * 1000
const TEXT = '2 May 30 5945 C STO 2.80 | 2 May 30 6025 C BTO 0.17'

describe('option legs', () => {
  it('reads contracts, expiry, strike, right, side and price', () => {
    expect(parseLegs(TEXT, OPENED)).toEqual([
      { contracts: 2, expiry: '2025-05-30', strike: '5945', right: 'C', isBought: false, price: 2.8 },
      { contracts: 2, expiry: '2025-05-30', strike: '6025', right: 'C', isBought: true, price: 0.17 },
    ])
  })

  it('puts an expiry in January into the next year', () => {
    const opened = Date.UTC(2025, 11, 30) * 1000
    expect(parseLegs('1 Jan 2 100 P BTO 1', opened)?.[0]?.expiry).toBe('2026-01-02')
    expect(parseLegs('1 Dec 30 100 P BTO 1', opened)?.[0]?.expiry).toBe('2025-12-30')
  })

  it('is a credit of 2.63 points, as the premium says', () => {
    expect(legsPremium(parseLegs(TEXT, OPENED) ?? [], 2)).toBeCloseTo(2.63, 12)
  })

  it('names a spread alike whatever its size and the order of its legs', () => {
    const other = '1 May 30 6025 C BTO 0.12 | 1 May 30 5945 C STO 2.70'
    expect(spreadSymbol('SPX', parseLegs(TEXT, OPENED) ?? [], 2)).toBe('SPX 2025-05-30 +6025C -5945C')
    expect(spreadSymbol('SPX', parseLegs(other, OPENED) ?? [], 1)).toBe('SPX 2025-05-30 +6025C -5945C')
    const ratio = parseLegs('1 May 30 5900 P BTO 4 | 2 May 30 5800 P STO 1', OPENED) ?? []
    expect(spreadSymbol('SPX', ratio, 1)).toBe('SPX 2025-05-30 +5900P -2x5800P')
  })

  it.each(['', '2 May 30 5945 C STO', '2 Mai 30 5945 C STO 2.80', '2 May 32 5945 C STO 2.80', TEXT + ' | x'])(
    'cannot read %j',
    (text) => {
      expect(parseLegs(text, OPENED)).toBeNull()
    },
  )
})
