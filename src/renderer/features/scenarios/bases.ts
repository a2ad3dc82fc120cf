import { plain } from '#domain/report/number-text.ts'
import type { Review } from '#shared/review.ts'
import type { NumericName, ParameterGroup } from '#shared/simulate/parameters.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'

/** A scenario to start from by name: a preset, or a stored version. */
export interface BaseName {
  /** How the address names it. */
  readonly key: string
  readonly meaning: string
  readonly kind: 'preset' | 'saved' | 'calibrated'
}

/** A scenario to start from, with its parameters over the loaded backtest. */
export interface Base extends BaseName {
  readonly scenario: Scenario
}

/** The order in which parameters are offered; the first groups are open. */
export const GROUPS: readonly { readonly group: ParameterGroup; readonly title: string; readonly open: boolean }[] = [
  { group: 'latency', title: 'Latency', open: true },
  { group: 'slippage', title: 'Slippage', open: true },
  { group: 'fees', title: 'Fees', open: true },
  { group: 'fills', title: 'Fills', open: false },
  { group: 'maker', title: 'Maker', open: false },
  { group: 'impact', title: 'Impact', open: false },
  { group: 'stress', title: 'Stress', open: false },
  { group: 'inputs', title: 'Market inputs', open: false },
]

/** Returns what live shows of a parameter, in words: the median delay of matched pairs, or the value calibrated to live. Null where nothing is known. */
export function liveHint(name: NumericName, review: Review, calibrated: Scenario | null): string | null {
  const delay = review.matching.median_dt_ms
  if (name === 'network_extra_ms' && delay !== null)
    return `live is ${plain(Math.abs(delay), 0)} ms ${delay < 0 ? 'before' : 'after'} the backtest (p50)`
  return calibrated === null ? null : `calibrated to live: ${Number(calibrated.params[name].toPrecision(4))}`
}
