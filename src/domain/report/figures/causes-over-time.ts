import type { Cause, Review, ReviewDay } from '#shared/review.ts'
import { shownCauses } from '../day-facts.ts'
import { element, type Markup } from '../markup.ts'
import { plain } from '../number-text.ts'
import { dayTicks } from './day-axis.ts'
import { dayAxis, dayPositions, figure, FIGURE_WIDTH, line, valueAxis, type Frame } from './figure.ts'
import { rectanglePath } from './path.ts'
import { causeFill, causeSwatch } from './patterns.ts'
import { linearScale, niceTicks, tickDecimals } from './scale.ts'

const HEIGHT = 200
const FRAME: Frame = { left: 64, right: FIGURE_WIDTH - 4, top: 8, bottom: HEIGHT - 26 }

/** Draws each day's gap by cause, stacked up from 0 what helped and down what hurt, in money. Null without days. */
export function causesOverTimeFigure(review: Review): Markup | null {
  const { days, settings } = review
  if (days.length === 0) return null
  const causes = shownCauses(review)
  const parts = days.map((day) => dayParts(day, causes))
  const low = Math.min(0, ...parts.map((day) => stacked(day, -1)))
  const high = Math.max(0, ...parts.map((day) => stacked(day, 1)))
  const y = linearScale(low, high === low ? 1 : high, FRAME.bottom - 2, FRAME.top + 2)
  const x = dayPositions(FRAME, days.length)
  const width = Math.max(0.6, Math.min(28, ((FRAME.right - FRAME.left) / days.length) * 0.78))
  const ticks = niceTicks(low, high, 5)
  const outline = (cause: Cause) =>
    parts.map((day, index) => barPath(day, cause, x(index) - width / 2, width, y)).join('')
  return figure(
    {
      title: 'Causes by day',
      note: `${settings.currency ?? 'money'}, live − backtest`,
      legend: causes.map((cause) => element('li', {}, causeSwatch(cause), ` ${cause}`)),
      summary: `Stacked bars of ${causes.join(', ')} for ${days.length} days.`,
      height: HEIGHT,
    },
    valueAxis(FRAME, y, ticks, (value) => plain(value, tickDecimals(ticks))),
    causes.map((cause) => element('path', { class: 'bar', fill: causeFill(cause), d: outline(cause) })),
    line(FRAME.left, y(0), FRAME.right, y(0), 'zero'),
    dayAxis(
      FRAME,
      x,
      dayTicks(
        days.map(({ day }) => day),
        10,
      ),
    ),
  )
}

interface Part {
  readonly cause: Cause
  readonly amount: number
}

function dayParts(day: ReviewDay, causes: readonly Cause[]): Part[] {
  return causes.map((cause) => ({ cause, amount: day.attribution[cause] }))
}

function stacked(parts: readonly Part[], sign: 1 | -1): number {
  return parts.reduce((sum, { amount }) => (amount * sign > 0 ? sum + amount : sum), 0)
}

function barPath(parts: readonly Part[], cause: Cause, x: number, width: number, y: (value: number) => number): string {
  const position = parts.findIndex((part) => part.cause === cause)
  const amount = parts[position]?.amount ?? 0
  const base = stacked(parts.slice(0, position), amount < 0 ? -1 : 1)
  const [from, to] = [y(base), y(base + amount)]
  return Math.abs(to - from) < 0.05 ? '' : rectanglePath(x, Math.min(from, to), width, Math.abs(to - from))
}
