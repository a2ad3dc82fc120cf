import type { ServiceOrder } from '#shared/service-rows.ts'
import { MINUTE } from '../slo/instants.ts'
import { isExecuted, knownAt } from '../slo/order-levels.ts'
import { median } from '../stats/quantile.ts'
import { mean } from '../stats/moments.ts'
import type { MetricSettings } from './settings.ts'

/** The two arms of a comparison, each in order of when the order's outcome was known. */
export interface Arms {
  readonly canary: readonly ServiceOrder[]
  readonly control: readonly ServiceOrder[]
}

/** One time slot both arms traded in: the centre of each, and canary less control; known when the slot is over. */
export interface PairedSlot {
  readonly end: number
  readonly canary: number
  readonly control: number
  readonly difference: number
}

/** Returns both arms' orders sent since production began; without a named control every other version is the control. */
export function splitArms(
  orders: readonly ServiceOrder[],
  version: string,
  controlVersion: string | null,
  from: number,
): Arms {
  const sent = orders.filter(({ t_sent }) => t_sent >= from).sort((a, b) => knownAt(a) - knownAt(b))
  return {
    canary: sent.filter((order) => order.version === version),
    control: sent.filter((order) =>
      controlVersion === null ? order.version !== version : order.version === controlVersion,
    ),
  }
}

/** Returns one order's value of a metric, or null when it has none. */
export function valueOf(order: ServiceOrder, metric: MetricSettings['name']): number | null {
  if (metric === 'slippage_bps') return order.slippage_bps
  if (metric === 'fee_bps') return order.fee_bps
  if (metric === 'latency_ms')
    return order.t_ack === null || order.t_ack < order.t_sent ? null : (order.t_ack - order.t_sent) / 1000
  if (metric === 'execution_success') return isExecuted(order) ? 1 : 0
  return order.qty === null || order.filled_qty === null || order.qty <= 0 ? null : order.filled_qty / order.qty
}

/** Returns the values an arm has of a metric. */
export function valuesOf(orders: readonly ServiceOrder[], metric: MetricSettings['name']): number[] {
  return orders.map((order) => valueOf(order, metric)).filter((value) => value !== null)
}

/**
 * Returns the slots in which both arms have the metric, in order of time: mean (latency: median) of the canary less that of
 * the control. A market that moves both cancels out.
 */
export function pairSlots(arms: Arms, metric: MetricSettings['name'], slotMinutes: number): PairedSlot[] {
  const length = slotMinutes * MINUTE
  const centre = metric === 'latency_ms' ? median : mean
  const control = bySlot(arms.control, metric, length)
  const pairs: PairedSlot[] = []
  for (const [slot, values] of bySlot(arms.canary, metric, length)) {
    const [here, there] = [centre(values), centre(control.get(slot) ?? [])]
    if (here !== null && there !== null)
      pairs.push({ end: (slot + 1) * length, canary: here, control: there, difference: here - there })
  }
  return pairs.sort((a, b) => a.end - b.end)
}

function bySlot(
  orders: readonly ServiceOrder[],
  metric: MetricSettings['name'],
  length: number,
): Map<number, number[]> {
  const slots = new Map<number, number[]>()
  for (const order of orders) {
    const value = valueOf(order, metric)
    if (value === null) continue
    const slot = Math.floor(knownAt(order) / length)
    const values = slots.get(slot)
    if (values) values.push(value)
    else slots.set(slot, [value])
  }
  return slots
}
