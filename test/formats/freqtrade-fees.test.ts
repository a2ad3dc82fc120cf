import { describe, expect, it } from 'vitest'
import { feesOfLeg, type LegFees } from '#adapters/formats/freqtrade-fees.ts'

const LEG: LegFees = { rate: 0.001, cost: null, currency: null, base: 'BTC', quote: 'USDT', leverage: 1 }
const fills = (...notionals: number[]) => notionals.map((notional) => ({ notional, feeBase: 0 }))

describe('feesOfLeg', () => {
  it('keeps a real cost in the currency it was charged in', () => {
    // 0.00005653 BNB; rate * notional would be 0.02 of the quote currency, 350 times as much.
    expect(feesOfLeg(fills(20), { ...LEG, cost: 0.00005653, currency: 'BNB' })).toEqual([
      { fee: 0.00005653, currency: 'BNB' },
    ])
  })

  it('gives later fills the cost of the first by notional, since freqtrade keeps the first only', () => {
    // 0.3 BNB for 100, so 0.15 for 50. Splitting 0.3 over both would charge 0.2 and 0.1: a third too little.
    expect(feesOfLeg(fills(100, 50), { ...LEG, cost: 0.3, currency: 'BNB' })).toEqual([
      { fee: 0.3, currency: 'BNB' },
      { fee: 0.15, currency: 'BNB' },
    ])
  })

  it('takes a cost of rate * notional for quote currency, whatever the currency says', () => {
    // 0.2 "BTC" would be a fee of thousands on a notional of 200.
    expect(feesOfLeg(fills(200), { ...LEG, cost: 0.2, currency: 'BTC' })).toEqual([{ fee: 0.2, currency: 'USDT' }])
    expect(feesOfLeg(fills(200, 100), { ...LEG, cost: 0.3, currency: 'BTC' })).toEqual([
      { fee: 0.2, currency: 'USDT' },
      { fee: 0.1, currency: 'USDT' },
    ])
  })

  it('sees through a cost computed on the margin instead of the notional', () => {
    // 200 at leverage 10: freqtrade 2024 stores 0.001 * 20 = 0.02; charged was 0.2.
    expect(feesOfLeg(fills(200), { ...LEG, cost: 0.02, currency: 'USDT', leverage: 10 })).toEqual([
      { fee: 0.2, currency: 'USDT' },
    ])
  })

  it('lets what the exchange took in base currency win', () => {
    const [fee] = feesOfLeg([{ notional: 200, feeBase: 0.00001 }], { ...LEG, cost: 0.2, currency: 'BTC' })
    expect(fee).toEqual({ fee: 0.00001, currency: 'BTC' })
  })

  it('uses the rate without a cost, and knows nothing without either', () => {
    expect(feesOfLeg(fills(200), LEG)).toEqual([{ fee: 0.2, currency: 'USDT' }])
    expect(feesOfLeg(fills(200), { ...LEG, rate: null })).toEqual([{ fee: null, currency: null }])
  })

  it('keeps a rebate negative and gives a fill at price zero an equal share', () => {
    expect(feesOfLeg(fills(200), { ...LEG, rate: -0.0001, cost: -0.02, currency: 'USDT' })).toEqual([
      { fee: -0.02, currency: 'USDT' },
    ])
    expect(feesOfLeg(fills(0, 0), { ...LEG, cost: 0.2, currency: 'USDT' }).map(({ fee }) => fee)).toEqual([0.1, 0.1])
  })
})
