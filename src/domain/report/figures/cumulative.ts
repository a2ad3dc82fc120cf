import type { Review, ReviewDay } from '#shared/review.ts'
import { moneyOf } from '../day-facts.ts'
import { element, type Markup } from '../markup.ts'
import { plain } from '../number-text.ts'
import { dayTicks } from './day-axis.ts'
import { dayAxis, figure, FIGURE_WIDTH, label, line, valueAxis, type Frame } from './figure.ts'
import { closedPath, openPath, type Point } from './path.ts'
import { linearScale, niceTicks, tickDecimals, type Scale } from './scale.ts'

const HEIGHT = 220
const FRAME: Frame = { left: 64, right: FIGURE_WIDTH - 150, top: 10, bottom: HEIGHT - 26 }
const LABEL_GAP = 16

/** Draws cumulative live and backtest P&L from 0 before the first day, the gap between them filled: hatched where live is behind, plain where it is ahead. Null without days. */
export function cumulativeFigure(review: Review): Markup | null {
  const { days } = review
  if (days.length === 0) return null
  const live = cumulated(days, (day) => day.live_pnl)
  const backtest = cumulated(days, (day) => day.backtest_pnl)
  const [liveEnd = 0, backtestEnd = 0] = [live.at(-1), backtest.at(-1)]
  const values = [...live, ...backtest]
  const low = values.reduce((least, value) => Math.min(least, value))
  const high = values.reduce((most, value) => Math.max(most, value))
  const y = linearScale(low, high, FRAME.bottom - 4, FRAME.top + 4)
  const x = positions(days.length)
  const points = (values: readonly number[]) => values.map((value, index): Point => ({ x: x(index), y: y(value) }))
  const say = moneyOf(review)
  const ticks = niceTicks(low, high, 5)
  return figure(
    {
      title: 'Cumulative P&L',
      note: `${review.settings.currency ?? 'money'}; the filled gap is live − backtest, hatched where live is behind`,
      summary: `Live ends at ${say(liveEnd)}, the backtest at ${say(backtestEnd)}.`,
      height: HEIGHT,
    },
    valueAxis(FRAME, y, ticks, (value) => plain(value, tickDecimals(ticks))),
    low <= 0 && high >= 0 ? line(FRAME.left, y(0), FRAME.right, y(0), 'zero') : null,
    gapAreas(points(live), points(backtest)),
    element('path', { class: 'backtest', d: openPath(points(backtest)) }),
    element('path', { class: 'live', d: openPath(points(live)) }),
    endLabels(review, liveEnd, backtestEnd, y),
    dayAxis(
      FRAME,
      (index) => x(index + 0.5),
      dayTicks(
        days.map(({ day }) => day),
        9,
      ),
    ),
  )
}

function cumulated(days: readonly ReviewDay[], of: (day: ReviewDay) => number | null): number[] {
  let sum = 0
  return [0, ...days.map((day) => (sum += of(day) ?? 0))]
}

/** Position 0 is before the first day, position n the end of the nth. */
function positions(days: number): (index: number) => number {
  return (index) => FRAME.left + (index / days) * (FRAME.right - FRAME.left)
}

/** Returns the areas between two lines over the same x, split where they cross; smaller y is higher up. */
function gapAreas(live: readonly Point[], backtest: readonly Point[]): Markup[] {
  const behind: string[] = []
  const ahead: string[] = []
  for (let index = 1; index < live.length; index += 1) {
    const [l0, l1, b0, b1] = [live[index - 1]!, live[index]!, backtest[index - 1]!, backtest[index]!]
    const [before, after] = [l0.y - b0.y, l1.y - b1.y]
    if (before * after >= 0) (before + after > 0 ? behind : ahead).push(closedPath([l0, l1, b1, b0]))
    else {
      const share = before / (before - after)
      const crossing = { x: l0.x + share * (l1.x - l0.x), y: l0.y + share * (l1.y - l0.y) }
      ;(before > 0 ? behind : ahead).push(closedPath([l0, crossing, b0]))
      ;(after > 0 ? behind : ahead).push(closedPath([l1, crossing, b1]))
    }
  }
  return [
    element('path', { fill: 'url(#fill-behind)', d: behind.join('') }),
    element('path', { fill: 'url(#fill-ahead)', d: ahead.join('') }),
  ]
}

/** Labels stand at the lines' ends, apart from each other. */
function endLabels(review: Review, live: number, backtest: number, y: Scale): Markup[] {
  const say = moneyOf(review)
  const middle = (y(live) + y(backtest)) / 2
  const apart = Math.max(LABEL_GAP, Math.abs(y(live) - y(backtest))) / 2
  const [liveY, backtestY] = live >= backtest ? [middle - apart, middle + apart] : [middle + apart, middle - apart]
  const text = FRAME.right + 10
  return [
    label(text, backtestY + 4, `backtest ${say(backtest)}`, 'start', 'backtest-text'),
    label(text, liveY + 4, `live ${say(live)}`, 'start', 'strong'),
  ]
}
