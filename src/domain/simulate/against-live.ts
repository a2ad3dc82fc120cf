import { teDayBps, trackingDifferenceBps, trackingErrorRmsBps } from '#domain/parity/tracking-error.ts'
import { bps, counted, money, moneyDecimals } from '#domain/report/number-text.ts'
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

const MILLIONTHS = 1e6

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
  const { days, ...totals } = gapsLeft(gaps, live, limitBps)
  const sum = (of: (gap: AttributedGap) => number) => rounded(gaps.reduce((total, gap) => total + of(gap), 0))
  const left = {
    ...{ limit_bps: limitBps, draws, ...totals },
    attribution: { ...byCause((cause) => sum((gap) => gap.byCause[cause])), residual: sum((gap) => gap.residual) },
    days: days.map((day, index) => {
      const { byCause: causes, residual } = gaps[index]!
      return { ...day, attribution: { ...byCause((cause) => rounded(causes[cause])), residual: rounded(residual) } }
    }),
  }
  return { ...left, sentence: sentenceOfLeft(name, left, currency) }
}

/** What gaps between live and a simulation come to: money, and tracking error where capital is known. */
export interface GapsLeft extends Pick<AgainstLive, 'te_rms_bps' | 'td_bps' | 'active_pnl' | 'days_over_limit'> {
  readonly days: readonly Pick<AgainstLive['days'][number], 'day' | 'active_pnl' | 'te_day_bps'>[]
}

/** Returns what daily gaps come to against a limit, annualised bps. */
export function gapsLeft(
  gaps: readonly Pick<AttributedGap, 'day' | 'activePnl'>[],
  live: LiveReference,
  limitBps: number,
): GapsLeft {
  const capitals = gaps.map((_, day) => live.capital?.[day] ?? NaN)
  const returns = gaps.map(({ activePnl }, day) => (capitals[day]! > 0 ? rounded(activePnl) / capitals[day]! : NaN))
  const known = returns.filter((value) => !Number.isNaN(value))
  const days = gaps.map(({ day, activePnl }, index) => ({
    day,
    active_pnl: rounded(activePnl),
    te_day_bps: Number.isNaN(returns[index]) ? null : teDayBps(returns[index]!, live.daysPerYear),
  }))
  return {
    te_rms_bps: trackingErrorRmsBps(known, live.daysPerYear),
    td_bps: trackingDifferenceBps(known, live.daysPerYear),
    active_pnl: rounded(gaps.reduce((total, gap) => total + gap.activePnl, 0)),
    days_over_limit: days.filter((day) => day.te_day_bps !== null && day.te_day_bps > limitBps).length,
    days,
  }
}

/** Says what is left in one sentence, with the causes named that show at its decimals: two, and more for small amounts. */
export function sentenceOfLeft(
  name: string,
  left: Left & { readonly attribution: Readonly<Record<Cause, number>> | null },
  currency: string | null,
): string {
  const amount = (cause: Cause) => left.attribution?.[cause] ?? 0
  const size = (cause: Cause) => Math.abs(amount(cause))
  const decimals = moneyDecimals(Math.max(Math.abs(left.active_pnl), ...CAUSES.map(size)))
  const causes = CAUSES.filter((cause) => size(cause) >= 0.5 * 10 ** -decimals)
    .sort((a, b) => size(b) - size(a))
    .map((cause) => `${cause} ${money(amount(cause), decimals)}`)
  const parts = causes.length === 0 ? '' : ` (${causes.join(', ')})`
  return `With "${name}" live is ${money(left.active_pnl, decimals)}${currency === null ? '' : ` ${currency}`} against the simulation over ${counted(left.days.length, 'day')}${parts}${verdict(left)}.`
}

type Left = GapsLeft & Pick<AgainstLive, 'limit_bps'>

/** Says how the tracking error left stands to the limit: that of the one day, or of all days together. */
function verdict(left: Left): string {
  const { limit_bps: limit, days, days_over_limit: over } = left
  const error = days.length === 1 ? days[0]!.te_day_bps : left.te_rms_bps
  if (error === null) return ''
  const place = error > limit ? 'above' : 'under'
  const many = days.length > 1 ? `; ${counted(over, 'day')} above it` : ''
  return `: ${bps(error).replace('+', '')} bps of tracking error a year left, ${place} the limit of ${limit}${many}`
}

function rounded(value: number): number {
  return Math.round(value * MILLIONTHS) / MILLIONTHS + 0
}
