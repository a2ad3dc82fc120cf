import type { Tier } from '#shared/slo.ts'
import type { SloName } from './settings.ts'

/** What is judged: the time from `from` to `to`, with nothing known that happened after `asOf`. */
export interface Window {
  readonly from: number
  readonly to: number
  readonly asOf: number
}

/** One service level over one window. A null value has a `reason`; the tier is then INSUFFICIENT_DATA unless the reason says there was nothing to judge. */
export interface Measure {
  readonly value: number | null
  readonly mean: number | null
  readonly tier: Tier
  readonly reason: string | null
  /** Observations behind the value: orders, alerts, days; seconds of known time for uptime. */
  readonly n: number
  readonly coverage: number | null
  readonly bounds: readonly [number, number] | null
  /** The arithmetic with its numbers filled in. */
  readonly formula: string
  /** What made it bad, for the violation history. */
  readonly cause: string | null
  /** Counts in the score: false when there was nothing to judge, e.g. no incident. */
  readonly scored: boolean
}

/** The bad share of a service level that has an error budget. */
export interface BadShare {
  readonly unit: 'minutes' | 'orders'
  /** Bad and eligible amounts in `unit`; the eligible amount includes what is unknown, `known` does not. */
  amounts(from: number, to: number): { readonly bad: number; readonly known: number; readonly eligible: number }
}

/** One service level that can be measured over any window of its data. */
export interface ServiceLevel {
  readonly name: SloName
  /** The first instant its data speaks of. */
  readonly dataFrom: number
  readonly share: BadShare | null
  measure(window: Window): Measure
}

/** Returns a measure without a value. */
export function unmeasured(reason: string, formula: string, tier: Tier = 'INSUFFICIENT_DATA'): Measure {
  return {
    value: null,
    mean: null,
    tier,
    reason,
    n: 0,
    coverage: null,
    bounds: null,
    formula,
    cause: null,
    scored: false,
  }
}
