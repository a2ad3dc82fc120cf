import { SECOND, dayStart, formatTime } from './calendar.ts'
import { printCsv } from './csv.ts'
import { CAPITAL } from './story.ts'

/** Returns equity.csv: the live account's NAV in the last second of the day before the first, then of every day. */
export function printEquity(dailyPnl: readonly number[]): string {
  let nav = CAPITAL
  const navs = [nav, ...dailyPnl.map((pnl) => (nav += pnl))]
  return printCsv(
    [
      ['t', ({ day }) => formatTime(dayStart(day + 1) - SECOND, 0)],
      ['nav', ({ value }) => value.toFixed(6)],
      ['flow', () => '0'],
    ],
    navs.map((value, position) => ({ day: position - 1, value })),
  )
}
