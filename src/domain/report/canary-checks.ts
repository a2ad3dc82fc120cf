import type { CanaryDocument, Evidence, Gate, Trigger } from '#shared/canary.ts'
import { DEFAULT_SLO_SETTINGS } from '../slo/settings.ts'
import { money, plain } from './number-text.ts'
import { levelText } from './service-words.ts'

/** How a check stands; `fired` is a trigger, `regression` and `non-inferior` come from the evidence. */
export type Standing =
  'fired' | 'regression' | 'fail' | 'insufficient' | 'pending' | 'inconclusive' | 'non-inferior' | 'pass'

/** Standings from worst to best, in the order of the table. */
export const STANDINGS: readonly Standing[] = [
  'fired',
  'regression',
  'fail',
  'insufficient',
  'pending',
  'inconclusive',
  'non-inferior',
  'pass',
]

/** One rule a canary is held to: a gate, a trigger that fired, or a metric against the control. */
export interface Check {
  readonly key: string
  readonly kind: 'gate' | 'trigger' | 'metric'
  readonly rule: string
  readonly standing: Standing
  readonly value: number | null
  readonly limit: number | null
  /** Room left in the value's unit; negative = beyond the limit. */
  readonly margin: number | null
  readonly n: number | null
  readonly unit: string
  readonly reason: string
  readonly source: string
}

/** Returns every check of a canary, failures first. */
export function checksOf({ gates, triggers, evidence }: CanaryDocument): Check[] {
  const checks = [...triggers.map(fromTrigger), ...gates.map(fromGate), ...evidence.map(fromEvidence)]
  return checks.toSorted((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing))
}

function fromTrigger({ trigger, action, at, reason }: Trigger): Check {
  return {
    key: `trigger:${trigger}:${at}`,
    kind: 'trigger',
    rule: `${words(trigger)} → ${action}`,
    standing: 'fired',
    value: null,
    limit: null,
    margin: null,
    n: null,
    unit: '',
    reason,
    source: 'replay',
  }
}

function fromGate({ gate, verdict, value, limit, margin, n, reason, source }: Gate): Check {
  const level = levelOf(gate)
  return {
    key: `gate:${gate}`,
    kind: 'gate',
    rule: level?.title ?? words(gate),
    standing: verdict,
    value,
    limit,
    margin,
    n,
    unit: level?.unit ?? (gate === 'risk' ? 'fraction' : ''),
    reason,
    source,
  }
}

function fromEvidence({
  metric,
  verdict,
  difference,
  margin,
  worse_when: worse,
  paired_slots: n,
  unit,
  reason,
}: Evidence): Check {
  const sign = worse === 'higher' ? 1 : -1
  return {
    key: `metric:${metric}`,
    kind: 'metric',
    rule: `${words(metric)}, canary − control`,
    standing: verdict,
    value: difference,
    limit: margin,
    margin: difference === null ? null : sign * (margin - difference),
    n,
    unit,
    reason,
    source: 'orders',
  }
}

/** The service level a gate such as `slo:uptime` is about. */
function levelOf(gate: string) {
  return Object.entries(DEFAULT_SLO_SETTINGS.tables).find(([name]) => gate === `slo:${name}`)?.[1]
}

/** Returns a name of the documents as words: `slippage_bps` is `slippage`. */
export function words(name: string): string {
  return name.replace(/_(bps|ms)$/, '').replaceAll(/[_-]/g, ' ')
}

/** Returns a check's number with its unit: differences between canary and control carry a sign. */
export function checkText(check: Check, value: number | null, signed = check.kind === 'metric'): string {
  if (value === null) return '–'
  const { unit } = check
  if (unit === '') return plain(value, 0)
  if (unit === 'fraction') return signed ? `${money(value * 100)} pp` : levelText(value, unit)
  if (signed) return `${money(value)} ${SHORT_UNIT[unit] ?? unit}`
  return unit === 'minutes' || unit === 'hours' || unit === 'bps' || unit === 'ms'
    ? levelText(value, unit)
    : `${plain(value, 2)} ${unit}`
}

const SHORT_UNIT: Readonly<Record<string, string>> = { minutes: 'min', hours: 'h' }

/** Returns why a number of a check is missing. */
export function missingReason(check: Check): string {
  return check.kind === 'trigger' ? 'a trigger has no limit of its own; its reason has the numbers' : check.reason
}
