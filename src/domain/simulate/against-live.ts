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
  /** Traded plus carried notional of both sides, money. */
  readonly notional: number
}

/** A thousandth of what a review lets the residual come to; sums in another order differ by a hundredth of this. */
const GRAIN_SHARE = 1e-12

/** The strategy's limit, annualised bps; how many draws the mean fills are of; the currency of the money, null when not known. */
export interface LeftSettings {
  readonly limitBps: number
  readonly draws: number
  readonly currency: string | null
}

/**
 * Returns what is left between live and a scenario. Money is rounded to 1e-12 of the largest day's traded and carried
 * notional, down to a power of ten (a millionth where a million was traded, 1e-11 where 20 BTC were), so that the order of
 * a database's sums does not show, whatever the currency. The residual is at most 1e-9 of its day's notional, as in a
 * review; rounding adds less than five grains a day.
 */
export function againstLive(
  name: string,
  exact: readonly AttributedGap[],
  live: LiveReference,
  { limitBps, draws, currency }: LeftSettings,
): AgainstLive {
  const round = rounding(exact.reduce((most, { notional }) => Math.max(most, notional), 0))
  const gaps = exact.map((gap) => ({ ...gap, activePnl: round(gap.activePnl) }))
  const { days, ...totals } = gapsLeft(gaps, live, limitBps)
  const sum = (of: (gap: AttributedGap) => number) => round(exact.reduce((total, gap) => total + of(gap), 0))
  const left = {
    ...{ limit_bps: limitBps, draws, ...totals, active_pnl: sum((gap) => gap.activePnl) },
    attribution: { ...byCause((cause) => sum((gap) => gap.byCause[cause])), residual: sum((gap) => gap.residual) },
    days: days.map((day, index) => {
      const { byCause: causes, residual } = exact[index]!
      return { ...day, attribution: { ...byCause((cause) => round(causes[cause])), residual: round(residual) } }
    }),
  }
  return { ...left, sentence: sentenceOfLeft(name, left, currency) }
}

/** Returns what rounds money to the grain of a notional. */
function rounding(notional: number): (money: number) => number {
  if (!(notional > 0)) return (money) => money
  const decimals = -Math.floor(Math.log10(notional * GRAIN_SHARE))
  const scale = 10 ** Math.min(Math.max(decimals, 0), MOST_DECIMALS)
  return (money) => Math.round(money * scale) / scale + 0
}

/** The largest power of ten that is exact. */
const MOST_DECIMALS = 22

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
  const returns = gaps.map(({ activePnl }, day) => (capitals[day]! > 0 ? activePnl / capitals[day]! : NaN))
  const known = returns.filter((value) => !Number.isNaN(value))
  const days = gaps.map(({ day, activePnl }, index) => ({
    day,
    active_pnl: activePnl,
    te_day_bps: Number.isNaN(returns[index]) ? null : teDayBps(returns[index]!, live.daysPerYear),
  }))
  return {
    te_rms_bps: trackingErrorRmsBps(known, live.daysPerYear),
    td_bps: trackingDifferenceBps(known, live.daysPerYear),
    active_pnl: gaps.reduce((total, gap) => total + gap.activePnl, 0),
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
