import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { mannKendall, varianceInflation } from '#domain/stats/mann-kendall.ts'
import { theilSen } from '#domain/stats/theil-sen.ts'

const series = (values: readonly number[]) => values.map((value, time) => ({ time, value }))

// Annual flow of the Nile at Aswan 1871-1970, 1e8 m3: Cobb (1978), R's `Nile`.
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]

describe('Mann-Kendall', () => {
  it('counts 8 rises and 2 falls in the example of EPA QA/G-9 (2000) box 4-17: S = 6', () => {
    expect(mannKendall(series([5, 6, 11, 8, 10]), { lag1: false })?.s).toBe(6)
  })

  it('gives the normal statistic of the Nile flow that R 4 gives, ties corrected: z = -4.1281, p = 3.658e-05', () => {
    const test = mannKendall(series(NILE), { lag1: false })
    expect(test?.z).toBeCloseTo(-4.1281, 4)
    expect(test?.p).toBeCloseTo(3.658e-5, 8)
  })

  it('inflates the variance by the closed form of Matalas and Langbein, which equals the sum it stands for', () => {
    // r = 0.5, n = 10 by hand: 1 + 2 (0.5^11 - 10/4 + 9/2) / (10 / 4) = 2.600390625; lag 1 alone would give 1.9.
    expect(varianceInflation(0.5, 10)).toBeCloseTo(2.600390625, 12)
    let sum = 1
    for (let k = 1; k < 10; k++) sum += 2 * (1 - k / 10) * 0.5 ** k
    expect(varianceInflation(0.5, 10)).toBeCloseTo(sum, 12)
    expect(varianceInflation(-0.4, 10)).toBe(1)
  })

  it('believes a persistent series less once corrected: the Nile keeps its sign but not its certainty', () => {
    const plain = mannKendall(series(NILE), { lag1: false })
    const corrected = mannKendall(series(NILE), { lag1: true })
    expect(corrected?.inflation).toBeGreaterThan(1.5)
    expect(corrected?.p).toBeGreaterThan(plain?.p ?? 1)
    expect(corrected?.s).toBe(plain?.s)
  })

  it('has no answer for too few or equal values', () => {
    expect(mannKendall(series([1, 2]), { lag1: true })).toBeNull()
    expect(mannKendall(series([3, 3, 3, 3]), { lag1: true })).toBeNull()
  })

  it('turns its sign when the series is turned over, at the same p', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 30 }), (values) => {
        const up = mannKendall(series(values), { lag1: true })
        const down = mannKendall(series(values.map((value) => -value)), { lag1: true })
        expect(down === null ? 0 : -down.s + 0).toBe(up === null ? 0 : up.s + 0)
        expect(down?.p ?? 1).toBeCloseTo(up?.p ?? 1, 9)
      }),
    )
  })
})

describe('Theil-Sen', () => {
  // Cloud seeding double ratios, Smith (1967); Hollander & Wolfe (1999) examples 9.1 to 9.3: slope -0.056.
  const seeding = [1.26, 1.27, 1.12, 1.16, 1.03].map((value, i) => ({ time: i + 1, value }))

  it('gives the published slope of the cloud seeding data', () => {
    // The ten slopes sorted: -.15 -.13 -.08 -.07 -.0575 | -.055 -.045 -.0333 .01 .04; median -0.05625.
    expect(theilSen(seeding)?.slope).toBeCloseTo(-0.05625, 10)
  })

  it('uses the true time, so a gap in the days does not steepen the slope', () => {
    const gap = [0, 1, 2, 10, 11].map((time) => ({ time, value: 3 * time + 1 }))
    expect(theilSen(gap)?.slope).toBeCloseTo(3, 12)
    expect(theilSen(gap)?.intercept).toBeCloseTo(1, 12)
  })

  it('is not moved by one wild day, as least squares would be', () => {
    const wild = series([1, 2, 3, 4, 500, 6, 7, 8, 9])
    expect(theilSen(wild)?.slope).toBeCloseTo(1, 12)
    expect(theilSen(wild)?.interval[0]).toBeLessThanOrEqual(1)
  })

  it('has no slope without two distinct times', () => {
    expect(
      theilSen([
        { time: 1, value: 2 },
        { time: 1, value: 5 },
      ]),
    ).toBeNull()
  })
})
