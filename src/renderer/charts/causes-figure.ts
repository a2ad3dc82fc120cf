import { CAUSES, type Cause } from '#shared/review.ts'
import { axis, layout, type Draw } from './figure.ts'
import { CAUSE_PATTERN, overMarks } from './palette.ts'
import { DAY_BAR_MS, dayAxis, shadeOutside, type DaySpan } from './day-axis.ts'
import { shownDecimals } from '../ui/money.svelte.ts'

/** Draws each day's difference by cause as stacked bars, gains up and losses down; the chosen cause stands out. Causes that never differ are left out; days outside the brush are shaded. */
export function causesFigure(
  days: readonly { readonly day: string; readonly causes: Readonly<Record<Cause, number>> }[],
  chosen: Cause | null,
  brushed: DaySpan,
  unit: string,
): Draw {
  const present = CAUSES.filter((cause) => days.some((day) => Math.abs(day.causes[cause]) > 0))
  return (palette) => ({
    data: present.map((cause) => ({
      type: 'bar',
      name: cause,
      x: days.map(({ day }) => day),
      y: days.map(({ causes }) => causes[cause]),
      width: DAY_BAR_MS,
      marker: {
        color: palette.cause[cause],
        pattern: overMarks(palette, CAUSE_PATTERN[cause], 5, palette.cause[cause]),
      },
      opacity: chosen === null || chosen === cause ? 1 : 0.35,
      hovertemplate: `%{x|%Y-%m-%d} ${cause} %{y:+,.${shownDecimals()}f}<extra></extra>`,
      selected: { marker: { opacity: 1 } },
      unselected: { marker: { opacity: 1 } },
    })),
    layout: layout(palette, {
      barmode: 'relative',
      bargap: 0.15,
      dragmode: 'select',
      selectdirection: 'h',
      showlegend: true,
      legend: {
        orientation: 'h',
        x: 0,
        y: 1.02,
        yanchor: 'bottom',
        font: { size: 11, color: palette.muted },
        itemclick: false,
        itemdoubleclick: false,
      },
      margin: { l: 56, r: 12, t: 30, b: 24 },
      newselection: { line: { color: palette.accent, width: 1, dash: 'solid' } },
      shapes: shadeOutside(days, brushed, palette),
      xaxis: axis(palette, dayAxis(days)),
      yaxis: axis(palette, { tickformat: ',', title: { text: unit, font: { size: 11, color: palette.muted } } }),
    }),
  })
}
