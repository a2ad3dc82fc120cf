import { plain } from '#domain/report/number-text.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import { axis, layout, type Attributes, type Draw } from './figure.ts'
import { overMarks, type Palette } from './palette.ts'

type Split = NonNullable<CalibrationDocument['validation']['holdout']>
type Scores = Split['out_of_sample']['fitted']

/** The models compared out of sample, each with its sign and pattern. */
export const MODELS = [
  { key: 'fitted', symbol: 'circle', pattern: '', dash: 'solid' },
  { key: 'current', symbol: 'diamond-open', pattern: '/', dash: 'dash' },
  { key: 'constant', symbol: 'square-open', pattern: '.', dash: 'dot' },
] as const

const MOST_WRITTEN = 10

function colourOf(palette: Palette, model: (typeof MODELS)[number]['key']): string {
  return { fitted: palette.scenario, current: palette.backtest, constant: palette.muted }[model]
}

/** Draws standardised residuals out of sample against the normal they should follow; equal on the dotted line. */
export function quantileFigure(scores: Split['out_of_sample']): Draw {
  const ends = scores.fitted.qq.map(([theoretical]) => theoretical)
  const diagonal = [Math.min(...ends), Math.max(...ends)]
  return (palette) => ({
    data: [
      {
        ...{ type: 'scatter', mode: 'lines', x: diagonal, y: diagonal, showlegend: false, hoverinfo: 'skip' },
        line: { color: palette.muted, width: 1, dash: 'dot' },
      },
      ...MODELS.filter(({ key }) => key !== 'constant').map(({ key, symbol }) => ({
        ...{ type: 'scatter', mode: 'markers', name: key },
        x: scores[key].qq.map(([theoretical]) => theoretical),
        y: scores[key].qq.map(([, observed]) => observed),
        marker: { symbol, size: 6, color: colourOf(palette, key), line: { width: 1 } },
        hovertemplate: `${key}: normal %{x:.2f}, observed %{y:.2f}<extra></extra>`,
      })),
    ],
    layout: layout(palette, {
      margin: { l: 48, r: 12, t: 28, b: 36 },
      showlegend: true,
      xaxis: axis(palette, { title: named('normal quantile', palette) }),
      yaxis: axis(palette, { title: named('residual, standard deviations', palette) }),
    }),
  })
}

/** Draws where residuals fell in the predicted distribution, in ten bins: flat, at the dashed line, when the prediction is right. */
export function residualFigure({ pit, observations }: Scores): Draw {
  const even = observations / Math.max(1, pit.length)
  return (palette) => ({
    data: [
      {
        ...{ type: 'bar', x: pit.map((_, bin) => (bin + 0.5) / pit.length), y: [...pit], width: 0.9 / pit.length },
        marker: { color: palette.scenario, pattern: overMarks(palette, '', 5, palette.scenario) },
        hovertemplate: 'quantile %{x:.2f}: %{y} fills<extra></extra>',
      },
    ],
    layout: layout(palette, {
      margin: { l: 48, r: 12, t: 10, b: 36 },
      xaxis: axis(palette, { range: [0, 1], title: named('predicted quantile of the residual', palette) }),
      yaxis: axis(palette, { rangemode: 'tozero', title: named('fills', palette) }),
      shapes: [
        {
          ...{ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: even, y1: even },
          line: { color: palette.ink, width: 1, dash: 'dash' },
        },
      ],
    }),
  })
}

/** Draws the out-of-sample loss of each model in each fold, in order of time. */
export function foldsFigure(splits: readonly Split[]): Draw {
  return (palette) => ({
    data: MODELS.map(({ key, symbol, dash }): Attributes => ({
      ...{ type: 'scatter', mode: 'lines+markers', name: key },
      x: splits.map(({ name }) => name),
      y: splits.map(({ out_of_sample: scores }) => scores[key].loss),
      line: { color: colourOf(palette, key), width: 1.5, dash },
      marker: { symbol, size: 7, color: colourOf(palette, key), line: { width: 1 } },
      text: splits.map(({ tested_from: from, tested_to: to }) => `${from} to ${to}`),
      hovertemplate: `${key}, tested %{text}<br>loss %{y:.3f}<extra></extra>`,
    })),
    layout: layout(palette, {
      margin: { l: 48, r: 12, t: 28, b: 36 },
      showlegend: true,
      xaxis: axis(palette, { showgrid: false }),
      yaxis: axis(palette, { rangemode: 'tozero', title: named('loss (lower is better)', palette) }),
    }),
  })
}

/** Draws the correlation of the fitted parameters; values near one say that the data can hardly tell two apart. */
export function correlationFigure({ names, matrix }: CalibrationDocument['correlation']): Draw {
  return (palette) => ({
    data: [
      {
        ...{ type: 'heatmap', x: names, y: names, z: matrix, zmin: -1, zmax: 1, xgap: 1, ygap: 1 },
        text: matrix.map((row) => row.map((value) => plain(value, 2))),
        texttemplate: names.length <= MOST_WRITTEN ? '%{text}' : '',
        textfont: { size: 11 },
        colorscale: [
          [0, palette.backtest],
          [0.5, palette.panel],
          [1, palette.cause.slippage],
        ],
        colorbar: { thickness: 10, outlinewidth: 0 },
        hovertemplate: '%{x} and %{y}: %{z:.2f}<extra></extra>',
      },
    ],
    layout: layout(palette, {
      margin: { l: 90, r: 8, t: 10, b: 60 },
      xaxis: axis(palette, { showgrid: false }),
      yaxis: axis(palette, { showgrid: false, autorange: 'reversed' }),
    }),
  })
}

function named(text: string, palette: Palette) {
  return { text, font: { size: 11, color: palette.muted } }
}
