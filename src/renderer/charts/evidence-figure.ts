import { axis, label, layout, type Draw } from './figure.ts'

/** A metric's difference between canary and control in margins: 1 is as much worse as is tolerated. */
export interface MarginRow {
  readonly metric: string
  readonly verdict: string
  readonly value: number | null
  readonly low: number
  readonly high: number
}

/** The axis ends here on either side; a longer interval leaves the picture and says so by having no end cap. */
const WIDEST = 6

/** Draws each metric's difference with its sequential interval, in margins, worse to the right of the dashed line. */
export function evidenceFigure(rows: readonly MarginRow[]): Draw {
  const reach = (value: number) => Math.min(WIDEST, Math.max(1.5, Math.abs(value) * 1.15))
  const left = Math.max(...rows.map(({ low }) => (low < 0 ? reach(low) : 1.5)))
  const right = Math.max(...rows.map(({ high }) => (high > 0 ? reach(high) : 1.5)))
  return (palette) => ({
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: rows.map(({ value }) => value),
        y: rows.map((_, at) => at),
        customdata: rows.map(({ metric }) => metric),
        text: rows.map(({ metric, low, high, verdict }) =>
          label(`${metric}: ${low.toFixed(3)} to ${high.toFixed(3)} margins, ${verdict}`),
        ),
        hovertemplate: '%{text}<extra></extra>',
        marker: {
          size: 9,
          symbol: rows.map(({ verdict }) =>
            verdict === 'regression' ? 'x' : verdict === 'non-inferior' ? 'circle' : 'circle-open',
          ),
          color: rows.map(({ verdict }) =>
            verdict === 'regression'
              ? palette.band.emergency
              : verdict === 'non-inferior'
                ? palette.band.good
                : palette.ink,
          ),
          line: { width: 1.5 },
        },
        error_x: {
          type: 'data',
          symmetric: false,
          array: rows.map(({ value, high }) => high - (value ?? high)),
          arrayminus: rows.map(({ value, low }) => (value ?? low) - low),
          color: palette.ink,
          thickness: 1.5,
          width: 4,
        },
      },
    ],
    layout: layout(palette, {
      margin: { l: 12, r: 12, t: 14, b: 36 },
      xaxis: axis(palette, {
        range: [-left, right],
        title: { text: 'margins, worse to the right', font: { size: 11, color: palette.muted }, standoff: 4 },
      }),
      yaxis: axis(palette, {
        range: [rows.length - 0.5, -0.5],
        showgrid: false,
        zeroline: false,
        tickvals: rows.map((_, at) => at),
        ticktext: rows.map(({ metric }) => label(metric)),
      }),
      shapes: [
        {
          type: 'line',
          yref: 'paper',
          x0: 1,
          x1: 1,
          y0: 0,
          y1: 1,
          line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
        },
      ],
      annotations: [
        {
          x: 1,
          xanchor: 'left',
          xshift: 3,
          yref: 'paper',
          y: 1,
          yanchor: 'bottom',
          text: 'margin',
          showarrow: false,
          font: { size: 11, color: palette.band.critical },
        },
      ],
    }),
  })
}
