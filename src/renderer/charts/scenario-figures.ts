import { plain } from '#domain/report/number-text.ts'
import type { BandMeasure } from '#shared/review.ts'
import type { Distribution, SimulateDocument } from '#shared/simulate/document.ts'
import { dayAxis } from './day-axis.ts'
import { axis, label, layout, type Attributes, type Draw } from './figure.ts'
import type { Palette } from './palette.ts'

type Result = SimulateDocument['scenarios'][number]

/** Sign and dash of each pinned scenario, the baseline first, so that they are told apart without colour. */
const SIGNS = ['diamond-open', 'circle', 'square', 'triangle-up', 'x'] as const
const DASHES = ['dash', 'dot', 'dashdot', 'longdash', 'longdashdot'] as const
const LONGEST_NAME = 22
/** Beside four others. */
const CROWDED_NAME = 15
/** The daily axis begins at the limit over this and ends above its largest value by that. */
const LOWEST = 20
const HEADROOM = 1.5
const TICKS = [0.1, 1, 10, 100, 1000, 10_000]

function colourOf(palette: Palette, at: number): string {
  return at === 0
    ? palette.backtest
    : ([palette.scenario, palette.cause.slippage, palette.cause.timing, palette.cause.sizing][at - 1] ?? palette.ink)
}

/** Returns the tracking error of all days over draws; of one day alone that day's own. */
export function errorOf({ total, days }: Result, measure: BandMeasure): Distribution | null {
  return total[measure] ?? (days.length === 1 ? (days[0]?.te_day_bps ?? null) : null)
}

/** Draws the tracking error of each scenario, its mean with the 5th to 95th percentile over draws, and the limit across. */
export function scenarioErrorFigure(results: readonly Result[], measure: BandMeasure, limitBps: number): Draw {
  const known = results.flatMap((result, at) => {
    const value = errorOf(result, measure)
    return value === null ? [] : [{ result, at, value }]
  })
  return (palette) => ({
    data: known.map(({ result, at, value }) => ({
      type: 'scatter',
      mode: 'markers',
      cliponaxis: false,
      x: [at],
      y: [value.mean],
      error_y: { ...spread(value), color: colourOf(palette, at), thickness: 1.5, width: 8 },
      marker: { symbol: SIGNS[at] ?? 'circle', size: 11, color: colourOf(palette, at), line: { width: 1.5 } },
      text: [hover(result, value)],
      hovertemplate: '%{text}<extra></extra>',
    })),
    layout: layout(palette, {
      margin: { l: 48, r: 62, t: 10, b: 34 },
      xaxis: axis(palette, {
        range: [-0.6, Math.max(1.6, results.length - 0.4)],
        showgrid: false,
        zeroline: false,
        tickvals: results.map((_, at) => at),
        ticktext: results.map(({ name }) => shortened(name, results.length > 3 ? CROWDED_NAME : LONGEST_NAME)),
        tickangle: 0,
      }),
      yaxis: axis(palette, {
        range: [0, 1.15 * Math.max(limitBps, ...known.map(({ value }) => value.p95))],
        title: { text: 'bps a year', font: { size: 11, color: palette.muted } },
      }),
      ...limitMarks(limitBps, limitBps, palette),
    }),
  })
}

/** Draws the tracking error of every day under each scenario. `rolling` follows the window that ends that day, else each day stands by itself. Logarithmic, from a twentieth of the limit. */
export function scenarioDaysFigure(
  results: readonly Result[],
  measure: BandMeasure,
  rolling: boolean,
  limitBps: number,
): Draw {
  const days = results[0]?.days ?? []
  const valueOf = (day: Result['days'][number]) => (rolling ? day[measure] : day.te_day_bps)?.mean ?? null
  const values = results.flatMap((result) => result.days.flatMap((day) => valueOf(day) ?? []))
  return (palette) => ({
    data: results.map(({ name, days: own }, at) => ({
      type: 'scatter',
      mode: own.length > 60 ? 'lines' : 'lines+markers',
      name: label(shortened(name)),
      x: own.map(({ day }) => day),
      y: own.map(valueOf),
      line: { color: colourOf(palette, at), width: 1.5, dash: DASHES[at] ?? 'dot' },
      marker: { symbol: SIGNS[at] ?? 'circle', size: 6, color: colourOf(palette, at), line: { width: 1 } },
      hovertemplate: `${label(name)}<br>%{x|%Y-%m-%d}: %{y:,.1f} bps<extra></extra>`,
    })),
    layout: layout(palette, {
      margin: { l: 48, r: 62, t: 28, b: 24 },
      showlegend: true,
      xaxis: axis(palette, dayAxis(days)),
      yaxis: axis(palette, {
        type: 'log',
        range: [Math.log10(limitBps / LOWEST), Math.log10(HEADROOM * Math.max(limitBps, ...values))],
        tickvals: TICKS,
        title: { text: 'bps a year', font: { size: 11, color: palette.muted } },
      }),
      ...limitMarks(limitBps, Math.log10(limitBps), palette),
    }),
  })
}

/** Returns the limit as a dashed line with its value, which on a logarithmic axis is placed by its logarithm. */
function limitMarks(limitBps: number, place: number, palette: Palette): Attributes {
  return {
    shapes: [
      {
        ...{ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: limitBps, y1: limitBps },
        line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
      },
    ],
    annotations: [
      {
        ...{ xref: 'paper', x: 1, xanchor: 'left', xshift: 4, y: place, showarrow: false },
        text: `limit ${plain(limitBps, 1)}`,
        font: { size: 11, color: palette.band.critical },
      },
    ],
  }
}

function spread({ mean, p5, p95 }: Distribution): Attributes {
  return { type: 'data', symmetric: false, array: [Math.max(0, p95 - mean)], arrayminus: [Math.max(0, mean - p5)] }
}

function hover({ name, draws }: Result, { mean, p5, p95, se }: Distribution): string {
  const error = se === null ? '' : ` ± ${plain(se, 2)}`
  return `<b>${label(name)}</b><br>${plain(mean, 2)}${error} bps a year<br>P5 to P95 ${plain(p5, 2)} to ${plain(p95, 2)}, ${plain(draws, 0)} draws`
}

/** Returns a name that fits an axis: of a long one what was changed says more than what it began from. */
function shortened(name: string, longest = LONGEST_NAME): string {
  if (name.length <= longest) return name
  const at = name.indexOf(', ')
  const text = at === -1 ? name : `…${name.slice(at + 2)}`
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}
