import { bandOf } from '#domain/parity/band.ts'
import { percent, plain } from '#domain/report/number-text.ts'
import { BANDS, type Band, type Review, type ReviewDay } from '#shared/review.ts'
import { DAY_BAR_MS, dayAxis, shadeOutside, type DaySpan, withAlpha } from './day-axis.ts'
import { axis, layout, type Attributes, type Draw } from './figure.ts'
import { BAND_PATTERN, BAND_SYMBOL, overMarks, type Palette } from './palette.ts'

/** How far the axis reaches beyond the largest and below the smallest value, as factors. */
const HEADROOM = 1.3
/** A young window's interval reaches far beyond every value; beyond this factor it leaves the picture. */
const WIDEST_INTERVAL = 1.6
/** Part of the axis a band must cover to be named beside it. */
const ROOM_FOR_A_WORD = 0.1
const MANY_DAYS = 250
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

/**
 * Draws rolling tracking error over the days with its 95 % interval, the bands behind it and the limit across it; below, each
 * day's own tracking error, which is what is brushed. `selected` is marked by a line; `range` shades what is outside it.
 */
export function trackingErrorFigure(review: Review, selected: string | null, range: DaySpan): Draw {
  const { days, settings } = review
  const measure = settings.band_measure
  const values = days.map((day) => day[measure])
  const [bottom, top] = reach(days, values, settings)
  return (palette) => ({
    data: [
      ...ribbon(days, palette),
      line(days, values, measure, palette),
      ...strip(days, settings.band_edges_bps, palette),
    ],
    layout: layout(palette, {
      // Room for six digits and the titles: measuring it would lay the first chart out twice.
      margin: { l: 60, r: 76, t: 10, b: 24 },
      dragmode: 'select',
      selectdirection: 'h',
      hovermode: 'x',
      bargap: 0.15,
      xaxis: axis(palette, {
        ...dayAxis(days),
        automargin: false,
        anchor: 'y2',
      }),
      yaxis: axis(palette, {
        domain: [0.3, 1],
        automargin: false,
        type: 'log',
        range: [Math.log10(bottom), Math.log10(top)],
        tickvals: TICKS.filter((tick) => tick >= bottom && tick <= top),
        title: { text: 'bps a year', font: { size: 11, color: palette.muted } },
      }),
      yaxis2: axis(palette, {
        domain: [0, 0.22],
        automargin: false,
        rangemode: 'tozero',
        nticks: 3,
        title: { text: 'day', font: { size: 11, color: palette.muted } },
      }),
      newselection: { line: { color: palette.accent, width: 1, dash: 'solid' } },
      shapes: [
        ...bands(settings.band_edges_bps, [bottom, top], palette),
        limit(settings.target_bps, palette),
        ...shadeOutside(days, range, palette),
        ...marker(selected, palette),
      ],
      annotations: [
        ...bandWords(settings.band_edges_bps, [bottom, top], palette),
        limitWord(settings.target_bps, palette),
      ],
    }),
  })
}

/** Returns the ends of the axis, bps: every value, the limit and the nearest edges of the bands are inside. */
function reach(
  days: readonly ReviewDay[],
  values: readonly (number | null)[],
  settings: Review['settings'],
): [number, number] {
  const positive = values.filter((value) => value !== null && value > 0) as number[]
  const largest = Math.max(settings.target_bps, ...positive)
  const widest = Math.max(0, ...days.map((day) => day.te_interval_bps?.[1] ?? 0))
  const smallest = Math.min(settings.target_bps, settings.band_edges_bps[0] ?? largest, ...positive)
  return [smallest / HEADROOM, Math.max(largest * HEADROOM, Math.min(widest, largest * WIDEST_INTERVAL))]
}

function ribbon(days: readonly ReviewDay[], palette: Palette): Attributes[] {
  const edge = (which: 0 | 1) => days.map((day) => day.te_interval_bps?.[which] ?? null)
  const shared = {
    type: 'scatter',
    mode: 'lines',
    x: days.map(({ day }) => day),
    line: { width: 0 },
    hoverinfo: 'skip',
    connectgaps: false,
  }
  return [
    { ...shared, y: edge(0) },
    { ...shared, y: edge(1), fill: 'tonexty', fillcolor: withAlpha(palette.ink, 0.13) },
  ]
}

function line(
  days: readonly ReviewDay[],
  values: readonly (number | null)[],
  measure: string,
  palette: Palette,
): Attributes {
  const name = measure === 'te_rms_bps' ? 'TE rms' : 'TE'
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: days.map(({ day }) => day),
    y: values,
    line: { color: palette.live, width: 1.5 },
    marker: {
      size: days.length > MANY_DAYS ? 4 : 7,
      symbol: days.map(({ band }) => (band === null ? 'circle-open' : BAND_SYMBOL[band])),
      color: days.map(({ band }) => (band === null ? palette.muted : palette.band[band])),
      // An open sign takes its colour from the marker and its stroke from here.
      line: { color: palette.bg, width: days.map(({ band }) => (band === 'good' || band === null ? 1.5 : 0.5)) },
    },
    text: days.map((day, at) => hover(day, values[at] ?? null, name)),
    hovertemplate: '%{text}<extra></extra>',
    // A brush dims nothing: what is outside it is shaded.
    selected: { marker: { opacity: 1 } },
    unselected: { marker: { opacity: 1 } },
  }
}

function hover(day: ReviewDay, value: number | null, name: string): string {
  const range = day.te_interval_bps
  const lines = [
    `<b>${day.day}</b> UTC`,
    `${name} ${plain(value, 1)} bps${day.band === null ? '' : `, ${day.band}`}`,
    range === null ? 'no interval yet' : `95 %: ${plain(range[0], 1)} to ${plain(range[1], 1)}`,
    `day ${plain(day.te_day_bps, 1)} bps`,
  ]
  if (day.breach_probability !== null) lines.push(`P(above target) ${percent(day.breach_probability)}`)
  return lines.join('<br>')
}

function strip(days: readonly ReviewDay[], edges: readonly number[], palette: Palette): Attributes[] {
  const band = days.map((day): Band => bandOf(day.te_day_bps ?? 0, edges))
  const colours = band.map((name) => palette.band[name])
  return [
    {
      type: 'bar',
      x: days.map(({ day }) => day),
      y: days.map((day) => day.te_day_bps),
      yaxis: 'y2',
      width: DAY_BAR_MS,
      marker: {
        color: colours,
        pattern: overMarks(
          palette,
          band.map((name) => BAND_PATTERN[name]),
          4,
        ),
      },
      hovertemplate: '%{x|%Y-%m-%d}: day %{y:,.1f} bps<extra></extra>',
      selected: { marker: { opacity: 1 } },
      unselected: { marker: { opacity: 1 } },
    },
  ]
}

/** Returns the bands that are in sight, each with its ends inside the axis. */
function visibleBands(
  edges: readonly number[],
  [bottom, top]: readonly [number, number],
): { band: Band; from: number; to: number }[] {
  return BANDS.map((band, at) => ({
    band,
    from: Math.max(bottom, edges[at - 1] ?? bottom),
    to: Math.min(top, edges[at] ?? top),
  })).filter(({ from, to }) => from < to)
}

function bands(edges: readonly number[], ends: readonly [number, number], palette: Palette): Attributes[] {
  return visibleBands(edges, ends).map(({ band, from, to }) => ({
    type: 'rect',
    xref: 'paper',
    x0: 0,
    x1: 1,
    y0: from,
    y1: to,
    layer: 'below',
    line: { width: 0 },
    fillcolor: palette.tint[band],
  }))
}

/** Annotations on a logarithmic axis are placed by logarithms, shapes by values. */
function bandWords(edges: readonly number[], ends: readonly [number, number], palette: Palette): Attributes[] {
  const whole = Math.log10(ends[1] / ends[0])
  const roomy = visibleBands(edges, ends).filter(({ from, to }) => Math.log10(to / from) > whole * ROOM_FOR_A_WORD)
  return roomy.map(({ band, from, to }) => ({
    xref: 'paper',
    x: 1,
    xanchor: 'left',
    xshift: 6,
    y: (Math.log10(from) + Math.log10(to)) / 2,
    text: band,
    showarrow: false,
    font: { size: 11, color: palette.muted },
  }))
}

function limit(target: number, palette: Palette): Attributes {
  return {
    type: 'line',
    xref: 'paper',
    x0: 0,
    x1: 1,
    y0: target,
    y1: target,
    line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
  }
}

function limitWord(target: number, palette: Palette): Attributes {
  return {
    xref: 'paper',
    x: 0,
    xanchor: 'left',
    xshift: 4,
    y: Math.log10(target),
    yanchor: 'bottom',
    text: `limit ${plain(target, 1)}`,
    showarrow: false,
    font: { size: 11, color: palette.band.critical },
  }
}

function marker(selected: string | null, palette: Palette): Attributes[] {
  if (selected === null) return []
  return [
    {
      type: 'line',
      yref: 'paper',
      y0: 0,
      y1: 1,
      x0: selected,
      x1: selected,
      line: { color: palette.accent, width: 1.5 },
    },
  ]
}
