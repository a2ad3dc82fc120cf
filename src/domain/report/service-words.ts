import type { SloEntry, Tier, WaitingEntry } from '#shared/slo.ts'
import { severityOf } from '../slo/tiers.ts'
import { bps, money, plain } from './number-text.ts'

export type LevelUnit = SloEntry['unit']

/** Returns a value of a service level with its unit: `99.22 %`, `40.0 min`, `0.57 h`, `17.0 bps`, `49.9 ms`. */
export function levelText(value: number | null, unit: LevelUnit): string {
  if (value === null) return '–'
  if (unit === 'fraction') return `${plain(value * 100, 2)} %`
  if (unit === 'minutes') return `${plain(value, 1)} min`
  if (unit === 'hours') return `${plain(value, 2)} h`
  return `${plain(value, 1)} ${unit}`
}

/** Returns a target with the side it must lie on: shares at least, tracking error below, other ceilings at most. */
export function targetText({ name, target, unit }: Pick<SloEntry, 'name' | 'target' | 'unit'>): string {
  const sign = unit === 'fraction' ? '≥' : name === 'tracking_error' ? '<' : '≤'
  return `${sign} ${levelText(target, unit)}`
}

/** Returns how far a value is on the good side of its target, in its unit; negative beyond it, null without a value. */
export function headroomOf({ value, target, unit }: Pick<SloEntry, 'value' | 'target' | 'unit'>): number | null {
  if (value === null) return null
  return unit === 'fraction' ? value - target : target - value
}

/** Returns headroom with its sign and unit; between shares it is in percentage points. */
export function headroomText(slo: Pick<SloEntry, 'value' | 'target' | 'unit'>): string {
  const room = headroomOf(slo)
  if (room === null) return '–'
  if (slo.unit === 'fraction') return `${money(room * 100)} pp`
  if (slo.unit === 'minutes') return `${bps(room)} min`
  if (slo.unit === 'hours') return `${money(room)} h`
  return `${bps(room)} ${slo.unit}`
}

/** Returns what a table sorts service levels by: the tier, then the use of the allowance; larger is worse. */
export function badness({ tier, burden }: Pick<SloEntry, 'tier' | 'burden'>): number {
  const use = Math.max(0, burden ?? 0)
  return severityOf(tier) + use / (1 + use)
}

/** Returns the service levels worst first. */
export function worstFirst(slos: readonly SloEntry[]): SloEntry[] {
  return slos.toSorted((a, b) => badness(b) - badness(a))
}

const REASONS: Readonly<Record<string, string>> = {
  'no-file': 'no file given',
  'no-incidents': 'no incidents',
  'no-data': 'nothing is known of this time',
  'no-eligible-time': 'maintenance or closed all the time',
  'low-coverage': 'too little of the time is known',
  'short-history': 'less than an hour of the time is known',
  'bounds-straddle-target': 'the unknown time decides whether the target is met',
  'proven-breach': 'a breach even if all unknown time was good',
  'acks-not-recorded': 'the source records no acknowledgements',
}

/** Returns a reason of slo.json in words. */
export function reasonText(reason: string | null): string {
  return reason === null ? 'not known' : (REASONS[reason] ?? reason.replaceAll('-', ' '))
}

/** Returns an instant as `2026-04-30 14:05` in UTC, which is what days of service levels are. */
export function minuteText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

/** Words of the tiers. */
export const TIER_WORD: Readonly<Record<Tier, string>> = {
  MEETING: 'meeting',
  AT_RISK: 'at risk',
  VIOLATED: 'violated',
  CRITICAL: 'critical',
  INSUFFICIENT_DATA: 'insufficient data',
}

/** Returns the acknowledgement of alerts in one line: how many are open, and what is known of the wait. */
export function ackText(ack: WaitingEntry): string {
  if (ack.alerts === 0) return reasonText(ack.reason)
  const p95 =
    ack.p95_min === null ? `above ${plain(ack.not_reached_above, 1)} min (not reached)` : `${plain(ack.p95_min, 1)} min`
  return `${ack.unacked} of ${ack.alerts} open; P95 ${p95}; mean at least ${plain(ack.mean_lower_bound_min, 1)} min`
}
