import type { ServiceOrder } from '#shared/service-rows.ts'
import { survivalQuantile, type Waiting } from '../stats/kaplan-meier.ts'
import { unmeasured, type Measure, type ServiceLevel, type Window } from './measure.ts'
import { countAtOrBefore } from './search.ts'
import type { SloSettings } from './settings.ts'
import { tierOf } from './tiers.ts'

/** Returns whether an order executed: filled, wholly or in part. */
export function isExecuted({ status }: ServiceOrder): boolean {
  return status === 'filled' || status === 'partial'
}

/** Returns when an order's outcome was known: its last time. */
export function knownAt({ t_final, t_ack, t_sent }: ServiceOrder): number {
  return t_final ?? t_ack ?? t_sent
}

/** Returns the execution-success and order-latency service levels of some orders (in any order of time). */
export function orderLevels(orders: readonly ServiceOrder[], settings: SloSettings): ServiceLevel[] {
  const sorted = [...orders].sort((a, b) => a.t_sent - b.t_sent)
  const dataFrom = sorted[0]?.t_sent ?? Infinity
  const sentIn = ({ from, to, asOf }: Window) => slice(sorted, from, Math.min(to, asOf))
  return [
    {
      name: 'execution_success',
      dataFrom,
      share: {
        unit: 'orders',
        amounts: (from, to) => {
          const sent = sentIn({ from, to, asOf: to }).filter((order) => knownAt(order) <= to)
          return { bad: sent.filter((order) => !isExecuted(order)).length, known: sent.length, eligible: sent.length }
        },
      },
      measure: (window) => measureSuccess(sentIn(window), window, settings),
    },
    {
      name: 'order_latency',
      dataFrom,
      share: null,
      measure: (window) => measureLatency(sentIn(window), window, settings),
    },
  ]
}

function measureSuccess(sent: readonly ServiceOrder[], { asOf }: Window, settings: SloSettings): Measure {
  const known = sent.filter((order) => knownAt(order) <= asOf)
  const done = known.filter(isExecuted).length
  if (known.length === 0) return unmeasured('no-orders', 'no orders')
  const value = done / known.length
  const enough = known.length >= settings.minimumOrders
  return {
    value,
    mean: null,
    tier: enough ? tierOf(value, settings.tables.execution_success) : 'INSUFFICIENT_DATA',
    reason: enough ? null : 'few-orders',
    n: known.length,
    coverage: known.length / sent.length,
    bounds: [done / sent.length, (done + sent.length - known.length) / sent.length],
    formula: `${done} filled or partly filled / ${known.length} sent = ${(value * 100).toFixed(2)} %`,
    cause: causeOfFailures(known.filter((order) => !isExecuted(order))),
    scored: enough,
  }
}

function causeOfFailures(failed: readonly ServiceOrder[]): string | null {
  const counts = new Map<string, number>()
  for (const { status } of failed) counts.set(status, (counts.get(status) ?? 0) + 1)
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([status, count]) => `${count} ${status}`)
  return parts.length === 0 ? null : parts.join(', ')
}

/** Returns the time from sent to acknowledged of each order, ms; one never acknowledged has waited at least until its end, else until `asOf`. Clocks that run backwards are left out. */
function latencyWaits(sent: readonly ServiceOrder[], asOf: number): Waiting[] {
  const waits: Waiting[] = []
  for (const { t_sent, t_ack, t_final } of sent) {
    const open = t_ack === null || t_ack > asOf
    const until = open ? Math.min(t_final ?? asOf, asOf) : t_ack
    if (until >= t_sent) waits.push({ value: (until - t_sent) / 1000, open })
  }
  return waits
}

function measureLatency(sent: readonly ServiceOrder[], { asOf }: Window, settings: SloSettings): Measure {
  const table = settings.tables.order_latency
  const waits = latencyWaits(sent, asOf)
  const acked = waits.filter(({ open }) => !open)
  if (acked.length === 0) return unmeasured('no-acknowledged-orders', 'no acknowledged orders')
  const p95 = survivalQuantile(waits, 0.95)
  const value = p95 !== null && 'value' in p95 ? p95.value : null
  const atLeast = value ?? (p95 !== null && 'notReachedAbove' in p95 ? p95.notReachedAbove : 0)
  const enough = waits.length >= settings.minimumOrders && (value !== null || atLeast > table.edges[1])
  return {
    value,
    mean: acked.reduce((sum, wait) => sum + wait.value, 0) / acked.length,
    tier: enough ? tierOf(atLeast, table) : 'INSUFFICIENT_DATA',
    reason: waits.length < settings.minimumOrders ? 'few-orders' : value === null ? 'p95-not-reached' : null,
    n: waits.length,
    coverage: acked.length / waits.length,
    bounds: null,
    formula: `P95 of sent to acknowledged over ${waits.length} orders, ${waits.length - acked.length} never acknowledged: ${value === null ? `not reached above ${atLeast.toFixed(1)}` : value.toFixed(1)} ms`,
    cause: `P95 ${value === null ? `above ${atLeast.toFixed(0)}` : value.toFixed(0)} ms over ${waits.length} orders`,
    scored: enough,
  }
}

function slice(sorted: readonly ServiceOrder[], from: number, to: number): readonly ServiceOrder[] {
  const before = (at: number) => countAtOrBefore(sorted, ({ t_sent }) => t_sent, at - 1)
  return sorted.slice(before(from), before(to))
}
