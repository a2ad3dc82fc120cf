import { teDayBps, trackingDifferenceBps, trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'
import { bps, counted, money } from '#domain/report/number-text.ts'
import { byCause } from '#shared/by-cause.ts'
import { CAUSES, type Cause } from '#shared/review.ts'
import type { AgainstLive } from '#shared/simulate/document.ts'
import type { LiveReference } from './summary.ts'

/** One day's live minus simulated P&L, money, by cause; what the causes leave over is float dust. */
export interface AttributedGap {
  readonly day: string
  readonly activePnl: number
  readonly byCause: Readonly<Record<Cause, number>>
  readonly residual: number
}

const CENTS = 1e6

/** The strategy's limit, annualised bps; how many draws the mean fills are of; the currency of the money, null when not known. */
export interface LeftSettings {
  readonly limitBps: number
  readonly draws: number
  readonly currency: string | null
}

/** Returns what is left between live and a scenario. Money is rounded to a millionth, so that the order of a database's sums does not show. */
export function againstLive(
  name: string,
  gaps: readonly AttributedGap[],
  live: LiveReference,
  { limitBps, draws, currency }: LeftSettings,
): AgainstLive {
  const capitals = gaps.map((_, day) => live.capital?.[day] ?? NaN)
  const returns = gaps.map(({ activePnl }, day) => (capitals[day]! > 0 ? rounded(activePnl) / capitals[day]! : NaN))
  const known = returns.filter((value) => !Number.isNaN(value))
  const days = gaps.map(({ day, activePnl, byCause: causes, residual }, index) => ({
    day,
    active_pnl: rounded(activePnl),
    te_day_bps: Number.isNaN(returns[index]) ? null : teDayBps(returns[index]!, live.daysPerYear),
    attribution: { ...byCause((cause) => rounded(causes[cause])), residual: rounded(residual) },
  }))
  const sum = (of: (gap: AttributedGap) => number) => rounded(gaps.reduce((total, gap) => total + of(gap), 0))
  const left = {
    limit_bps: limitBps,
    draws,
    te_rms_bps: trackingErrorRmsBps(known, live.daysPerYear),
    td_bps: trackingDifferenceBps(known, live.daysPerYear),
    active_pnl: sum((gap) => gap.activePnl),
    attribution: { ...byCause((cause) => sum((gap) => gap.byCause[cause])), residual: sum((gap) => gap.residual) },
    days_over_limit: days.filter((day) => day.te_day_bps !== null && day.te_day_bps > limitBps).length,
    days,
  }
  return { ...left, sentence: sentenceOf(name, left, currency) }
}

function sentenceOf(name: string, left: Omit<AgainstLive, 'sentence'>, currency: string | null): string {
  const { attribution } = left
  const causes = CAUSES.filter((cause) => Math.abs(attribution[cause]) >= 0.005)
    .sort((a, b) => Math.abs(attribution[b]) - Math.abs(attribution[a]))
    .map((cause) => `${cause} ${money(attribution[cause])}`)
  const parts = causes.length === 0 ? '' : ` (${causes.join(', ')})`
  return `With "${name}" live is ${money(left.active_pnl)}${currency === null ? '' : ` ${currency}`} against the simulation over ${counted(left.days.length, 'day')}${parts}${verdict(left)}.`
}

/** Says how the tracking error left stands to the limit: that of the one day, or of all days together. */
function verdict(left: Omit<AgainstLive, 'sentence'>): string {
  const { limit_bps: limit, days, days_over_limit: over } = left
  const error = days.length === 1 ? days[0]!.te_day_bps : left.te_rms_bps
  if (error === null) return ''
  const place = error > limit ? 'above' : 'under'
  const many = days.length > 1 ? `; ${counted(over, 'day')} above it` : ''
  return `: ${bps(error).replace('+', '')} bps of tracking error a year left, ${place} the limit of ${limit}${many}`
}

function rounded(value: number): number {
  return Math.round(value * CENTS) / CENTS + 0
}
