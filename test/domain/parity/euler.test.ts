import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tdByCauseBps, teByCauseBps } from '#domain/parity/euler.ts'
import { trackingDifferenceBps, trackingErrorBps, trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'

/** Hundredths of a bps, so that a difference is nothing or far above what causes of 100 bps lose in rounding when they cancel. */
const anyReturn = fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 1e6)
const returns = fc.array(fc.tuple(...[0, 1, 2].map(() => anyReturn)), {
  minLength: 2,
  maxLength: 30,
})
const total = (values: Record<string, number | null>) =>
  Object.values(values).reduce<number>((sum, value) => sum + (value ?? 0), 0)

describe('tracking error by cause', () => {
  it('is the covariance with the active return, so an offsetting cause has a negative part', () => {
    // d = 2, -2 bps; slippage 3, -3, fees -1, 1. sd(d) = 2.8284; cov = 12, -4; A = 1: parts 4.2426, -1.4142, TE 2.8284.
    // Each cause's own TE (4.24 and 1.41) would add up to 5.66.
    const parts = teByCauseBps({ slippage: [3e-4, -3e-4], fees: [-1e-4, 1e-4] }, [2e-4, -2e-4], 1, 'te_bps')
    expect(parts.slippage).toBeCloseTo(4.2426, 4)
    expect(parts.fees).toBeCloseTo(-1.4142, 4)
  })

  it('counts drift under the rms and not under TE', () => {
    // d = 1, 3: slippage 0, 2, fees 1, 1 (constant). rms: mean(c d) / rms(d) = 3 / 2.2361, 2 / 2.2361.
    const causes = { slippage: [0, 2e-4], fees: [1e-4, 1e-4] }
    const active = [1e-4, 3e-4]
    expect(teByCauseBps(causes, active, 1, 'te_bps').fees).toBeCloseTo(0, 12)
    expect(teByCauseBps(causes, active, 1, 'te_rms_bps').fees).toBeCloseTo(0.894427, 6)
    expect(teByCauseBps(causes, active, 1, 'te_rms_bps').slippage).toBeCloseTo(1.341641, 6)
  })

  it('is null when the measure is 0 or has too few days', () => {
    expect(teByCauseBps({ fees: [1e-4, 1e-4] }, [1e-4, 1e-4], 365, 'te_bps')).toEqual({ fees: null })
    expect(teByCauseBps({ fees: [0, 0] }, [0, 0], 365, 'te_rms_bps')).toEqual({ fees: null })
    expect(teByCauseBps({ fees: [1] }, [1], 365, 'te_rms_bps')).toEqual({ fees: null })
    expect(tdByCauseBps({ fees: [1] }, 365)).toEqual({ fees: null })
  })

  it('adds up to TE, rms and TD', () => {
    fc.assert(
      fc.property(returns, (rows) => {
        const pick = (index: number) => rows.map((row) => row[index] ?? 0)
        const causes = { alpha: pick(0), sizing: pick(1), fees: pick(2) }
        const active = rows.map((row) => row.reduce((sum, value) => sum + value, 0))
        const te = trackingErrorBps(active, 365) ?? 0
        fc.pre(te > 0.01)
        expect(total(teByCauseBps(causes, active, 365, 'te_bps'))).toBeCloseTo(te, 5)
        expect(total(teByCauseBps(causes, active, 365, 'te_rms_bps'))).toBeCloseTo(
          trackingErrorRmsBps(active, 365) ?? 0,
          5,
        )
        expect(total(tdByCauseBps(causes, 365))).toBeCloseTo(trackingDifferenceBps(active, 365) ?? 0, 6)
      }),
    )
  })
})
