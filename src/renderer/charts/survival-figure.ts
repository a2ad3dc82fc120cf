import type { WaitingEntry } from '#shared/slo.ts'
import { axis, layout, type Draw } from './figure.ts'

/** Draws the share of alerts still unacknowledged by minutes waited (Kaplan-Meier), to the longest wait seen, with the limit. */
export function survivalFigure(ack: WaitingEntry, limitMinutes: number): Draw {
  const last = ack.curve.at(-1)
  const end = Math.max(limitMinutes * 1.1, last?.minutes ?? 0, ack.oldest_open_min ?? 0)
  const open = ack.oldest_open_min
  return (palette) => ({
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, ...ack.curve.map(({ minutes }) => minutes), Math.max(open ?? 0, last?.minutes ?? 0)],
        y: [1, ...ack.curve.map(({ waiting }) => waiting), last?.waiting ?? 1],
        line: { color: palette.live, width: 1.75, shape: 'hv' },
        hovertemplate: 'after %{x:.1f} min %{y:.0%} still wait<extra></extra>',
      },
      ...(open === null
        ? []
        : [
            {
              type: 'scatter',
              mode: 'markers',
              x: [open],
              y: [last?.waiting ?? 1],
              marker: { symbol: 'cross-thin-open', size: 10, color: palette.live, line: { width: 2 } },
              hovertemplate: 'not acknowledged after %{x:.1f} min<extra></extra>',
            },
          ]),
    ],
    layout: layout(palette, {
      margin: { l: 44, r: 12, t: 12, b: 36 },
      xaxis: axis(palette, {
        range: [0, end * 1.04],
        showgrid: false,
        title: { text: 'minutes waited', font: { size: 11, color: palette.muted }, standoff: 4 },
      }),
      yaxis: axis(palette, { range: [0, 1.06], tickformat: '.0%' }),
      shapes: [
        {
          type: 'line',
          yref: 'paper',
          x0: limitMinutes,
          x1: limitMinutes,
          y0: 0,
          y1: 1,
          line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
        },
      ],
      annotations: [
        {
          x: limitMinutes,
          xanchor: 'left',
          xshift: 4,
          yref: 'paper',
          y: 1,
          yanchor: 'top',
          text: `limit ${limitMinutes} min`,
          showarrow: false,
          font: { size: 11, color: palette.band.critical },
        },
      ],
    }),
  })
}
