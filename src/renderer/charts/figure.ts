import type { Palette } from './palette.ts'

/** Anything Plotly takes as a trace or a layout; its own schema checks it when drawn. */
export type Attributes = Readonly<Record<string, unknown>>

/** What Plotly draws. */
export interface Figure {
  readonly data: readonly Attributes[]
  readonly layout: Attributes
}

/** Makes a figure in the colours of the present theme, for a frame so many pixels wide. */
export type Draw = (palette: Palette, width: number) => Figure

/** A clicked point: its x as text and what the figure attached to it. */
export interface PickedPoint {
  readonly x: string
  readonly customdata: unknown
}

/** The first and last x of a brush, as Plotly writes times. */
export interface Brush {
  readonly from: string
  readonly to: string
}

/** Escapes text from files: Plotly takes labels for a small HTML. */
export function label(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Returns an axis in the house style with what the figure adds. */
export function axis(palette: Palette, more: Attributes = {}): Attributes {
  return {
    gridcolor: palette.hairline,
    linecolor: palette.border,
    zerolinecolor: palette.border,
    tickcolor: palette.border,
    tickfont: { size: 11, color: palette.muted },
    titlefont: { size: 11 },
    automargin: true,
    fixedrange: true,
    // Plotly would write a hyphen for minus and 10k for 10,000.
    separators: '.,',
    exponentformat: 'none',
    ...more,
  }
}

/** Returns a layout in the house style with what the figure adds. */
export function layout(palette: Palette, more: Attributes = {}): Attributes {
  return {
    font: { family: palette.font, size: 11, color: palette.ink },
    paper_bgcolor: palette.bg,
    plot_bgcolor: palette.bg,
    margin: { l: 44, r: 12, t: 8, b: 28 },
    separators: '.,',
    hoverlabel: {
      bgcolor: palette.panel,
      bordercolor: palette.border,
      font: { family: palette.font, size: 12, color: palette.ink },
      align: 'left',
    },
    hovermode: 'closest',
    dragmode: false,
    showlegend: false,
    legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', font: { size: 11, color: palette.muted } },
    ...more,
  }
}
