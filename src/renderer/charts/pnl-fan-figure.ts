import type { SimulateDocument } from '#shared/simulate/document.ts'
import type { CumulativeDay } from './cumulative-figure.ts'
import { dayAxis, withAlpha } from './day-axis.ts'
import { axis, label, layout, type Draw } from './figure.ts'
import { shownDecimals } from '../ui/money.svelte.ts'

type Result = SimulateDocument['scenarios'][number]

/** One day of the fan, money since the first day. */
export interface FanDay {
  readonly day: string
  readonly live: number | null
  readonly backtest: number | null
  readonly p5: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly mean: number | null
}

const BAND_OPACITY = 0.22
/** Days up to which each has a marker: a line of few days is hardly seen. */
const MOST_MARKED = 10

/** Returns the cumulated P&L of a scenario over draws beside that of live and backtest, which have none on days without. */
export function fanDays({ days }: Result, sides: readonly CumulativeDay[]): FanDay[] {
  const known = new Map(sides.map((side) => [side.day, side]))
  return days.map(({ day, pnl_cumulated: fan }) => ({
    day,
    live: known.get(day)?.live ?? null,
    backtest: known.get(day)?.backtest ?? null,
    p5: fan?.p5 ?? null,
    p50: fan?.p50 ?? null,
    p95: fan?.p95 ?? null,
    mean: fan?.mean ?? null,
  }))
}

/** Draws the fan: the band holds nine draws in ten, its dotted line the median; live solid, the backtest dashed. */
export function pnlFanFigure(name: string, days: readonly FanDay[], currency: string): Draw {
  const x = days.map(({ day }) => day)
  const mode = days.length <= MOST_MARKED ? 'lines+markers' : 'lines'
  return (palette) => {
    const edge = {
      type: 'scatter',
      mode: 'lines',
      x,
      line: { width: 0.75, color: palette.scenario },
      hoverinfo: 'skip',
    }
    const band = withAlpha(palette.scenario, BAND_OPACITY)
    const line = { type: 'scatter', mode, x }
    return {
      data: [
        { ...edge, y: days.map(({ p5 }) => p5), showlegend: false },
        { ...edge, y: days.map(({ p95 }) => p95), name: 'P5 to P95', fill: 'tonexty', fillcolor: band },
        {
          ...{ ...line, y: days.map(({ p50 }) => p50), name: `${label(name)}, median` },
          line: { color: palette.scenario, width: 1.75, dash: 'dot' },
          marker: { symbol: 'circle', size: 6 },
          customdata: days.map(({ p5, p95 }) => [p5, p95]),
          hovertemplate: `median %{y:+,.${shownDecimals()}f}<br>P5 to P95 %{customdata[0]:+,.${shownDecimals()}f} to %{customdata[1]:+,.${shownDecimals()}f}<extra></extra>`,
        },
        {
          ...{ ...line, y: days.map(({ backtest }) => backtest), name: 'backtest' },
          line: { color: palette.backtest, width: 1.5, dash: 'dash' },
          marker: { symbol: 'diamond-open', size: 7 },
          hovertemplate: `backtest %{y:+,.${shownDecimals()}f}<extra></extra>`,
        },
        {
          ...{ ...line, y: days.map(({ live }) => live), name: 'live' },
          line: { color: palette.live, width: 1.75 },
          marker: { symbol: 'square', size: 6 },
          hovertemplate: `live %{y:+,.${shownDecimals()}f}<extra></extra>`,
        },
      ],
      layout: layout(palette, {
        hovermode: 'x unified',
        showlegend: true,
        margin: { l: 60, r: 12, t: 28, b: 24 },
        xaxis: axis(palette, {
          ...dayAxis(days),
          ...(days.length === 1 && { tickvals: x }),
        }),
        yaxis: axis(palette, {
          tickformat: ',',
          title: { text: currency, font: { size: 11, color: palette.muted } },
        }),
      }),
    }
  }
}
