import { gapOf } from '#domain/report/day-facts.ts'
import type { ReviewDay } from '#shared/review.ts'
import { writeMoney } from '../ui/money.svelte.ts'
import { DAY_BAR_MS, dayAxis, shadeOutside, type DaySpan } from './day-axis.ts'
import { axis, layout, type Draw } from './figure.ts'

/** One day's live minus backtest P&L, money. */
interface DayGap {
  readonly day: string
  readonly gap: number
}

/** Returns the gap of every day that both sides have. */
export function dayGaps(days: readonly ReviewDay[]): DayGap[] {
  return days.flatMap((day) => {
    const gap = gapOf(day)
    return gap === null ? [] : [{ day: day.day, gap }]
  })
}

/**
 * Draws live minus backtest P&L of each day, money: all that can be drawn by day where no capital is known. `selected` stands
 * out; `range` shades what is outside it.
 */
export function gapDaysFigure(
  days: readonly ReviewDay[],
  selected: string | null,
  range: DaySpan,
  currency: string,
): Draw {
  const shown = dayGaps(days)
  return (palette) => ({
    data: [
      {
        type: 'bar',
        x: shown.map(({ day }) => day),
        y: shown.map(({ gap }) => gap),
        width: DAY_BAR_MS,
        marker: {
          color: shown.map(({ gap }) => (gap < 0 ? palette.band.critical : palette.backtest)),
          line: {
            color: palette.ink,
            width: shown.map(({ day }) => (day === selected ? 2 : 0)),
          },
        },
        text: shown.map(({ day, gap }) => `${day}: ${writeMoney(gap)} ${currency}`),
        textposition: 'none',
        hovertemplate: '%{text}<extra></extra>',
        selected: { marker: { opacity: 1 } },
        unselected: { marker: { opacity: 1 } },
      },
    ],
    layout: layout(palette, {
      margin: { l: 56, r: 12, t: 10, b: 24 },
      dragmode: 'select',
      selectdirection: 'h',
      hovermode: 'x',
      xaxis: axis(palette, dayAxis(days)),
      yaxis: axis(palette, {
        tickformat: ',',
        zeroline: true,
        title: { text: currency, font: { size: 11, color: palette.muted } },
      }),
      newselection: { line: { color: palette.accent, width: 1, dash: 'solid' } },
      shapes: shadeOutside(days, range, palette),
    }),
  })
}
