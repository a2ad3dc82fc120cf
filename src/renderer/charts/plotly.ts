import './plotly-style.ts'
import Plotly, { type Config, type Data, type Layout, type PlotlyHTMLElement } from 'plotly.js/lib/core'
import bar from 'plotly.js/lib/bar'
import box from 'plotly.js/lib/box'
import contour from 'plotly.js/lib/contour'
import heatmap from 'plotly.js/lib/heatmap'
import histogram from 'plotly.js/lib/histogram'
import violin from 'plotly.js/lib/violin'
// The ordinary scattergl compiles shaders with eval, which the page's content policy refuses.
import scattergl from 'plotly.js/src/traces/scattergl/strict'
import type { Figure } from './figure.ts'

Plotly.register([bar, box, contour, heatmap, histogram, scattergl, violin])

const CONFIG: Partial<Config> = { displayModeBar: false, doubleClick: false, responsive: false, showTips: false }

export type Drawn = PlotlyHTMLElement

/** Draws a figure into a node, or changes the one there. The figure is copied: Plotly writes into what it is given. */
export async function drawFigure(node: HTMLElement, figure: Figure): Promise<Drawn> {
  const { data, layout } = structuredClone(figure)
  return Plotly.react(node, data as Data[], layout as Partial<Layout>, CONFIG)
}

/** Returns a figure as an image file. */
export async function figureImage(
  figure: Figure,
  options: { format: 'png' | 'svg'; width: number; height: number; scale: number },
): Promise<Blob> {
  const { data, layout } = structuredClone(figure)
  const address = await Plotly.toImage({ data: data as Data[], layout: layout as Partial<Layout> }, options)
  const [head, body] = splitAt(address, address.indexOf(','))
  if (options.format === 'svg') return new Blob([decodeURIComponent(body)], { type: 'image/svg+xml' })
  if (!head.endsWith('base64')) throw new Error('a PNG comes as base64')
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type: 'image/png' })
}

/** Frees what a figure holds. */
export function discardFigure(node: HTMLElement): void {
  Plotly.purge(node)
}

function splitAt(text: string, at: number): [string, string] {
  return [text.slice(0, at), text.slice(at + 1)]
}
