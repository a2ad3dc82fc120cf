import { percent, plain } from '#domain/report/number-text.ts'
import { levelText, minuteText } from '#domain/report/service-words.ts'
import type { SloDocument, SloEntry } from '#shared/slo.ts'

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

/** What a service level is read from. */
const FILES: Readonly<Record<string, string>> = {
  uptime: 'uptime files',
  ack: 'incident files',
  resolution: 'incident files',
  tracking_error: 'the review: its last evaluated day that is over',
  execution_success: 'order files',
  order_latency: 'order files',
}

/** Returns which files a service level was judged on, and of which time; the review's day is its own. */
export function sourceLine({ name }: Pick<SloEntry, 'name'>, { start, end }: SloDocument['window']): FormulaLine {
  const files = FILES[name] ?? name
  const time = `${start === null ? 'the first row' : minuteText(start)} to ${minuteText(end)} UTC`
  return { title: 'From', text: name === 'tracking_error' ? files : `${files}, ${time}` }
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

/** Says what the history shows: the days, and that values and budgets are those of the judged window, and whose burn thresholds hold. */
export function historyNote(
  { window, settings }: Pick<SloDocument, 'window' | 'settings'>,
  days: readonly { readonly day: string }[],
  asked: number,
): string {
  const known = new Set(days.map(({ day }) => day)).size
  const first = days.reduce<string | null>((least, { day }) => (least === null || day < least ? day : least), null)
  const parts = [
    ...(known < asked && first !== null ? [`files begin ${first}`] : []),
    `values and budgets: last ${plain(window.days, 0)} days`,
    `burn alerts: ${settings.burn_source}`,
  ]
  return parts.join(' · ')
}
