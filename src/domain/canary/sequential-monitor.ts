import type { ServiceOrder } from '#shared/service-rows.ts'
import type { Evidence } from '#shared/canary.ts'
import { isExecuted, knownAt } from '../slo/order-levels.ts'
import { addToMean, asymptoticConfidenceSequence, EMPTY_MEAN, type RunningMean } from '../stats/confidence-sequence.ts'
import { differenceConfidenceSequence, logDifferenceEProcess, type Counts } from '../stats/e-process.ts'
import { pairSlots, type Arms, type PairedSlot } from './paired-metrics.ts'
import type { CanarySettings, MetricSettings } from './settings.ts'

/** What the sequence of one metric says at one look. */
export interface SequentialView {
  readonly metric: MetricSettings
  readonly n: number
  readonly difference: number | null
  readonly sequence: readonly [number, number] | null
  readonly verdict: Evidence['verdict']
  readonly reason: string
}

/** Looks at all metrics as time goes on. Looks must not go back in time. */
export interface SequentialMonitor {
  /** Returns the first metric found to have regressed by `at`, or null; cheap enough for every tick. */
  regressionAt(at: number): SequentialView | null
  /** Returns every metric's sequence at `at`. */
  viewsAt(at: number): SequentialView[]
}

/**
 * Returns a monitor of the arms. Means are followed by the asymptotic confidence sequence of the paired slot differences,
 * counts by the beta-binomial e-process of the two rates, each at alpha / metrics (Bonferroni), so that all looks at all
 * metrics together call a canary that is exactly at its margins a regression with probability at most alpha.
 */
export function monitorArms(arms: Arms, settings: CanarySettings): SequentialMonitor {
  const alpha = settings.alpha / settings.metrics.length
  const watchers = settings.metrics.map((metric) =>
    metric.kind === 'mean'
      ? watchMean(metric, pairSlots(arms, metric.name, settings.pairSlotMinutes), alpha, settings)
      : watchCount(metric, arms, alpha),
  )
  return {
    regressionAt: (at) => {
      for (const watcher of watchers) if (watcher.regressed(at)) return watcher.view(at)
      return null
    },
    viewsAt: (at) => watchers.map((watcher) => watcher.view(at)),
  }
}

interface Watcher {
  regressed(at: number): boolean
  view(at: number): SequentialView
}

function watchMean(
  metric: MetricSettings,
  pairs: readonly PairedSlot[],
  alpha: number,
  settings: CanarySettings,
): Watcher {
  let next = 0
  let running: RunningMean = EMPTY_MEAN
  const sequenceAt = (at: number) => {
    for (let pair = pairs[next]; pair && pair.end <= at; pair = pairs[++next])
      running = addToMean(running, pair.difference)
    if (running.n < settings.minimumPairs) return null
    return asymptoticConfidenceSequence(running, alpha, settings.decisionPairs)
  }
  return {
    regressed: (at) => verdictOf(metric, sequenceAt(at)) === 'regression',
    view: (at) => {
      const sequence = sequenceAt(at)
      const { n } = running
      const view = describe(metric, n, n > 0 ? running.mean : null, sequence, `${n} paired slots`)
      const early = view.verdict === 'non-inferior' && n < settings.decisionPairs
      if (!early) return view
      const reason = `${view.reason}; within what is tolerated, called non-inferior from ${settings.decisionPairs} pairs on`
      return { ...view, verdict: 'inconclusive', reason }
    },
  }
}

function watchCount(metric: MetricSettings, arms: Arms, alpha: number): Watcher {
  const canary = countUpTo(arms.canary)
  const control = countUpTo(arms.control)
  const rate = ({ successes, failures }: Counts) =>
    successes + failures === 0 ? null : successes / (successes + failures)
  const differenceOf = (here: Counts, there: Counts) => {
    const [a, b] = [rate(here), rate(there)]
    return a === null || b === null ? null : a - b
  }
  return {
    regressed: (at) => {
      const [here, there] = [canary(at), control(at)]
      const difference = differenceOf(here, there)
      if (difference === null || !isWorse(metric, difference)) return false
      return logDifferenceEProcess(here, there, metric.margin) >= -Math.log(alpha)
    },
    view: (at) => {
      const [here, there] = [canary(at), control(at)]
      const sequence = differenceConfidenceSequence(here, there, alpha)
      const n = here.successes + here.failures
      return describe(
        metric,
        n,
        differenceOf(here, there),
        sequence,
        `${n} canary and ${there.successes + there.failures} control orders`,
      )
    },
  }
}

function countUpTo(orders: readonly ServiceOrder[]): (at: number) => Counts {
  let [next, successes, failures] = [0, 0, 0]
  return (at) => {
    for (let order = orders[next]; order && knownAt(order) <= at; order = orders[++next]) {
      if (isExecuted(order)) successes++
      else failures++
    }
    return { successes, failures }
  }
}

function isWorse({ worseWhen, margin }: MetricSettings, difference: number): boolean {
  return worseWhen === 'higher' ? difference > margin : difference < margin
}

function verdictOf(metric: MetricSettings, sequence: readonly [number, number] | null): Evidence['verdict'] {
  if (sequence === null) return 'inconclusive'
  const [low, high] = sequence
  const [best, worst] = metric.worseWhen === 'higher' ? [low, high] : [high, low]
  if (isWorse(metric, best)) return 'regression'
  return isWorse(metric, worst) || worst === metric.margin ? 'inconclusive' : 'non-inferior'
}

function describe(
  metric: MetricSettings,
  n: number,
  difference: number | null,
  sequence: readonly [number, number] | null,
  from: string,
): SequentialView {
  const verdict = verdictOf(metric, sequence)
  const text = (value: number) => signedText(value, metric.unit)
  const range =
    sequence === null ? 'too few to say more' : `between ${text(sequence[0])} and ${text(sequence[1])} at every look`
  const name = metric.name.replace(/_(bps|ms)$/, '').replaceAll('_', ' ')
  const said = `${name}, canary less control: ${difference === null ? 'unknown' : text(difference)}, ${range}; tolerated ${text(metric.margin)}; ${from}`
  return { metric, n, difference, sequence, verdict, reason: said }
}

/** A difference with its sign and unit; a fraction in percentage points. What rounds to zero has no sign. */
function signedText(value: number, unit: string): string {
  const isFraction = unit === 'fraction'
  const rounded = (isFraction ? value * 100 : value).toFixed(2)
  const text = Number(rounded) === 0 ? '0.00' : Number(rounded) > 0 ? `+${rounded}` : rounded
  return `${text} ${isFraction ? 'pp' : unit}`
}
