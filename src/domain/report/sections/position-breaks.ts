import type { Review } from '#shared/review.ts'
import type { Child } from '../markup.ts'
import { quantity } from '../number-text.ts'
import { capped, smallPrint, table } from './table.ts'

const SHOWN = 30

/** Returns the days on which live and backtest ended with other positions; null where they never did. */
export function positionBreaksSection(review: Review): Child {
  if (review.position_breaks.length === 0) return null
  const { shown, more } = capped(review.position_breaks, SHOWN, 'break', 'review.json')
  const columns = [
    { header: 'day' },
    { header: 'symbol' },
    { header: 'live', kind: 'number' },
    { header: 'backtest', kind: 'number' },
    { header: 'difference', kind: 'number' },
  ] as const
  const rows = shown.map(({ day, symbol, live, backtest }) => ({
    cells: [day, symbol, quantity(live), quantity(backtest), quantity(live - backtest)],
  }))
  return [
    smallPrint('Positions at the end of the day, backtest after scaling.'),
    table('Position breaks', columns, rows),
    smallPrint(more),
  ]
}
