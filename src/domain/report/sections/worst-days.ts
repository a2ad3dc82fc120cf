import type { Review, ReviewDay } from '#shared/review.ts'
import { gapBpsOf, gapOf, hasReturns, moneyDecimalsOf, moneyOf, topCauseOf, worstDays } from '../day-facts.ts'
import { causeStrip, movedMoney } from '../figures/cause-strip.ts'
import { bandOf } from '#domain/parity/band.ts'
import { bandMark, causeSwatch } from '../figures/patterns.ts'
import { element, type Child } from '../markup.ts'
import { bps, dayText, plain } from '../number-text.ts'
import { table, type Column, type Row } from './table.ts'

const SHOWN = 10

/** Returns the days with the largest gaps and what each is made of; null where live equals the backtest every day. */
export function worstDaysSection(review: Review): Child {
  const worst = worstDays(review, SHOWN)
  if (worst.length === 0) return null
  const withBps = hasReturns(review)
  const largest = Math.max(...worst.map(movedMoney))
  const columns: Column[] = [
    { header: 'day' },
    { header: `gap, ${review.settings.currency ?? 'money'}`, kind: 'number' },
    ...(withBps
      ? ([
          { header: 'bps of capital', kind: 'number' },
          { header: 'annualised', kind: 'number' },
          { header: 'that day alone' },
        ] as const)
      : []),
    { header: 'mostly' },
    { header: '', kind: 'number' },
    { header: 'made of, to scale', kind: 'fill' },
  ]
  return table(
    'Worst days',
    columns,
    worst.map((day) => dayRow(review, day, withBps, largest)),
  )
}

function dayRow(review: Review, day: ReviewDay, withBps: boolean, largest: number): Row {
  const cause = topCauseOf(day, moneyDecimalsOf(review))
  const say = moneyOf(review)
  const alone = day.te_day_bps === null ? null : bandOf(day.te_day_bps, review.settings.band_edges_bps)
  return {
    cells: [
      element('a', { href: `#day-${day.day}` }, dayText(day.day)),
      say(gapOf(day)),
      ...(withBps ? [bps(gapBpsOf(day)), plain(day.te_day_bps, 1), bandMark(alone)] : []),
      cause === null ? '–' : [causeSwatch(cause), ` ${cause}`],
      cause === null ? '' : say(day.attribution[cause]),
      causeStrip(day, largest),
    ],
  }
}
