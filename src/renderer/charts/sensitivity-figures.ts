import { plain } from '#domain/report/number-text.ts'
import type { SweepDocument, Tornado } from '#shared/simulate/sweep-document.ts'
import { axis, layout, type Attributes, type Draw } from './figure.ts'
import { overMarks, type Palette } from './palette.ts'

const MOST_WRITTEN = 80

/** Draws tracking error over two parameters as a heatmap, values written in its cells, with the limit as a contour. A cell's attachment is its row in the sweep. */
export function sweepFigure(sweep: SweepDocument, measure: 'te_rms_bps' | 'te_bps'): Draw {
  const [across, up] = sweep.axes
  if (across === undefined || up === undefined) return (palette) => ({ data: [], layout: layout(palette) })
  const xs = valuesOf(sweep, across.name)
  const ys = valuesOf(sweep, up.name)
  const index = ys.map((y) =>
    xs.map((x) => sweep.rows.findIndex(({ values }) => values[across.name] === x && values[up.name] === y)),
  )
  const cells = index.map((row) => row.map((at) => sweep.rows[at]?.figures[measure]?.mean ?? null))
  return (palette) => ({
    data: [
      {
        ...{ type: 'heatmap', x: xs, y: ys, z: cells, customdata: index, xgap: 1, ygap: 1 },
        text: cells.map((row) => row.map((value) => (value === null ? '–' : plain(value, 1)))),
        texttemplate: xs.length * ys.length <= MOST_WRITTEN ? '%{text}' : '',
        textfont: { size: 11 },
        colorscale: [
          [0, palette.panel],
          [1, palette.cause.slippage],
        ],
        colorbar: { thickness: 10, outlinewidth: 0, title: { text: 'TE, bps', side: 'right', font: { size: 11 } } },
        hovertemplate: `${across.name} %{x}<br>${up.name} %{y}<br>TE %{z:,.2f} bps a year<extra></extra>`,
      },
      {
        ...{ type: 'contour', x: xs, y: ys, z: cells, autocontour: false, showscale: false, hoverinfo: 'skip' },
        contours: { start: sweep.limit_bps, end: sweep.limit_bps, size: 1, coloring: 'none', showlabels: true },
        line: { color: palette.band.critical, width: 2, dash: 'dash', smoothing: 0 },
      },
    ],
    layout: layout(palette, {
      margin: { l: 56, r: 8, t: 10, b: 40 },
      xaxis: axis(palette, { title: named(across.name, palette), showgrid: false, zeroline: false }),
      yaxis: axis(palette, { title: named(up.name, palette), showgrid: false, zeroline: false }),
    }),
  })
}

/** Draws how far each parameter alone moves a figure, the widest bar first; the low and the high value have their own pattern. */
export function tornadoFigure({ base, bars }: Tornado, unit: string): Draw {
  const from = base ?? 0
  const side = (which: 'low' | 'high', colour: string, shape: string, palette: Palette): Attributes => ({
    type: 'bar',
    orientation: 'h',
    name: `${which} value`,
    base: from,
    y: bars.map(({ name }) => name),
    x: bars.map((bar) => (bar[which].measure === null ? null : bar[which].measure - from)),
    marker: { color: colour, pattern: overMarks(palette, shape, 5, colour) },
    customdata: bars.map(({ name }) => name),
    text: bars.map((bar) => `${bar.name} ${bar[which].value}: ${plain(bar[which].measure, 2)} ${unit}`),
    textposition: 'none',
    hovertemplate: '%{text}<extra></extra>',
  })
  return (palette) => ({
    data: [side('low', palette.backtest, '', palette), side('high', palette.cause.slippage, '/', palette)],
    layout: layout(palette, {
      barmode: 'overlay',
      bargap: 0.3,
      showlegend: true,
      margin: { l: 110, r: 12, t: 28, b: 36 },
      yaxis: axis(palette, { autorange: 'reversed', showgrid: false }),
      xaxis: axis(palette, { title: { text: unit, font: { size: 11, color: palette.muted } }, zeroline: false }),
    }),
  })
}

function valuesOf({ rows }: SweepDocument, name: string): number[] {
  return [...new Set(rows.flatMap(({ values }) => values[name] ?? []))].sort((a, b) => a - b)
}

function named(text: string, palette: Palette) {
  return { text, font: { size: 11, color: palette.muted } }
}
