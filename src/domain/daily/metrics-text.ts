import { CANARY_STATES, type CanaryDocument } from '#shared/canary.ts'
import type { ActionDocument } from '#shared/action.ts'
import { ACTIONS, BANDS, CAUSES } from '#shared/review.ts'
import { TIERS, type SloDocument } from '#shared/slo.ts'
import type { ReviewedDays } from './reviewed-days.ts'

/** What the metrics are taken from; only the review is always there. `day` is the day the action is about. */
export interface MetricsSources {
  readonly review: ReviewedDays
  readonly action: ActionDocument
  readonly slo: SloDocument | null
  readonly canary: CanaryDocument | null
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number | null
}

interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly Sample[]
}

/**
 * Returns the metrics in Prometheus text format (version 0.0.4) for the node exporter's textfile collector. What is not
 * known is absent, not zero. Timestamps are Unix seconds of the documents, so the same documents give the same text.
 */
export function metricsText(sources: MetricsSources): string {
  const parts = [
    parityMetrics(sources),
    simulationMetrics(sources),
    sloMetrics(sources.slo),
    canaryMetrics(sources.canary),
  ]
  return parts.flat().map(printMetric).join('')
}

function parityMetrics({ review, action }: MetricsSources): Metric[] {
  const strategy = review.settings.strategy ?? 'all'
  const { evidence, level } = action
  const one = (value: number | null, labels: Sample['labels'] = {}): Sample => ({
    labels: { strategy, ...labels },
    value,
  })
  const day = review.days.find((candidate) => candidate.day === action.day)
  return [
    {
      name: 'parity_tracking_error_bps',
      help: 'Tracking error of live against backtest, annualised basis points.',
      samples: [one(evidence.te_bps, { measure: 'te' }), one(evidence.te_rms_bps, { measure: 'te_rms' })],
    },
    {
      name: 'parity_tracking_difference_bps',
      help: 'Drift of live against backtest, annualised basis points.',
      samples: [one(evidence.td_bps)],
    },
    {
      name: 'parity_band',
      help: 'Band the day acts as: 0 excellent, 1 good, 2 warning, 3 critical, 4 emergency.',
      samples: [one(level === null ? null : BANDS.indexOf(level))],
    },
    { name: 'parity_breach_streak', help: 'Days in breach in a row.', samples: [one(action.streak)] },
    {
      name: 'parity_action',
      help: 'The action asked for has the value 1.',
      samples: ACTIONS.map((name) =>
        one(action.action === null ? null : Number(name === action.action), { action: name }),
      ),
    },
    {
      name: 'parity_attribution_money',
      help: 'Live less backtest of the day by cause, in the reporting currency.',
      samples: CAUSES.map((cause) => one(day?.attribution[cause] ?? null, { cause })),
    },
    {
      name: 'parity_day_timestamp_seconds',
      help: 'Start of the last judged day.',
      samples: [one(Date.parse(`${action.day}T00:00:00Z`) / 1000)],
    },
    {
      name: 'parity_run_timestamp_seconds',
      help: 'When the daily job last judged.',
      samples: [one(Date.parse(action.as_of) / 1000)],
    },
  ]
}

/** What is left between live and the simulated scenario: over all evaluated days, and by cause on the day the action is about. */
function simulationMetrics({ review, action }: MetricsSources): Metric[] {
  const { simulation } = review
  if (!simulation?.left) return []
  const labels = { strategy: review.settings.strategy ?? 'all', scenario: simulation.scenario }
  const day = simulation.left.days.find((candidate) => candidate.day === action.day)
  return [
    {
      name: 'parity_scenario_tracking_error_bps',
      help: 'Tracking error left between live and the simulated scenario over the evaluated days, annualised basis points.',
      samples: [{ labels: { ...labels, measure: 'te_rms' }, value: simulation.left.te_rms_bps }],
    },
    {
      name: 'parity_scenario_tracking_difference_bps',
      help: 'Drift of live against the simulated scenario, annualised basis points.',
      samples: [{ labels, value: simulation.left.td_bps }],
    },
    {
      name: 'parity_scenario_attribution_money',
      help: 'Live less the simulated scenario on the day by cause, in the reporting currency.',
      samples: CAUSES.map((cause) => ({
        labels: { ...labels, cause },
        value: day?.attribution[cause] ?? null,
      })),
    },
  ]
}

function sloMetrics(document: SloDocument | null): Metric[] {
  if (!document) return []
  const each = (value: (slo: SloDocument['slos'][number]) => number | null): Sample[] =>
    document.slos.map((slo) => ({ labels: { slo: slo.name }, value: value(slo) }))
  const burns = document.slos.flatMap(({ name, burn }) =>
    Object.entries(burn ?? {}).map(([window, value]) => ({ labels: { slo: name, window }, value })),
  )
  return [
    {
      name: 'parity_slo_tier',
      help: `Tier of a service level: ${TIERS.map((tier, i) => `${i} ${tier}`).join(', ')}.`,
      samples: each(({ tier }) => TIERS.indexOf(tier)),
    },
    {
      name: 'parity_slo_value',
      help: 'Value of a service level in its own unit.',
      samples: each(({ value }) => value),
    },
    {
      name: 'parity_slo_error_budget_remaining_ratio',
      help: 'Error budget left; below 0 when overspent.',
      samples: each(({ budget }) => budget?.remaining_fraction ?? null),
    },
    { name: 'parity_slo_burn_rate', help: 'Error budget burn rate over a window.', samples: burns },
    {
      name: 'parity_slo_compliance_score',
      help: 'Compliance score, 0 to 100.',
      samples: [{ labels: {}, value: document.overall.score }],
    },
  ]
}

function canaryMetrics(document: CanaryDocument | null): Metric[] {
  if (!document) return []
  const labels = { deployment: document.deployment.id, version: document.deployment.version }
  return [
    {
      name: 'parity_canary_state',
      help: 'The state of the canary has the value 1.',
      samples: CANARY_STATES.map((state) => ({
        labels: { ...labels, state },
        value: Number(state === document.state),
      })),
    },
    {
      name: 'parity_canary_risk_used_ratio',
      help: 'Risk budget used at its high water, as a share of allocated capital.',
      samples: [{ labels, value: document.risk.at(-1)?.high_water ?? null }],
    },
  ]
}

function printMetric({ name, help, samples }: Metric): string {
  const known = samples.filter(
    (sample): sample is Sample & { value: number } => sample.value !== null && Number.isFinite(sample.value),
  )
  if (known.length === 0) return ''
  const lines = known.map(({ labels, value }) => `${name}${printLabels(labels)} ${value}\n`)
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} gauge\n${lines.join('')}`
}

function printLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** Backslash and line feed. */
function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

/** Backslash, double quote and line feed. */
function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"')
}
