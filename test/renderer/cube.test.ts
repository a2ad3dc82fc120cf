import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SliceFilter } from '#shared/contract.ts'
import { cubeOf, groupBy, narrowsRows, ROW_CAUSES } from '../../src/renderer/features/attribution/cube.ts'

/** Three rows: A at 14 h sold on 11 March, A at 9 h bought on the 12th, B at 14 h bought on the 11th. */
const CUBE = cubeOf({
  labels: {
    day: ['2026-03-11', '2026-03-12'],
    symbol: ['A', 'B'],
    hour: ['09', '14'],
    side: ['buy', 'sell'],
    order_type: ['market'],
    liquidity: ['taker'],
    version: ['v1'],
  },
  columns: {
    day: Uint16Array.of(0, 1, 0),
    symbol: Uint16Array.of(0, 0, 1),
    hour: Uint16Array.of(1, 0, 1),
    side: Uint16Array.of(1, 0, 0),
    order_type: Uint16Array.of(0, 0, 0),
    liquidity: Uint16Array.of(0, 0, 0),
    version: Uint16Array.of(0, 0, 0),
    pairs: Float64Array.of(8, 2, 1),
    notional: Float64Array.of(800, 200, 100),
    alpha: Float64Array.of(0, 3, 0),
    sizing: Float64Array.of(0, 0, 0),
    timing: Float64Array.of(1, 0, -2),
    slippage: Float64Array.of(-300, 0, -1),
    fees: Float64Array.of(-0.5, -0.25, 0),
    price: Float64Array.of(0, 0, 0),
  },
})
const activeBy = (by: Parameters<typeof groupBy>[1], filter: SliceFilter, ignoreOwn = false) =>
  Object.fromEntries(groupBy(CUBE, by, filter, { ignoreOwn }).map(({ value, sums }) => [value, sums.active]))

/** The same by looking at each row. */
function scanned(by: Parameters<typeof groupBy>[1], filter: SliceFilter, ignoreOwn: boolean): Record<string, number> {
  const sums: Record<string, number> = {}
  const label = (dimension: typeof by, row: number) => CUBE.labels[dimension][CUBE.codes[dimension][row]!]!
  for (let row = 0; row < CUBE.rows; row++) {
    const day = label('day', row)
    const ignored = ignoreOwn ? by : null
    const passes = (dimension: 'symbol' | 'side') =>
      ignored === dimension ||
      ((filter[dimension] as readonly string[] | undefined)?.includes(label(dimension, row)) ?? true)
    const inDays = ignored === 'day' || (day >= (filter.from ?? '') && day <= (filter.to ?? '9'))
    const inHours = ignored === 'hour' || (filter.hour?.includes(Number(label('hour', row))) ?? true)
    if (!inDays || !inHours || !passes('symbol') || !passes('side')) continue
    const active = ROW_CAUSES.reduce((sum, cause) => sum + CUBE.sums[cause][row]!, 0)
    sums[label(by, row)] = (sums[label(by, row)] ?? 0) + active
  }
  return sums
}

describe('the cube', () => {
  it('adds up the causes of the rows that pass, by hand', () => {
    // A: 1 - 300 - 0.5 + 3 - 0.25 = -296.75; B: -2 - 1 = -3.
    expect(activeBy('symbol', {})).toEqual({ A: -296.75, B: -3 })
    // Hours are numbers in a filter and two digits in the cube; comparing them as they are would pass nothing at 9.
    expect(activeBy('symbol', { hour: [9] })).toEqual({ A: 2.75 })
    expect(activeBy('hour', { from: '2026-03-11', to: '2026-03-11', side: ['sell'] })).toEqual({ 14: -299.5 })
  })

  it('keeps showing a dimension’s other values when one is chosen, and narrows every other dimension', () => {
    expect(activeBy('symbol', { symbol: ['A'] }, true)).toEqual({ A: -296.75, B: -3 })
    expect(activeBy('side', { symbol: ['A'] }, true)).toEqual({ buy: 2.75, sell: -299.5 })
  })

  it('has the same sums when nothing was ever chosen and when everything is', () => {
    expect(activeBy('symbol', { hour: [9, 14], side: ['buy', 'sell'] })).toEqual(activeBy('symbol', {}))
  })

  it('loses nothing: the parts of any dimension add up to the whole of what passes', () => {
    const filter = fc.record(
      { symbol: fc.subarray(['A', 'B'], { minLength: 1 }), hour: fc.subarray([9, 14], { minLength: 1 }) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(filter, (given) => {
        const wholes = (['day', 'symbol', 'side', 'version'] as const).map((by) =>
          groupBy(CUBE, by, given).reduce((sum, group) => sum + group.sums.active, 0),
        )
        for (const whole of wholes) expect(whole).toBeCloseTo(wholes[0] ?? 0, 9)
        for (const { sums } of groupBy(CUBE, 'symbol', given))
          expect(ROW_CAUSES.reduce((sum, cause) => sum + sums[cause], 0)).toBeCloseTo(sums.active, 9)
      }),
    )
  })

  it('answers a brush from its marginals as a scan of the rows does, after whatever was asked before', () => {
    const days = ['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13']
    const filter = fc.record(
      {
        from: fc.constantFrom(...days),
        to: fc.constantFrom(...days),
        symbol: fc.subarray(['A', 'B', 'C'], { minLength: 1 }),
        hour: fc.subarray([9, 14], { minLength: 1 }),
        side: fc.subarray<'buy' | 'sell'>(['buy', 'sell'], { minLength: 1 }),
      },
      { requiredKeys: [] },
    )
    const by = fc.constantFrom('day' as const, 'symbol' as const, 'hour' as const, 'side' as const)
    // One cube for every run, so that a marginal kept for another filter, dimension or amount would be found out.
    fc.assert(
      fc.property(filter, by, fc.boolean(), (given, dimension, own) => {
        expect(activeBy(dimension, given, own)).toEqual(scanned(dimension, given, own))
      }),
    )
  })

  it('passes nothing for a value no row has', () => {
    expect(groupBy(CUBE, 'symbol', { symbol: ['C'] })).toEqual([])
  })

  it('tells filters of days, which whole-day figures can follow, from filters of rows', () => {
    expect(narrowsRows({ from: '2026-03-11', to: '2026-03-12' })).toBe(false)
    expect(narrowsRows({ from: '2026-03-11', side: ['buy'] })).toBe(true)
  })
})
