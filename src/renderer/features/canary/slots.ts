import { percent, plain } from '#domain/report/number-text.ts'
import type { Evidence } from '#shared/canary.ts'

/** A metric whose slots can be drawn. */
export type DrawnMetric = Evidence & { readonly slots: NonNullable<Evidence['slots']> }

/** Returns the metric whose slots are shown: the one chosen, else the first that has any; null where none has. */
export function withSlots(evidence: readonly Evidence[], chosen: Evidence | null): DrawnMetric | null {
  const has = (item: Evidence | null): item is DrawnMetric => item !== null && item.slots !== null
  return has(chosen) ? chosen : (evidence.find(has) ?? null)
}

/** Returns a slot's value of a metric with its unit. */
export function slotText({ unit }: Pick<Evidence, 'unit'>, value: number): string {
  return unit === 'fraction' ? percent(value) : `${plain(value, 2)} ${unit}`
}

/** Returns what the axis of a metric's slots measures; `name` is the metric in words. */
export function slotUnit({ metric, unit }: Pick<Evidence, 'metric' | 'unit'>, name: string): string {
  return `${name}, ${metric === 'latency_ms' ? 'median' : 'mean'} of a slot, ${unit}`
}
