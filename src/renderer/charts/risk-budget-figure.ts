import type { CanaryDocument } from '#shared/canary.ts'
import { dayTicks } from './day-axis.ts'
import { axis, layout, type Draw } from './figure.ts'

/** Draws the risk used over time (thin) and its latched high water (bold) against the limit, where one is known. */
export function riskBudgetFigure(risk: CanaryDocument['risk'], limit: number | null): Draw {
  const top = Math.max(limit ?? 0, ...risk.map(({ high_water: high }) => high)) * 1.15
  return (palette) => ({
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'used',
        x: risk.map(({ t }) => t),
        y: risk.map(({ used }) => used),
        line: { color: palette.muted, width: 1 },
        hovertemplate: 'used %{y:.3%}<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'high water',
        x: risk.map(({ t }) => t),
        y: risk.map(({ high_water: high }) => high),
        line: { color: palette.live, width: 1.75, shape: 'hv' },
        hovertemplate: 'high water %{y:.3%}<extra></extra>',
      },
    ],
    layout: layout(palette, {
      hovermode: 'x unified',
      showlegend: true,
      margin: { l: 44, r: 12, t: 24, b: 24 },
      xaxis: axis(palette, {
        type: 'date',
        showgrid: false,
        ...dayTicks(risk.map(({ t }) => ({ day: t.slice(0, 10) }))),
        tickformat: '%d %b',
        hoverformat: '%Y-%m-%d %H:%M UTC',
      }),
      yaxis: axis(palette, { tickformat: '.1%', range: [Math.min(0, ...risk.map(({ used }) => used)), top] }),
      shapes:
        limit === null
          ? []
          : [
              {
                type: 'line',
                xref: 'paper',
                x0: 0,
                x1: 1,
                y0: limit,
                y1: limit,
                line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
              },
            ],
      annotations:
        limit === null
          ? []
          : [
              {
                xref: 'paper',
                x: 0,
                xanchor: 'left',
                xshift: 4,
                y: limit,
                yanchor: 'bottom',
                text: `limit ${(limit * 100).toFixed(1)} %`,
                showarrow: false,
                font: { size: 11, color: palette.band.critical },
              },
            ],
    }),
  })
}
