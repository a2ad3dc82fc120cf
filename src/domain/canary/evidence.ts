import type { Evidence } from '#shared/canary.ts'
import { clopperPearsonLower } from '../stats/clopper-pearson.ts'
import { mannWhitney } from '../stats/mann-whitney.ts'
import { wilcoxonSignedRank } from '../stats/wilcoxon.ts'
import { knownAt } from '../slo/order-levels.ts'
import { pairSlots, valuesOf, type Arms } from './paired-metrics.ts'
import type { SequentialMonitor, SequentialView } from './sequential-monitor.ts'
import type { CanarySettings } from './settings.ts'
import { slotDistribution } from './slot-distribution.ts'

/** Fewer pairs than this cannot reach 5 % two-sided: 2 / 2^5 = 0.0625. */
const MINIMUM_PAIRED_TEST = 6

/** Returns canary against control in every metric, with what was known at `at`: the sequence valid at every look, and a test labelled as one look. */
export function evidenceAt(arms: Arms, monitor: SequentialMonitor, at: number, settings: CanarySettings): Evidence[] {
  const known: Arms = {
    canary: arms.canary.filter((order) => knownAt(order) <= at),
    control: arms.control.filter((order) => knownAt(order) <= at),
  }
  return monitor.viewsAt(at).map((view) => evidenceOf(view, known, at, settings))
}

function evidenceOf(view: SequentialView, arms: Arms, at: number, settings: CanarySettings): Evidence {
  const { metric, difference, sequence, verdict, reason } = view
  const pairs = pairSlots(arms, metric.name, settings.pairSlotMinutes).filter(({ end }) => end <= at)
  const [canary, control] = [valuesOf(arms.canary, metric.name), valuesOf(arms.control, metric.name)]
  return {
    metric: metric.name,
    unit: metric.unit,
    margin: metric.margin,
    worse_when: metric.worseWhen,
    canary_n: canary.length,
    control_n: control.length,
    paired_slots: pairs.length,
    difference,
    sequence: sequence === null ? null : [sequence[0], sequence[1]],
    verdict,
    reason,
    fixed_look:
      metric.kind === 'count'
        ? null
        : fixedLook(
            pairs.map((pair) => pair.difference),
            canary,
            control,
          ),
    slots: metric.kind === 'count' ? null : slotDistribution(pairs),
    thin: metric.kind === 'count' ? thinOf(canary) : null,
  }
}

function fixedLook(
  differences: readonly number[],
  canary: readonly number[],
  control: readonly number[],
): Evidence['fixed_look'] {
  const note = 'one look: its p holds only if it is looked at once'
  if (differences.length >= MINIMUM_PAIRED_TEST) {
    const test = wilcoxonSignedRank(differences)
    if (test)
      return {
        test: 'wilcoxon-signed-rank',
        p: test.p,
        shift: test.shift,
        interval: [...test.interval],
        effect: null,
        note,
      }
  }
  const test = mannWhitney(canary, control)
  return (
    test && {
      test: 'mann-whitney',
      p: test.p,
      shift: test.shift,
      interval: [...test.interval],
      effect: test.effect,
      note: `${note}; slots could not be paired`,
    }
  )
}

function thinOf(outcomes: readonly number[]): string | null {
  const successes = outcomes.reduce((sum, value) => sum + value, 0)
  const lower = clopperPearsonLower(successes, outcomes.length)
  if (lower === null) return null
  return `${successes} of ${outcomes.length}: exact one-sided 95 % lower bound ${(lower * 100).toFixed(1)} %`
}
