import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { pairSlots } from '#domain/canary/paired-metrics.ts'
import { slotDistribution } from '#domain/canary/slot-distribution.ts'
import { at, order } from '../slo/build.ts'

const pairsOf = (canary: readonly number[], control: readonly number[]) =>
  canary.map((value, i) => ({ end: i, canary: value, control: control[i] ?? 0, difference: 0 }))

describe('the slots both arms traded in', () => {
  it('have the centre of each arm, from which the difference is taken', () => {
    const sent = (slippage: number, version: string, minute: number) =>
      order(at(0, 0, minute), { version, slippage_bps: slippage })
    const arms = {
      canary: [sent(4, 'v2', 1), sent(6, 'v2', 2), sent(9, 'v2', 11)],
      control: [sent(1, 'v1', 1), sent(2, 'v1', 3)],
    }
    // The slot from 00:10 has no control order, so it is no pair.
    expect(pairSlots(arms, 'slippage_bps', 5)).toEqual([{ end: at(0, 0, 5), canary: 5, control: 1.5, difference: 3.5 }])
  })
})

describe('the distribution of a metric by slot', () => {
  it('has the quartiles of each arm, by hand', () => {
    // Type 7 of 0..8: P25 at position 2, the median at 4, P5 at 0.4.
    const values = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    const shape = slotDistribution(
      pairsOf(
        values,
        values.map((value) => value + 10),
      ),
    )!
    expect(shape).toMatchObject({ slots: 9, outside: 0 })
    expect(shape.canary).toMatchObject({ p25: 2, p50: 4, p75: 6 })
    expect(shape.canary.p5).toBeCloseTo(0.4, 12)
    expect(shape.control).toMatchObject({ p50: 14 })
    const peak = (density: readonly number[]) =>
      shape.low + ((shape.high - shape.low) * density.indexOf(Math.max(...density))) / (density.length - 1)
    expect(peak(shape.canary.density)).toBeCloseTo(4, 0)
    expect(peak(shape.control.density)).toBeCloseTo(14, 0)
  })

  it('is none below six slots, nor where nothing varies', () => {
    expect(slotDistribution(pairsOf([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]))).toBeNull()
    const same = Array.from({ length: 40 }, () => 3)
    expect(slotDistribution(pairsOf(same, same))).toBeNull()
  })

  it('is of one size however many slots there are, finite, never negative, and its area is the share on the axis', () => {
    const slots = fc.array(fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.nat(500)), {
      minLength: 6,
      maxLength: 200,
    })
    fc.assert(
      fc.property(slots, (rows) => {
        const shape = slotDistribution(
          pairsOf(...([0, 1].map((arm) => rows.map((row) => row[arm]!)) as [number[], number[]])),
        )
        if (shape === null) return
        const step = (shape.high - shape.low) / 63
        for (const { density } of [shape.canary, shape.control]) {
          expect(density).toHaveLength(64)
          expect(density.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
          // A kernel as narrow as a step may fall between two points; it never has more than a whole step too much.
          expect(density.reduce((sum, value) => sum + value, 0) * step).toBeLessThan(1.3)
        }
      }),
    )
  })

  it('leaves values far out off its axis and counts them, so that one of them does not flatten the rest', () => {
    const values = Array.from({ length: 300 }, (_, i) => i % 10)
    const shape = slotDistribution(pairsOf([...values.slice(1), 10_000], values))!
    expect(shape.high).toBeLessThan(20)
    expect(shape.outside).toBe(1)
  })
})
