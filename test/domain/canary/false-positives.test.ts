import { describe, expect, it } from 'vitest'
import { monitorArms } from '#domain/canary/sequential-monitor.ts'
import { DEFAULT_CANARY_SETTINGS as settings } from '#domain/canary/settings.ts'
import { MINUTE } from '#domain/slo/instants.ts'
import { createRandomSource, type RandomSource } from '#domain/stats/random.ts'
import { clopperPearsonUpper } from '#domain/stats/clopper-pearson.ts'
import { addToMean, asymptoticConfidenceSequence, EMPTY_MEAN } from '#domain/stats/confidence-sequence.ts'
import { logDifferenceEProcess } from '#domain/stats/e-process.ts'
import { normalQuantile } from '#domain/stats/normal.ts'
import { canaryOrder, LIVE } from './build.ts'

const LOOKS = 864
const CANARIES = 2000
const ALPHA = 0.05
const normals = Array.from({ length: 4096 }, (_, i) => normalQuantile((i + 0.5) / 4096))
const normal = (random: RandomSource) => normals[Math.floor(random() * 4096)] ?? 0

/** How many of the canaries are called a regression at any of their looks. */
function alarms(canary: (random: RandomSource) => (look: number) => boolean): number {
  const random = createRandomSource(20260302)
  let raised = 0
  for (let i = 0; i < CANARIES; i++) {
    const look = canary(random)
    for (let n = 1; n <= LOOKS; n++)
      if (look(n)) {
        raised++
        break
      }
  }
  return raised
}

describe('looking at 2,000 null canaries 864 times each (every 5 minutes for 72 hours)', () => {
  it('calls fewer than alpha of them a regression by counts, at the hardest null: exactly at the margin', () => {
    // A fixed-sample z test at 5 %, looked at as often from the 20th order on, calls 19 % of these (measured).
    const raised = alarms((random) => {
      const [a, b] = [
        { successes: 0, failures: 0 },
        { successes: 0, failures: 0 },
      ]
      const add = (counts: { successes: number; failures: number }, rate: number) => {
        if (random() < rate) counts.successes++
        else counts.failures++
      }
      return () => {
        add(a, 0.96)
        for (let i = 0; i < 3; i++) add(b, 0.97)
        const difference = a.successes / (a.successes + a.failures) - b.successes / (b.successes + b.failures)
        return difference < -0.01 && logDifferenceEProcess(a, b, -0.01) >= -Math.log(ALPHA)
      }
    })
    expect(raised / CANARIES).toBeLessThan(ALPHA)
    expect(clopperPearsonUpper(raised, CANARIES) ?? 1).toBeLessThan(ALPHA)
  })

  const exponential = (random: RandomSource) => -Math.log(1 - random())
  const shapes: [string, number, (random: RandomSource) => number][] = [
    ['symmetric with heavy tails', settings.minimumPairs, (random) => exponential(random) - exponential(random)],
    ['skewed to the bad side', settings.minimumPairs, (random) => exponential(random) - 1],
    [
      'one canary order against three control orders',
      settings.minimumPairs,
      (random) => exponential(random) - (exponential(random) + exponential(random) + exponential(random)) / 3,
    ],
    [
      'the same turned over, looked at from the pairs that a non-inferiority needs',
      settings.decisionPairs,
      (random) => (exponential(random) + exponential(random) + exponential(random)) / 3 - exponential(random),
    ],
  ]
  it.each(shapes)(
    'calls fewer than alpha of them a regression by means, exactly at the margin: %s',
    (_, from, noise) => {
      const raised = alarms((random) => {
        let running = EMPTY_MEAN
        return () => {
          running = addToMean(running, 1 + noise(random))
          const sequence =
            running.n < from ? null : asymptoticConfidenceSequence(running, ALPHA, settings.decisionPairs)
          return sequence !== null && sequence[0] > 1
        }
      })
      expect(raised / CANARIES).toBeLessThan(ALPHA)
      expect(clopperPearsonUpper(raised, CANARIES) ?? 1).toBeLessThan(ALPHA)
    },
  )
})

describe('the monitor of real orders', () => {
  const orders = (random: RandomSource, worse: number) => {
    const rows = { canary: [], control: [] } as {
      canary: ReturnType<typeof canaryOrder>[]
      control: ReturnType<typeof canaryOrder>[]
    }
    for (let look = 0; look < LOOKS; look++) {
      const t = LIVE + look * 5 * MINUTE
      const market = 3 * normal(random)
      const make = (version: string, slip: number) =>
        canaryOrder(t, version, {
          slippage_bps: 2 + slip + market + normal(random),
          fee_bps: 4 + 0.1 * normal(random),
          t_ack: t + 1000 * Math.exp(4 + normal(random) / 4),
        })
      rows.canary.push(make('v2', worse))
      rows.control.push(make('v1', 0))
    }
    return rows
  }
  const firstAlarm = (random: RandomSource, worse: number): number | null => {
    const monitor = monitorArms(orders(random, worse), settings)
    for (let look = 1; look <= LOOKS; look++) if (monitor.regressionAt(LIVE + look * 5 * MINUTE)) return look
    return null
  }

  it('leaves 200 canaries that differ in nothing alone, though the market moves both', () => {
    const random = createRandomSource(7)
    expect(Array.from({ length: 200 }, () => firstAlarm(random, 0)).filter((alarm) => alarm !== null)).toEqual([])
  })

  it('finds a canary 2 bps worse than its control, twice the margin, within some hours, because slots are paired', () => {
    const random = createRandomSource(8)
    const found = Array.from({ length: 40 }, () => firstAlarm(random, 2))
    expect(found.every((alarm) => alarm !== null && alarm <= 120)).toBe(true)
  })
})
