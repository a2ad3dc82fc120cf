import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAUSES } from '#shared/review.ts'
import { money } from '#domain/report/number-text.ts'
import { barText, bridgeBars, fits } from '../../src/renderer/charts/bridge-figure.ts'

describe('the bridge', () => {
  // Eleven figures over each bar ran into each other for an account of a hundred million.
  it('drops from the figures over its bars what there is no room for', () => {
    const texts = [-475.16, 9999.99, -12_345.67, 22_367_805.07].map((value) => barText(value, money))
    expect(texts).toEqual(['−475.16', '+9,999.99', '−12,346', '+22.37 M'])
  })

  // Eight decimals of BTC ran into each other in a frame of any width, seven figures of USDT in one of 400 pixels.
  it('lies on its side where its figures have no room over their bars', () => {
    const usdt = ['+2,236.78', '−346.15', '−128.13', '−148.22', '−475.16', '−181.98', '+0.50', '0.00', '+957.64']
    const btc = ['+0.00002237', '−0.00000346', '−0.00000128', '−0.00000148', '−0.00000475', '−0.00000182', '0.00000000']
    // Nine characters of 6.6 px need 59.4 px in each of nine slots: 534.6 px.
    expect([fits(usdt, 535), fits(usdt, 534)]).toEqual([true, false])
    // Eleven characters need 72.6 px in each of seven slots: 508.2 px.
    expect([fits(btc, 509), fits(btc, 508)]).toEqual([true, false])
  })

  it('leads from the backtest over each cause and the residual to live, by hand', () => {
    const bars = bridgeBars(
      {
        causes: [
          { cause: 'slippage', value: -30 },
          { cause: 'alpha', value: 5 },
        ],
        residual: 0.01,
        start: 100,
        end: 75.01,
      },
      'gap',
    )
    expect(bars.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['backtest', 0, 100],
      ['slippage', 100, 70],
      ['alpha', 70, 75],
      ['residual', 75, 75.01],
      ['live', 0, 75.01],
    ])
  })

  it('starts at zero where the totals would make the causes invisible, and names the end for what it is', () => {
    const bars = bridgeBars(
      { causes: [{ cause: 'fees', value: -2 }], residual: 0, start: 1_000_000, end: 999_998 },
      'gap',
    )
    expect(bars.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['fees', 0, -2],
      ['residual', -2, -2],
      ['gap', 0, -2],
    ])
  })

  it('leaves no step between one bar and the next, and always shows the residual', () => {
    const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    const causes = fc
      .array(amount, { minLength: CAUSES.length, maxLength: CAUSES.length })
      .map((values) => CAUSES.map((cause, at) => ({ cause, value: values[at] ?? 0 })))
    fc.assert(
      fc.property(causes, amount, fc.option(amount), (given, residual, start) => {
        const bars = bridgeBars({ causes: given, residual, start, end: start }, 'gap')
        expect(bars.filter(({ kind }) => kind === 'residual')).toHaveLength(1)
        const steps = bars.filter(({ kind }) => kind !== 'end')
        for (const [at, bar] of steps.entries()) if (at > 0) expect(bar.from).toBe(steps[at - 1]?.to)
        expect(bars.at(-1)?.to).toBe(steps.at(-1)?.to)
      }),
    )
  })
})
