import type { ReviewDay } from '#shared/review.ts'
import { axis, layout, type Draw } from './figure.ts'
import { dayTicks, withAlpha } from './day-axis.ts'
import { shownDecimals } from '../ui/money.svelte.ts'

/** One day of the cumulative figure; a day whose P&L is missing adds nothing and is left out of the lines. */
export interface CumulativeDay {
  readonly day: string
  readonly live: number
  readonly backtest: number
  readonly gap: number
}

/** Returns running P&L of both sides and their gap, over the days both sides have. */
export function cumulate(days: readonly ReviewDay[]): CumulativeDay[] {
  let live = 0
  let backtest = 0
  return days.flatMap((day) => {
    if (day.live_pnl === null || day.backtest_pnl === null) return []
    live += day.live_pnl
    backtest += day.backtest_pnl
    return [{ day: day.day, live, backtest, gap: live - backtest }]
  })
}

/** Draws cumulative P&L of live (solid) and backtest (dashed) with the gap between them filled. */
export function cumulativeFigure(days: readonly CumulativeDay[], currency: string): Draw {
  return (palette) => {
    const x = days.map(({ day }) => day)
    const shared = { type: 'scatter', mode: 'lines', x }
    return {
      data: [
        {
          ...shared,
          y: days.map((day) => day.backtest),
          name: 'backtest',
          line: { color: palette.backtest, width: 1.5, dash: 'dash' },
          hovertemplate: `backtest %{y:+,.${shownDecimals()}f}<extra></extra>`,
        },
        {
          ...shared,
          y: days.map((day) => day.live),
          name: 'live',
          line: { color: palette.live, width: 1.75 },
          fill: 'tonexty',
          fillcolor: withAlpha(palette.band.critical, 0.14),
          customdata: days.map(({ gap }) => gap),
          hovertemplate: `live %{y:+,.${shownDecimals()}f}<br>gap %{customdata:+,.${shownDecimals()}f}<extra></extra>`,
        },
      ],
      layout: layout(palette, {
        hovermode: 'x unified',
        showlegend: true,
        margin: { l: 56, r: 12, t: 24, b: 24 },
        xaxis: axis(palette, {
          type: 'date',
          ...dayTicks(days),
          showgrid: false,
          tickformat: '%d %b',
          hoverformat: '%Y-%m-%d',
        }),
        yaxis: axis(palette, {
          tickformat: ',',
          title: { text: currency, font: { size: 11, color: palette.muted } },
        }),
      }),
    }
  }
}
