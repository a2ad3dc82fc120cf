import { selectRank } from './order-statistics.ts'

/** A waiting time. `open` means it had not ended when last seen, so the true time is at least `value`. */
export interface Waiting {
  readonly value: number
  readonly open: boolean
}

/** The survival curve just after `time`: S(time) with Greenwood's standard error, at `time` of `atRisk` waits `ended` ended. */
export interface SurvivalStep {
  readonly time: number
  readonly atRisk: number
  readonly ended: number
  readonly survival: number
  readonly standardError: number
}

/** A quantile of censored data: the value, or the largest time seen when the curve does not fall that far. */
export type CensoredQuantile = { readonly value: number } | { readonly notReachedAbove: number }

/**
 * Returns the product-limit estimate S(t) = prod over t_i <= t of (1 - d_i / n_i), one step per distinct ended time; a
 * wait left open at t_i still counts as at risk there. Kaplan & Meier (1958); standard error by Greenwood (1926).
 */
export function kaplanMeier(waits: readonly Waiting[]): SurvivalStep[] {
  const sorted = [...waits].sort((a, b) => a.value - b.value)
  const steps: SurvivalStep[] = []
  let survival = 1
  let greenwood = 0
  for (let start = 0; start < sorted.length;) {
    const time = sorted[start]?.value ?? 0
    let end = start
    let ended = 0
    for (; end < sorted.length && sorted[end]?.value === time; end++) if (sorted[end]?.open === false) ended++
    const atRisk = sorted.length - start
    if (ended > 0) {
      survival *= 1 - ended / atRisk
      greenwood += ended === atRisk ? 0 : ended / (atRisk * (atRisk - ended))
      steps.push({ time, atRisk, ended, survival, standardError: survival * Math.sqrt(greenwood) })
    }
    start = end
  }
  return steps
}

/**
 * Returns the smallest time by which a share `p` of the waits had ended, S(t) <= 1 - p, or the longest wait seen when the
 * curve never falls so far ("> x, not reached"). Null without waits.
 */
export function survivalQuantile(waits: readonly Waiting[], p: number): CensoredQuantile | null {
  if (waits.length === 0) return null
  const plain = uncensoredQuantile(waits, p)
  if (plain !== null) return { value: plain }
  const step = kaplanMeier(waits).find(({ survival }) => survival <= 1 - p + 1e-12)
  if (step) return { value: step.time }
  return { notReachedAbove: waits.reduce((longest, { value }) => Math.max(longest, value), 0) }
}

/** The quantile in linear time where no open wait is shorter than it: up to there nothing is censored and S(t) = 1 - share ended. Null elsewhere. */
function uncensoredQuantile(waits: readonly Waiting[], p: number): number | null {
  const values = new Float64Array(waits.length)
  let shortestOpen = Infinity
  waits.forEach(({ value, open }, i) => {
    values[i] = open ? Infinity : value
    if (open) shortestOpen = Math.min(shortestOpen, value)
  })
  const quantile = selectRank(values, Math.ceil(p * waits.length - 1e-9) - 1)
  return Number.isFinite(quantile) && quantile <= shortestOpen ? quantile : null
}
