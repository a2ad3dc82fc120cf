import type { BurnRule } from '../slo/settings.ts'

/** What the rules are made for. */
export interface AlertRuleSettings {
  /** Hours without a run after which the job itself is missed; two runs a day and some slack is 14. */
  readonly staleHours: number
  readonly burnRules: readonly BurnRule[]
}

interface Rule {
  readonly alert: string
  readonly expression: string
  readonly wait: string
  readonly severity: 'page' | 'ticket'
  readonly summary: string
}

/** Burn windows that the metrics carry, by their length in minutes. */
const WINDOWS: Readonly<Record<number, string>> = { 60: '1h', 360: '6h', 1440: '24h', 4320: '3d' }

/** Returns alert rules for Prometheus as YAML; every scalar that could be read as something else is quoted. Checked by promtool. */
export function alertRulesText(settings: AlertRuleSettings): string {
  const rules = [...bandRules(), ...jobRules(settings), ...sloRules(settings), ...canaryRules()]
  return `groups:\n  - name: parity\n    rules:\n${rules.map(printRule).join('')}`
}

function bandRules(): Rule[] {
  const band = (alert: string, expression: string, severity: Rule['severity'], what: string): Rule => ({
    alert,
    expression,
    wait: '0s',
    severity,
    summary: `Tracking error of {{ $labels.strategy }} is ${what}.`,
  })
  return [
    band('ParityTrackingErrorWarning', 'parity_band == 2', 'ticket', 'in the warning band: reduce size'),
    band('ParityTrackingErrorCritical', 'parity_band == 3', 'page', 'critical: disable new entries'),
    band('ParityTrackingErrorEmergency', 'parity_band >= 4', 'page', 'at emergency: stop'),
  ]
}

function jobRules({ staleHours }: AlertRuleSettings): Rule[] {
  return [
    {
      alert: 'ParityDailyJobStale',
      expression: `time() - parity_run_timestamp_seconds > ${staleHours * 3600}`,
      wait: '5m',
      severity: 'ticket',
      summary: `The daily job has not judged for ${staleHours} hours.`,
    },
    {
      alert: 'ParityMetricsMissing',
      expression: 'absent(parity_run_timestamp_seconds)',
      wait: '15m',
      severity: 'ticket',
      summary: 'No parity metrics are collected.',
    },
  ]
}

function sloRules({ burnRules }: AlertRuleSettings): Rule[] {
  const burning = burnRules.flatMap(({ longMinutes, burn, level }): Rule[] => {
    const window = WINDOWS[longMinutes]
    if (window === undefined) return []
    const summary = `The error budget of {{ $labels.slo }} burns more than ${burn} times too fast over ${window}.`
    return [
      {
        alert: `ParityErrorBudgetBurn${window}`,
        expression: `parity_slo_burn_rate{window="${window}"} > ${burn}`,
        wait: '0s',
        severity: level,
        summary,
      },
    ]
  })
  return [
    ...burning,
    {
      alert: 'ParitySloCritical',
      expression: 'parity_slo_tier >= 4',
      wait: '0s',
      severity: 'page',
      summary: 'Service level {{ $labels.slo }} is CRITICAL.',
    },
  ]
}

function canaryRules(): Rule[] {
  return [
    {
      alert: 'ParityCanaryRolledBack',
      expression: 'parity_canary_state{state="ROLLED_BACK"} == 1',
      wait: '0s',
      severity: 'page',
      summary: 'Canary {{ $labels.deployment }} ({{ $labels.version }}) must be rolled back.',
    },
    {
      alert: 'ParityCanaryExpired',
      expression: 'parity_canary_state{state="EXPIRED"} == 1',
      wait: '0s',
      severity: 'ticket',
      summary: 'Canary {{ $labels.deployment }} has expired: a person decides.',
    },
  ]
}

function printRule({ alert, expression, wait, severity, summary }: Rule): string {
  return [
    `      - alert: ${alert}`,
    `        expr: ${quoted(expression)}`,
    `        for: ${wait}`,
    '        labels:',
    `          severity: ${severity}`,
    '        annotations:',
    `          summary: ${quoted(summary)}`,
    '',
  ].join('\n')
}

/** A YAML single-quoted scalar: only the quote itself is doubled. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
