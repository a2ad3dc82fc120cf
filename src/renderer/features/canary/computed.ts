import { DEFAULT_CANARY_SETTINGS } from '#domain/canary/settings.ts'
import { checkText, type Check } from '#domain/report/canary-checks.ts'
import { percent, plain } from '#domain/report/number-text.ts'
import type { Evidence } from '#shared/canary.ts'

/** One line of the arithmetic behind a check: what it gives, and how. */
export interface ComputedLine {
  readonly title: string
  readonly text: string
}

const SETTINGS = DEFAULT_CANARY_SETTINGS

/** What each gate measures; those of service levels have their formula on the SLO screen. */
const GATES: Readonly<Record<string, string>> = {
  trades: 'orders of the canary’s version sent since production began and filled or partly filled',
  risk: `max(drawdown, shortfall against control, 0) / allocated capital, at its highest since the stage began; strictly above the limit is exceeded, older than ${SETTINGS.riskStaleMinutes} min is insufficient`,
  incidents: 'incidents raised and not resolved at this tick',
  health: 'health checks of the version whose last reading is not ok',
}

/** Returns how a check was computed, with its numbers filled in; `evidence` is that of its metric. */
export function computedLines(check: Check, evidence: Evidence | null): ComputedLine[] {
  if (check.kind === 'trigger')
    return [
      {
        title: 'Why it decides',
        text: 'of the rules that apply at a tick (5 min) the first wins: abort, health critical, risk exceeded, a critical service level, failed evaluations in a row, regression, missing data, minimum time, gates, promotion',
      },
    ]
  if (check.kind === 'metric') return evidence === null ? [] : metricLines(check, evidence)
  const gate = check.key.replace(/^gate:/, '')
  const value = gate.startsWith('slo:')
    ? `the service level since the stage began, over at least ${SETTINGS.sloWindowHours} h; each formula is on the SLO screen`
    : (GATES[gate] ?? 'see its evidence')
  return [{ title: 'Value', text: value }, ...marginLine(check)]
}

function metricLines(check: Check, evidence: Evidence): ComputedLine[] {
  const { metric, paired_slots: slots, canary_n: canary, control_n: control, unit } = evidence
  const shown = checkText(check, check.value)
  const isCount = metric === 'execution_success'
  const centre = metric === 'latency_ms' ? 'median' : 'mean'
  const difference = isCount
    ? `share of ${plain(canary, 0)} canary orders filled, less that of ${plain(control, 0)} control orders = ${shown}`
    : `mean over ${plain(slots, 0)} slots of ${SETTINGS.pairSlotMinutes} min in which both traded of (${centre} of canary − ${centre} of control) = ${shown}`
  const sequence = isCount ? 'beta-binomial mixture e-process' : 'asymptotic confidence sequence'
  const share = percent(SETTINGS.alpha / SETTINGS.metrics.length)
  return [
    { title: 'Difference', text: difference },
    {
      title: 'Interval',
      text: `${sequence}, wrong with at most ${share} however often one looks (${percent(SETTINGS.alpha)} over ${SETTINGS.metrics.length} metrics)`,
    },
    {
      title: 'Verdict',
      text: `regression: all of the interval beyond ${checkText(check, check.limit)}; non-inferior: all of it within, from ${SETTINGS.decisionPairs} pairs on; else inconclusive`,
    },
    ...marginLine(check, unit === 'fraction' ? 'pp' : unit),
  ]
}

function marginLine(check: Check, unit = ''): ComputedLine[] {
  const { value, limit, margin } = check
  if (value === null || limit === null || margin === null) return []
  const isFloor = Math.abs(value - limit - margin) <= Math.abs(limit - value - margin)
  const [from, less] = isFloor ? [value, limit] : [limit, value]
  const left = checkText(check, margin, unit !== '' || check.unit !== '')
  return [{ title: 'Margin', text: `${checkText(check, from)} − (${checkText(check, less)}) = ${left}` }]
}
