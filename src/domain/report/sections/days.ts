import type { Review, ReviewDay } from '#shared/review.ts'
import { gapBpsOf, gapOf, hasReturns, moneyDecimalsOf, moneyOf, topCauseOf } from '../day-facts.ts'
import { calendarFigure } from '../figures/calendar.ts'
import { bandMark } from '../figures/patterns.ts'
import { element, type Child } from '../markup.ts'
import { bps, plain } from '../number-text.ts'
import { ACTION_WORDS } from '../words.ts'
import { capped, smallPrint, table, type Column, type Row } from './table.ts'

const SHOWN = 400

/** Returns the calendar and every evaluated day, the newest first; null without days. */
export function daysSection(review: Review): Child {
  if (review.days.length === 0) return null
  const withBps = hasReturns(review)
  const { shown, more } = capped(review.days.toReversed(), SHOWN, 'day', 'review.json and days.csv')
  return [
    calendarFigure(review),
    table('Days', columnsOf(review, withBps), shown.map(rowOf(review, withBps))),
    smallPrint(more),
  ]
}

function columnsOf(review: Review, withBps: boolean): Column[] {
  const unit = review.settings.currency ?? 'money'
  const measures: Column[] = [
    { header: 'gap, bps', kind: 'number' },
    { header: 'TE rms', kind: 'number' },
    { header: 'TE', kind: 'number' },
    { header: 'TD', kind: 'number' },
    { header: 'band' },
    { header: 'streak', kind: 'number' },
    { header: 'action' },
  ]
  return [
    { header: 'day' },
    { header: ['live P&L, ', unit], kind: 'number' },
    { header: 'backtest P&L', kind: 'number' },
    { header: 'gap', kind: 'number' },
    ...(withBps ? measures : []),
    { header: 'mostly', kind: 'fill' },
  ]
}

/** Returns how a day prints as a row; made once, for the decimals of money are the whole review's. */
function rowOf(review: Review, withBps: boolean): (day: ReviewDay) => Row {
  const say = moneyOf(review)
  const decimals = moneyDecimalsOf(review)
  return (day) => ({
    anchor: `day-${day.day}`,
    cells: [
      element('span', { class: 'day' }, day.day),
      say(day.live_pnl),
      say(day.backtest_pnl),
      say(gapOf(day)),
      ...(withBps ? measureCells(day) : []),
      topCauseOf(day, decimals) ?? '–',
    ],
  })
}

function measureCells(day: ReviewDay): Child[] {
  return [
    bps(gapBpsOf(day)),
    plain(day.te_rms_bps, 1),
    plain(day.te_bps, 1),
    bps(day.td_bps),
    bandMark(day.band),
    String(day.streak),
    day.action === null ? '–' : ACTION_WORDS[day.action],
  ]
}
