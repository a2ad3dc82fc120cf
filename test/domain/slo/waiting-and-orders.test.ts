import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { DAY, MINUTE } from '#domain/slo/instants.ts'
import type { ServiceLevel } from '#domain/slo/measure.ts'
import { orderLevels } from '#domain/slo/order-levels.ts'
import { DEFAULT_SLO_SETTINGS, type SloName } from '#domain/slo/settings.ts'
import { trackingErrorLevel } from '#domain/slo/tracking-error-level.ts'
import { ackEntry, ackWaits, summariseWaits, waitingLevels } from '#domain/slo/waiting-levels.ts'
import { at, incident, order, START } from './build.ts'

const settings = DEFAULT_SLO_SETTINGS
const level = (levels: readonly ServiceLevel[], name: SloName) => {
  const found = levels.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no level ${name}`)
  return found
}

describe('acknowledgement', () => {
  // Nine acknowledged at 2,3,4,5,6,7,8,9,11 min and one open for 40 when the data ends.
  const acks = [2, 3, 4, 5, 6, 7, 8, 9, 11].map((minutes, i) => incident(`a${i}`, START, minutes, 60))
  const open = incident('open', at(0, 1) - 40 * MINUTE, null, null)
  const window = { from: START, to: at(0, 1), asOf: at(0, 1) }

  it('is honest about the open one: mean at least 9.5, P95 above 40, where the naive ones say 6.1 and 10.2', () => {
    expect(ackEntry([...acks, open], window)).toMatchObject({
      alerts: 10,
      unacked: 1,
      mean_lower_bound_min: 9.5,
      p95_min: null,
      not_reached_above: 40,
      oldest_open_min: 40,
      reason: null,
    })
    expect(ackEntry([...acks, open], window).mean_acked_min).toBeCloseTo(55 / 9, 12)
  })

  it('falls to the share still waiting after each acknowledgement, and never to zero while one is open', () => {
    // Ten wait at first; each of the nine acknowledgements takes a tenth. Leaving the open one out would end at 0.
    const { curve } = ackEntry([...acks, open], window)
    expect(curve.map(({ minutes, at_risk: atRisk }) => [minutes, atRisk]).at(-1)).toEqual([11, 2])
    expect(curve.map(({ waiting }) => waiting.toFixed(6))).toEqual(
      [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map((share) => share.toFixed(6)),
    )
  })

  it('is a breach at once when an alert has been open for more than 15 minutes, whatever the mean', () => {
    const tierWith = (minutes: number) => {
      const some = [...acks, incident('open', at(0, 1) - minutes * MINUTE, null, null)]
      return level(waitingLevels(some, settings, START), 'ack').measure(window).tier
    }
    expect(tierWith(11)).toBe('MEETING')
    expect(tierWith(16)).toBe('VIOLATED')
    expect(tierWith(31)).toBe('CRITICAL')
  })

  it('says "no incidents" instead of 0 minutes, and does not score it', () => {
    const measure = level(waitingLevels([], settings, START), 'ack').measure(window)
    expect(measure).toMatchObject({ value: null, reason: 'no-incidents', tier: 'MEETING', scored: false })
    expect(ackEntry([], window)).toMatchObject({ mean_acked_min: null, reason: 'no-incidents' })
    expect(ackEntry(null, window).reason).toBe('no-file')
  })

  it('knows nothing that happened after the time it is asked about', () => {
    const late = incident('late', START, 50, 55)
    expect(ackWaits([late], { from: START, to: at(0, 0, 30), asOf: at(0, 0, 30) })).toEqual([
      { id: 'late', value: 30 * MINUTE, open: true },
    ])
  })

  it('counts an alert that resolved itself without acknowledgement as open for as long as it lasted', () => {
    const self = incident('self', START, null, 6)
    expect(ackWaits([self], window)).toEqual([{ id: 'self', value: 6 * MINUTE, open: true }])
  })

  it('keeps an alert from before the window while it is still waiting in it', () => {
    const old = incident('old', START, null, null)
    expect(
      ackWaits([old, incident('done', START, 3, 4)], { from: at(0, 0, 30), to: at(0, 1), asOf: at(0, 1) }).map(
        ({ id }) => id,
      ),
    ).toEqual(['old'])
  })

  it('never reports a lower-bound mean below the mean of those that ended after them all, and grows while one stays open', () => {
    const wait = fc.record({ value: fc.nat(1000), open: fc.boolean() })
    fc.assert(
      fc.property(fc.array(wait, { minLength: 1, maxLength: 20 }), fc.nat(100), (waits, longer) => {
        const later = waits.map(({ value, open: still }) => ({ value: still ? value + longer : value, open: still }))
        expect(summariseWaits(later).meanLowerBound ?? 0).toBeGreaterThanOrEqual(
          summariseWaits(waits).meanLowerBound ?? 0,
        )
      }),
    )
  })
})

describe('resolution', () => {
  it('is critical while an incident has been unresolved for more than 8 hours', () => {
    const tier = (hours: number) =>
      level(waitingLevels([incident('r', START, 1, null)], settings, START), 'resolution').measure({
        from: START,
        to: at(0, hours),
        asOf: at(0, hours),
      }).tier
    expect([tier(3), tier(4), tier(8), tier(9)]).toEqual(['MEETING', 'AT_RISK', 'VIOLATED', 'CRITICAL'])
  })
})

describe('execution success and order latency', () => {
  const window = { from: START, to: at(1), asOf: at(1) }
  const many = (count: number, changes: (i: number) => object = () => ({})) =>
    Array.from({ length: count }, (_, i) => order(START + i * MINUTE, changes(i)))

  it('counts partly filled orders as executed and everything else as not', () => {
    const statuses = ['partial', 'rejected', 'cancelled', 'expired'] as const
    const measure = level(
      orderLevels(
        many(100, (i) => ({ status: statuses[i] ?? 'filled' })),
        settings,
      ),
      'execution_success',
    ).measure(window)
    expect(measure).toMatchObject({ value: 0.97, tier: 'MEETING', n: 100, cause: '1 rejected, 1 cancelled, 1 expired' })
  })

  it('does not judge a handful of orders', () => {
    expect(level(orderLevels(many(19), settings), 'execution_success').measure(window)).toMatchObject({
      value: 1,
      tier: 'INSUFFICIENT_DATA',
      reason: 'few-orders',
    })
  })

  it('judges latency on its P95 and shows the mean', () => {
    // 94 at 100 ms, 6 at 3000: the 95th of 100 in order is 3000; mean 94 + 180 = 274 ms would pass.
    const some = many(100, (i) => ({ t_ack: START + i * MINUTE + (i < 94 ? 100_000 : 3_000_000) }))
    expect(level(orderLevels(some, settings), 'order_latency').measure(window)).toMatchObject({
      value: 3000,
      mean: 274,
      tier: 'CRITICAL',
    })
  })

  it('takes an order that was never acknowledged as waiting, not as absent', () => {
    const some = many(100, (i) => (i < 90 ? {} : { t_ack: null, t_final: null }))
    expect(level(orderLevels(some, settings), 'order_latency').measure(window)).toMatchObject({
      value: null,
      reason: 'p95-not-reached',
      tier: 'CRITICAL',
      coverage: 0.9,
    })
  })

  it('leaves out an acknowledgement before the order was sent: the clocks disagree', () => {
    const some = many(30, (i) => (i === 0 ? { t_ack: START - 5e6 } : {}))
    expect(level(orderLevels(some, settings), 'order_latency').measure(window)).toMatchObject({ value: 100, n: 29 })
  })
})

describe('tracking error', () => {
  const days = [
    ['2026-03-02', 12],
    ['2026-03-03', null],
    ['2026-03-04', 21],
  ].map(([day, te_bps]) => ({ day: String(day), te_bps: te_bps as number | null }))
  const measure = (asOf: number) =>
    trackingErrorLevel(days, settings).measure({ from: asOf - 30 * DAY, to: asOf, asOf })

  it('is the last evaluated day that is over, so today is not known yet', () => {
    expect(measure(at(2))).toMatchObject({ value: 12, tier: 'MEETING' })
    expect(measure(at(2, 23))).toMatchObject({ value: 12 })
    expect(measure(at(3))).toMatchObject({ value: 21, tier: 'VIOLATED' })
    expect(measure(at(0, 12))).toMatchObject({ value: null, tier: 'INSUFFICIENT_DATA' })
  })
})
