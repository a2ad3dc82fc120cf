import { teByCauseBps } from '#domain/parity/euler.ts'
import type { SliceFilter } from '#shared/contract.ts'
import { CAUSES, type Cause, type Review, type ReviewDay } from '#shared/review.ts'
import { capitalOf, gapOf } from '#domain/report/day-facts.ts'
import { groupBy, narrowsRows, ROW_CAUSES, type Cube } from './cube.ts'

export const MEASURES = ['pnl', 'te'] as const
export type Measure = (typeof MEASURES)[number]

export const UNITS = ['money', 'bp', 'share'] as const
export type Unit = (typeof UNITS)[number]

export type CauseAmounts = Readonly<Record<Cause, number>>

/** One day's difference by cause, money; `residual` is what the causes leave of the gap. */
export interface DayParts {
  readonly day: string
  readonly causes: CauseAmounts
  readonly residual: number
}

/** A difference cut into causes. `start` and `end` are the P&L of both sides where the cut is of whole days. */
export interface Parts {
  readonly causes: CauseAmounts
  readonly residual: number
  readonly total: number
  readonly start: number | null
  readonly end: number | null
}

/** Returns the difference of each day by cause: the review's own where whole days are shown, the cube's where rows are filtered. Null until the cube is there. */
export function partsByDay(review: Review, cube: Cube | null, filter: SliceFilter): DayParts[] | null {
  const days = daysIn(review, filter)
  if (!narrowsRows(filter))
    return days.map((day) => ({ day: day.day, causes: day.attribution, residual: day.attribution.residual }))
  if (cube === null) return null
  const byDay = new Map(groupBy(cube, 'day', filter, { names: ROW_CAUSES }).map(({ value, sums }) => [value, sums]))
  return days.map(({ day }) => {
    const sums = byDay.get(day)
    const causes = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>
    for (const cause of ROW_CAUSES) causes[cause] = sums?.[cause] ?? 0
    return { day, causes, residual: 0 }
  })
}

/** Returns the P&L difference of the shown days by cause, money. */
export function pnlParts(review: Review, filter: SliceFilter, days: readonly DayParts[]): Parts {
  const causes = addUp(days)
  const residual = days.reduce((total, day) => total + day.residual, 0)
  const total = CAUSES.reduce((sum, cause) => sum + causes[cause], residual)
  if (narrowsRows(filter)) return { causes, residual, total, start: null, end: null }
  const both = daysIn(review, filter).filter((day) => gapOf(day) !== null)
  const side = (name: 'live_pnl' | 'backtest_pnl') => both.reduce((sum, day) => sum + (day[name] ?? 0), 0)
  return { causes, residual, total, start: side('backtest_pnl'), end: side('live_pnl') }
}

/**
 * Returns the tracking error of the shown days by cause, annualised bps (Euler parts, which add up). Rows that are filtered
 * contribute their part of the whole days' tracking error. Null without capital or below two days.
 */
export function trackingErrorParts(review: Review, filter: SliceFilter, days: readonly DayParts[]): Parts | null {
  const byDay = new Map(days.map((day) => [day.day, day]))
  const used = daysIn(review, filter).flatMap((day) => {
    const parts = byDay.get(day.day)
    const capital = capitalOf(review, day)
    return parts === undefined || capital === null || day.active_return === null
      ? []
      : [{ parts, capital, active: day.active_return }]
  })
  const names = [...CAUSES, 'residual'] as const
  const returns = Object.fromEntries(
    names.map((name) => [
      name,
      used.map(({ parts, capital }) => (name === 'residual' ? parts.residual : parts.causes[name]) / capital),
    ]),
  ) as Record<(typeof names)[number], number[]>
  const active = used.map((day) => day.active)
  const { residual, ...causes } = teByCauseBps(
    returns,
    active,
    review.settings.annualisation,
    review.settings.band_measure,
  )
  if (residual === null || CAUSES.some((cause) => causes[cause] === null)) return null
  const amounts = causes as CauseAmounts
  return {
    causes: amounts,
    residual,
    total: CAUSES.reduce((sum, cause) => sum + amounts[cause], residual),
    start: null,
    end: null,
  }
}

/**
 * Returns the P&L difference of the shown days by cause in bps of each day's own capital, not annualised; null where a day's
 * capital is not known.
 */
export function basisPointParts(review: Review, filter: SliceFilter, days: readonly DayParts[]): Parts | null {
  const shown = new Map(daysIn(review, filter).map((day) => [day.day, day]))
  const inBps = days.map((parts) => {
    const day = shown.get(parts.day)
    const capital = day === undefined ? null : capitalOf(review, day)
    if (capital === null) return day?.active_return === 0 ? scaledDay(parts, 0) : null
    return scaledDay(parts, 1e4 / capital)
  })
  if (inBps.length === 0 || inBps.includes(null)) return null
  const known = inBps.filter((day) => day !== null)
  const { causes, residual, total } = pnlParts(review, filter, known)
  if (narrowsRows(filter)) return { causes, residual, total, start: null, end: null }
  const side = (name: 'live_return' | 'backtest_return') =>
    [...shown.values()].reduce((sum, day) => sum + (day[name] ?? 0) * 1e4, 0)
  return { causes, residual, total, start: side('backtest_return'), end: side('live_return') }
}

/** Returns the causes as fractions of the whole difference; null when there is none. */
export function inShares(parts: Parts): Parts | null {
  return parts.total === 0 ? null : { ...scaled(parts, 1 / parts.total), start: null, end: null }
}

/** Returns the days of a review that a filter keeps. */
function daysIn(review: Review, { from, to }: SliceFilter): ReviewDay[] {
  return review.days.filter(({ day }) => day >= (from ?? '') && day <= (to ?? '\uffff'))
}

/** Returns the cause with the largest part in the direction of the whole, else the largest. */
export function leadingCause({ causes, total }: Pick<Parts, 'causes' | 'total'>): Cause {
  const direction = Math.sign(total) || 1
  return CAUSES.reduce((best, cause) => (causes[cause] * direction > causes[best] * direction ? cause : best))
}

function scaledDay({ day, causes, residual }: DayParts, factor: number): DayParts {
  const scaledCauses = Object.fromEntries(CAUSES.map((cause) => [cause, causes[cause] * factor]))
  return { day, causes: scaledCauses as Record<Cause, number>, residual: residual * factor }
}

function addUp(days: readonly DayParts[]): CauseAmounts {
  return Object.fromEntries(
    CAUSES.map((cause) => [cause, days.reduce((sum, day) => sum + day.causes[cause], 0)]),
  ) as Record<Cause, number>
}

function scaled(parts: Parts, factor: number): Parts {
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, parts.causes[cause] * factor])) as Record<
    Cause,
    number
  >
  return {
    causes,
    residual: parts.residual * factor,
    total: parts.total * factor,
    start: parts.start === null ? null : parts.start * factor,
    end: parts.end === null ? null : parts.end * factor,
  }
}
