import { describe, expect, it } from 'vitest'
import { againstLive, type AttributedGap } from '#domain/simulate/against-live.ts'
import { byCause } from '#shared/by-cause.ts'

const SETTINGS = { limitBps: 20, draws: 200, currency: 'BTC' }

function gap(day: string, activePnl: number, slippage: number, notional: number): AttributedGap {
  const residual = activePnl - slippage
  return { day, activePnl, byCause: byCause((cause) => (cause === 'slippage' ? slippage : 0)), residual, notional }
}

const liveWith = (capital: number[]) => ({
  pnl: new Float64Array(capital.length),
  capital: Float64Array.from(capital),
  daysPerYear: 365,
  window: 20,
})

describe('what is left against live', () => {
  it('keeps amounts in BTC that a rounding to millionths would take away', () => {
    // Notional 0.2 BTC a day: grain 1e-12 * 0.2, down to 1e-13. Millionths would say 0 and -0.000003.
    const gaps = [gap('2026-03-03', 0.0000004, 0.0000004, 0.2), gap('2026-03-04', -0.00000312345678912, -3.12e-6, 0.2)]
    const left = againstLive('x', gaps, liveWith([0.1, 0.1]), SETTINGS)
    expect(left.days.map((day) => day.active_pnl)).toEqual([0.0000004, -0.0000031234568])
    expect(left.active_pnl).toBe(-0.0000027234568)
    expect(left.attribution.slippage).toBe(-0.00000272)
    expect(left.attribution.residual).toBe(-0.0000000034568)
    // Day one: 4e-7 / 0.1 * sqrt(365) * 1e4 = 0.7642 bps; with millionths 0.
    expect(left.days[0]?.te_day_bps).toBeCloseTo(0.7642, 4)
  })

  it('is the same whichever way a database adds up, in any currency', () => {
    // 0.1 + 0.2 and 0.3 differ in the last bit.
    for (const scale of [1e-6, 1, 1e6]) {
      const one = againstLive(
        'x',
        [gap('2026-03-03', (0.1 + 0.2) * scale, 0.3 * scale, 1e3 * scale)],
        liveWith([1]),
        SETTINGS,
      )
      const other = againstLive(
        'x',
        [gap('2026-03-03', 0.3 * scale, (0.1 + 0.2) * scale, 1e3 * scale)],
        liveWith([1]),
        SETTINGS,
      )
      expect(one).toEqual(other)
      expect(one.attribution.residual).toBe(0)
    }
  })

  it('rounds to a millionth where a million was traded', () => {
    const left = againstLive('x', [gap('2026-03-03', 1.23456789, 1.23456789, 1e6)], liveWith([1e5]), SETTINGS)
    expect(left.active_pnl).toBe(1.234568)
  })
})
