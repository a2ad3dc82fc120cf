import { bps, money, percent, plain } from '#domain/report/number-text.ts'
import { severityOf } from '#domain/slo/tiers.ts'
import type { SloDocument, SloEntry } from '#shared/slo.ts'

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

/** One line of the arithmetic behind a service level: what it gives, and how. */
export interface FormulaLine {
  readonly title: string
  readonly text: string
}

/** Returns how a service level was computed, each formula with its numbers filled in. */
export function formulaLines(slo: SloEntry): FormulaLine[] {
  const { value, mean, unit, target, burden, weight, coverage, bounds, intervals } = slo
  const text = (number: number | null) => levelText(number, unit)
  const lines: (FormulaLine | null)[] = [
    { title: 'Value', text: slo.formula },
    mean === null ? null : { title: 'Mean', text: text(mean) },
    value === null || burden === null
      ? null
      : {
          title: 'Use of the allowance, r',
          text:
            unit === 'fraction'
              ? `(1 − ${text(value)}) / (1 − ${text(target)}) = ${plain(burden, 3)}`
              : `${text(value)} / ${text(target)} = ${plain(burden, 3)}`,
        },
    budgetLine(slo),
    coverage === null || bounds === null
      ? null
      : {
          title: 'Coverage and bounds',
          text: `${percent(coverage)} known; ${text(bounds[0])} to ${text(bounds[1])} whatever the rest was`,
        },
    burden === null
      ? null
      : {
          title: 'Part of the score',
          text: `${weight} × clamp(2 − ${plain(burden, 3)}, 0, 1) = ${plain(weight * Math.min(1, Math.max(0, 2 - burden)), 1)} of ${weight}`,
        },
    { title: 'Days that met it', text: `${intervals.met} of ${intervals.evaluated}` },
  ]
  return lines.filter((line) => line !== null)
}

function budgetLine({ budget }: SloEntry): FormulaLine | null {
  if (budget === null || budget.remaining_fraction === null) return null
  const unit = budget.allowed_minutes === null ? 'orders' : 'min'
  const allowed = plain(budget.allowed_minutes ?? budget.allowed_orders, 1)
  const used = plain(budget.used_minutes ?? budget.used_orders, 1)
  return {
    title: 'Error budget left',
    text: `1 − ${used} ${unit} / ${allowed} ${unit} = ${percent(budget.remaining_fraction)}`,
  }
}

/** Days of history to choose from; the first is shown unless another is asked for. */
export const HISTORY_DAYS = [90, 60, 30] as const

const DAY_MS = 86_400_000

/** Returns how many days of history an address asks for; anything else is the first choice. */
export function shownDays(asked: string | null): number {
  return HISTORY_DAYS.find((count) => String(count) === asked) ?? HISTORY_DAYS[0]
}

/** Returns the day some days before an instant: a history of n days begins with it. */
export function daysBefore(asOf: string, days: number): string {
  return new Date(Date.parse(asOf) - days * DAY_MS).toISOString().slice(0, 10)
}

/** Says what the history shows: the days, and that values and budgets are those of the judged window. */
export function historyNote(
  { window }: Pick<SloDocument, 'window'>,
  days: readonly { readonly day: string }[],
  asked: number,
): string {
  const known = new Set(days.map(({ day }) => day)).size
  const first = days.reduce<string | null>((least, { day }) => (least === null || day < least ? day : least), null)
  const begins = known < asked && first !== null ? `the files begin on ${first}; ` : ''
  return `${begins}values, budgets and tiers are of the last ${plain(window.days, 0)} days`
}
